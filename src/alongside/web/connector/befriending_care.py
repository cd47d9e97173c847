"""`/connector/befriending/care/`: matches at risk, visits that may not happen, reviews due, whom to ring."""

from __future__ import annotations

from django.http import HttpResponse

from alongside.befriending import access, queries, rules
from alongside.befriending.actions import queue
from alongside.core import clock
from alongside.web.connector.befriending_lookup import RUNS
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "befriending/care/", roles=RUNS, methods=("GET",))
def befriending_care(request: MemberRequest) -> HttpResponse:
    """Show what wants care, the gravest first."""
    at = clock.now()
    waiting = (
        access.wishes_visible_to(request.viewer)
        .filter(status="waiting")
        .select_related("person", "scheme")
        .order_by("waiting_since_at", "id")[: queries.MOST]
    )
    return render(
        request,
        "connector/befriending_care.html",
        {
            "at_risk": [
                (one.match, [risk.label for risk in one.risks])
                for one in queries.at_risk(request.viewer, at=at)
            ],
            "resting": access.matches_visible_to(request.viewer)
            .filter(status__in=rules.LIVE, person__deceased_on__isnull=False)
            .select_related("person", "volunteer")
            .order_by("person__deceased_on", "pk")[: queries.MOST],
            "stopped": queries.stopped_visits(request.viewer, at=at),
            "reviews": queries.reviews_due(request.viewer, on=clock.today()),
            "today": clock.today(),
            "to_ring": [wish for wish in waiting if queue.due_not_forgotten(wish, at)],
        },
    )
