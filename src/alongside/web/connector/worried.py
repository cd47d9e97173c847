"""`/connector/cases/…/worried/`: somebody may not be safe – whom to tell, at once."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from alongside.casework import queries
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/worried/", roles=CARRIES_CASES, methods=("GET",))
def worried(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Numbers first. What was seen is told to the safeguarding lead by voice, not written here."""
    case = case_or_404(request, case_id)
    return render(
        request,
        "connector/worried.html",
        {"case": case, "person": case.person, "leads": queries.safeguarding_leads()},
    )
