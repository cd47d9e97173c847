"""`/connector/referrals/<id>/look/`: "I am looking at this", taking over, and letting go."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.referrals import access
from alongside.referrals.actions import looking
from alongside.web.connector.lookup import came_from
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page(
    "connector",
    "referrals/<uuid:referral_id>/look/",
    roles={Role.CONNECTOR, Role.TEAM_LEAD},
    methods=("POST",),
)
def referral_look(request: MemberRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Claim it for an hour; `instead` takes over from a colleague, `undo` gives it back."""
    referral = get_object_or_404(access.visible_to(request.viewer), pk=referral_id)
    here = came_from(request, reverse("connector:referral", args=[referral_id]))
    if request.POST.get("undo"):
        looking.let_go(referral=referral, by=request.member)
        return redirect(here)
    try:
        looking.look_at(
            referral=referral, by=request.member, at=clock.now(), instead=bool(request.POST.get("instead"))
        )
    except looking.LookedAt as refusal:
        messages.warning(request, str(refusal))
    return redirect(here)
