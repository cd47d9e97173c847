"""`/connector/befriending/matches/<match>/`: the life of a match on one page – answers, visits, reviews, next step."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from alongside.befriending import notify, queries, rules, standing, words
from alongside.befriending.enums import MatchStatus, Said
from alongside.core import clock
from alongside.web.connector.befriending_lookup import RUNS, match_or_404
from alongside.web.connector.befriending_match_move import STEPS
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "befriending/matches/<uuid:match_id>/", roles=RUNS, methods=("GET",))
def befriending_match(request: MemberRequest, match_id: UUID) -> HttpResponse:
    """Show it, with the steps that may follow."""
    match, at = match_or_404(request, match_id), clock.now()
    coming, past = queries.visits_of(match, at=at)
    answers = list(match.answers.order_by("side"))
    return render(
        request,
        "connector/befriending_match.html",
        {
            "match": match,
            "person": match.person,
            "volunteer": match.volunteer,
            "answers": [
                (
                    answer,
                    answer.said == Said.ASKED and match.status == MatchStatus.PROPOSED,
                    _must_ring(answer, match),
                )
                for answer in answers
            ],
            "when": words.when(match.weekday, match.minute),
            "steps": [(key, step.label) for key, step in STEPS.items() if match.status in step.of],
            "may_book": match.status in rules.VISITING and match.channel in rules.BOOKABLE,
            "lacks": standing.lacks(match.volunteer, match.channel, clock.today()) if match.is_live else [],
            "coming": coming,
            "past": past,
            "reviews": match.reviews.select_related("held_by"),
            "covers": queries.covers_of(match),
            "today": clock.today(),
        },
    )


def _must_ring(answer: object, match: object) -> bool:
    """Whether nobody could be written to: a member of staff rings."""
    if answer.side == "person":  # type: ignore[attr-defined]
        return notify.way_to_person(match.person) is None  # type: ignore[attr-defined]
    return notify.way_to_volunteer(match.volunteer) is None  # type: ignore[attr-defined]
