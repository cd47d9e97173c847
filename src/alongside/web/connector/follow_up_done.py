"""`/connector/follow-ups/…/done/`: tick off what needs no call, and put it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework.actions import contacts
from alongside.casework.actions.errors import CannotDo
from alongside.casework.models import FollowUp
from alongside.core import clock
from alongside.web.connector.lookup import CARRIES_CASES, came_from, part_or_404
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("connector", "follow-ups/<uuid:follow_up_id>/done/", roles=CARRIES_CASES, methods=("POST",))
def follow_up_done(request: MemberRequest, follow_up_id: UUID) -> HttpResponse:
    """Tick off, or with `undo` put back on the list."""
    follow_up = part_or_404(request, FollowUp.objects.all(), follow_up_id)
    back = came_from(request, reverse("connector:case", args=[follow_up.case_id]))
    try:
        if request.POST.get("undo"):
            contacts.undo_tick(follow_up=follow_up, by=request.member, at=clock.now())
            messages.info(request, _t("Back on the list."))
        else:
            contacts.tick_off(follow_up=follow_up, by=request.member, at=clock.now())
            undo = reverse("connector:follow-up-done", args=[follow_up.pk])
            messages.success(
                request,
                _t("Done: %(what)s, %(name)s.")
                % {"what": follow_up.get_kind_display(), "name": follow_up.case.person.called},
                extra_tags=f"undo:{undo}",
            )
    except CannotDo as refusal:
        messages.warning(request, str(refusal))
    return redirect(back)
