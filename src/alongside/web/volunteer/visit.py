"""`/volunteer/visits/<visit>/`: with whom, when, how to get there and what to know – the minimum."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t

from alongside.befriending import rules
from alongside.befriending.actions import visits
from alongside.befriending.actions.errors import CannotDo
from alongside.core import clock
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.volunteer.visit_lookup import VOLUNTEERS, visit_or_404


@page("volunteer", "visits/<uuid:visit_id>/", roles=VOLUNTEERS)
def visit(request: MemberRequest, visit_id: UUID) -> HttpResponse:
    """Show it; POST says "I am there"."""
    found = visit_or_404(request, visit_id)
    if request.method == "POST":
        try:
            visits.arrive(visit=found, at=clock.now())
            messages.success(
                request, _t("Good. Log the visit when you leave: we look out for you until then.")
            )
        except CannotDo as refusal:
            messages.warning(request, str(refusal))
        return redirect("volunteer:visit", visit_id)
    at = clock.now()
    match = found.match
    return render(
        request,
        "volunteer/visit.html",
        {
            "visit": found,
            "match": match,
            "wish": match.wish,
            "person": match.person,
            "goes_there": found.channel in rules.IN_PERSON,
            "shows_way": found.is_booked and match.status in rules.VISITING,
            "has_begun": found.during.lower <= at,
            "is_soon": found.during.lower <= at + rules.REMIND_BEFORE,
            "log": next(iter(found.logs.all()), None),
        },
    )
