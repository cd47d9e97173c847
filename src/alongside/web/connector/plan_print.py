"""`/connector/cases/…/plan/print/`: the person's own copy of the plan, in large type."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from alongside.casework import queries
from alongside.casework.goal_queries import goals_of
from alongside.core import clock
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/plan/print/", roles=CARRIES_CASES, methods=("GET",))
def plan_print(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """What was agreed, who does it and by when; who to ring."""
    case = case_or_404(request, case_id)
    return render(
        request,
        "connector/plan_print.html",
        {
            "case": case,
            "person": case.person,
            "page": queries.case_page(case),
            "goals": goals_of(case),
            "today": clock.today(),
        },
    )
