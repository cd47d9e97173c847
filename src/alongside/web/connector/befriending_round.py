"""`/connector/befriending/rounds/<round>/`: what a round proposes, and the waiting list before and after."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from alongside.befriending import access, queries, words
from alongside.befriending.actions import rounds
from alongside.befriending.enums import Decision
from alongside.core import clock
from alongside.web.connector.befriending_lookup import RUNS
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "befriending/rounds/<uuid:round_id>/", roles=RUNS, methods=("GET",))
def befriending_round(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """Show proposals with why in plain words; say when the data has changed since."""
    made = get_object_or_404(
        access.rounds_visible_to(request.viewer).select_related("scheme", "parameter__set_by", "run_by"),
        pk=round_id,
    )
    found = list(queries.proposals_of(made)[: queries.MOST])
    for proposal in found:
        request.record_read(proposal.wish.person)
    waiting = made.left_waiting.select_related("wish__person").order_by("wish__waiting_since_at", "id")
    return render(
        request,
        "connector/befriending_round.html",
        {
            "round": made,
            "scheme": made.scheme,
            "proposals": [(proposal, words.why_these_two(proposal)) for proposal in found],
            "to_decide": sum(proposal.decision == Decision.PENDING for proposal in found),
            "is_stale": made.status == "solved" and rounds.is_stale(made, at=clock.now()),
            "stopped": str(words.STOPPED.get(made.reason, "")),
            "waiting": [
                (one, str(words.WHY.get(one.why, "")), words.removed_counts(one.removed)[:3])
                for one in waiting[: queries.MOST]
            ],
            "removed": words.removed_counts(made.figures.get("removed_by_rule", {})),
        },
    )
