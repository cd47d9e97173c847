"""`/connector/letters/…/`: a letter as it was sent, word for word; print it again, or take it back while it waits."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from alongside.letters.enums import Way
from alongside.letters.queries import must_not_leave
from alongside.web.connector.letters_lookup import letter_or_404
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.letters_paper import lacks
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "letters/<uuid:letter_id>/", roles=CARRIES_CASES, methods=("GET",))
def letter(request: MemberRequest, letter_id: UUID) -> HttpResponse:
    """Show it."""
    found = letter_or_404(request, letter_id)
    return render(
        request,
        "connector/letter.html",
        {
            "letter": found,
            "case": found.case,
            "person": found.case.person,
            "lacks": lacks(found) if found.way == Way.POST else "",
            "must_not_leave": must_not_leave(found) if found.is_waiting else None,
        },
    )
