"""`/connector/cases/…/shortlist/print/`: the shortlist to take home, in large type."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from alongside.core import clock
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.connector.shortlist import list_for
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/shortlist/print/", roles=CARRIES_CASES, methods=("GET",))
def shortlist_print(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """The same list as on the screen, as a letter: what, where, when, how to ask – nothing about the record."""
    case = case_or_404(request, case_id)
    _form, found = list_for(case.person, request.GET)
    return render(
        request,
        "connector/shortlist_print.html",
        {
            "case": case,
            "person": case.person,
            "found": found,
            "today": clock.today(),
            "query": request.GET.urlencode(),
        },
    )
