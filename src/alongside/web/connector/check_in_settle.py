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
from alongside.letters.actions import settle_check_in, undo_check_in
from alongside.letters.enums import CheckInOutcome
from alongside.web.connector.lookup import CARRIES_CASES, came_from
from alongside.web.page import page
from alongside.web.requests import MemberRequest

BY_HAND = frozenset({CheckInOutcome.REACHED, CheckInOutcome.NO_ANSWER, CheckInOutcome.LEFT_OUT})


@page("connector", "looking-in/<uuid:check_in_id>/", roles=CARRIES_CASES, methods=("POST",))
def check_in_settle(request: MemberRequest, check_in_id: UUID) -> HttpResponse:
    """Spoke with them, no answer, or left out. A letter settles it by itself."""
    found = (
        access.check_ins_visible_to(request.viewer)
        .select_related("case__person")
        .filter(pk=check_in_id)
        .first()
    )
    if found is None:
        raise Http404
    request.record_read(found.case.person)
    by, at = request.member, clock.now()
    back = came_from(request, reverse("connector:letters"))
    if request.POST.get("undo"):
        undo_check_in(check_in=found, by=by, at=at)
        messages.info(request, _t("It is due again."))
        return redirect(back)
    outcome = request.POST.get("outcome", "")
    if outcome not in BY_HAND:
        messages.warning(request, _t("Choose what came of it."))
        return redirect(back)
    settle_check_in(
        check_in=found, outcome=CheckInOutcome(outcome), note=request.POST.get("note", "")[:500], by=by, at=at
    )
    undo = reverse("connector:check-in-settle", args=[found.pk])
    messages.success(request, _t("Noted."), extra_tags=f"undo:{undo}")
    return redirect(back)
