"""`/connector/befriending/<scheme>/`: who waits, since when, why the last round left them – and run a round."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from alongside.befriending import queries, words
from alongside.befriending.actions import rounds
from alongside.befriending.actions.errors import CannotDo
from alongside.befriending.models import Round
from alongside.befriending.wait_words import wait_in_words
from alongside.core import clock
from alongside.web.connector.befriending_lookup import RUNS, scheme_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

SHOWN = 10


@page("connector", "befriending/<uuid:scheme_id>/", roles=RUNS)
def befriending_queue(request: MemberRequest, scheme_id: UUID) -> HttpResponse:
    """Show the queue; POST runs a round and leads to it."""
    scheme, at = scheme_or_404(request, scheme_id), clock.now()
    if request.method == "POST":
        try:
            made = rounds.run_round(scheme=scheme, by=request.member, at=at)
        except CannotDo as refusal:
            messages.warning(request, str(refusal))
            return redirect("connector:befriending-queue", scheme_id)
        return redirect("connector:befriending-round", made.pk)
    waiting = queries.queue(scheme, at=at)
    return render(
        request,
        "connector/befriending_queue.html",
        {
            "scheme": scheme,
            "waiting": [(line, str(words.WHY.get(line.why, ""))) for line in waiting],
            "wait": wait_in_words(queries.honest_wait(scheme, at=at)),
            "parameter": scheme.parameters.select_related("set_by").first(),
            "rounds": Round.objects.filter(scheme=scheme).select_related("run_by")[:SHOWN],
            "live": queries.live_matches(request.viewer).filter(scheme=scheme)[: queries.MOST],
        },
    )
