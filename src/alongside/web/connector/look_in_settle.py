"""`/connector/looking-in/…/`: say what came of looking in on somebody, or with `undo` let it be due again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.core import clock
from alongside.letters import access
from alongside.letters.actions import settle_look_in, undo_look_in
from alongside.letters.enums import LookInOutcome
from alongside.web.connector.lookup import CARRIES_CASES, came_from
from alongside.web.page import page
from alongside.web.requests import MemberRequest

BY_HAND = frozenset({LookInOutcome.REACHED, LookInOutcome.NO_ANSWER, LookInOutcome.LEFT_OUT})


@page("connector", "looking-in/<uuid:look_in_id>/", roles=CARRIES_CASES, methods=("POST",))
def look_in_settle(request: MemberRequest, look_in_id: UUID) -> HttpResponse:
    """Spoke with them, no answer, or left out. A letter settles it by itself."""
    found = (
        access.looks_in_visible_to(request.viewer)
        .select_related("case__person")
        .filter(pk=look_in_id)
        .first()
    )
    if found is None:
        raise Http404
    request.record_read(found.case.person)
    by, at = request.member, clock.now()
    back = came_from(request, reverse("connector:letters"))
    if request.POST.get("undo"):
        undo_look_in(look_in=found, by=by, at=at)
        messages.info(request, _t("It is due again."))
        return redirect(back)
    outcome = request.POST.get("outcome", "")
    if outcome not in BY_HAND:
        messages.warning(request, _t("Choose what came of it."))
        return redirect(back)
    settle_look_in(
        look_in=found, outcome=LookInOutcome(outcome), note=request.POST.get("note", "")[:500], by=by, at=at
    )
    undo = reverse("connector:look-in-settle", args=[found.pk])
    messages.success(request, _t("Noted."), extra_tags=f"undo:{undo}")
    return redirect(back)
