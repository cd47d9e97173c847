"""`/connector/cases/…/agreement/link/`: give the person a link of their own to what they agreed to."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from alongside.core import clock
from alongside.journeys import own_link
from alongside.web.by_link import private
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/agreement/link/", roles=CARRIES_CASES, methods=("POST",))
def agreement_link(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Make it, send it where the person likes that, and show it once: to print or to read out."""
    case = case_or_404(request, case_id)
    given = None
    if case.person.deceased_on is None:
        given = own_link.give(person=case.person, by=request.member, at=clock.now())
    return private(
        render(
            request, "connector/agreement_link.html", {"case": case, "person": case.person, "given": given}
        )
    )
