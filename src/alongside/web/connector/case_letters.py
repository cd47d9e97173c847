"""`/connector/cases/…/letters/`: what was written to somebody, and what to write next."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from alongside.letters import queries, rules
from alongside.letters.enums import LetterKind, Way
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/letters/", roles=CARRIES_CASES, methods=("GET",))
def case_letters(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """List them, newest first, with the kinds there are words for."""
    case = case_or_404(request, case_id)
    kinds = [kind for kind in LetterKind if kind not in rules.OF_LIFE_EVENTS]
    hindered = rules.hindrance(Way.POST, case.person)
    return render(
        request,
        "connector/case_letters.html",
        {
            "case": case,
            "person": case.person,
            "letters": queries.letters_of(case),
            "kinds": kinds if case.is_open else [kind for kind in kinds if kind in rules.AFTER_SUPPORT],
            "looks_in": queries.looks_in_of(case),
            "closed_to_us": hindered if hindered in {"died", "asked_not_to"} else None,
        },
    )
