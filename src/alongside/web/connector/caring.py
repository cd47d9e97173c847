"""`/connector/cases/…/caring/`: whom they look after, what the law gives them, and breaks."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from alongside.caring import queries, rules
from alongside.core import clock
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/caring/", roles=CARRIES_CASES, methods=("GET",))
def caring(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Show it; what is known from elsewhere is said instead of asked."""
    case = case_or_404(request, case_id)
    today = clock.today()
    return render(
        request,
        "connector/caring.html",
        {
            "case": case,
            "person": case.person,
            "rows": queries.rows_of(request.viewer, case.person, today),
            "known_from": queries.known_from(case),
            "is_young": rules.is_young(case.person.age(today)),
            "age_known": case.person.age(today) is not None,
            "young_service": queries.young_carers_service(),
            "today": today,
        },
    )
