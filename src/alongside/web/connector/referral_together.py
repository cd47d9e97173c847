"""`/connector/referrals/<id>/together/`: told twice – decide this one together with another, or by itself again."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.partnerships.enums import Role
from alongside.referrals import access
from alongside.referrals.actions import together
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page(
    "connector",
    "referrals/<uuid:referral_id>/together/",
    roles={Role.CONNECTOR, Role.TEAM_LEAD},
    methods=("POST",),
)
def referral_together(request: MemberRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Join this one to the referral named by `to`; without it, part them."""
    ours = access.visible_to(request.viewer)
    referral = get_object_or_404(ours, pk=referral_id)
    here = reverse("connector:referral", args=[referral_id])
    try:
        if request.POST.get("to"):
            other = get_object_or_404(ours, pk=_key(request.POST["to"]))
            together.join(referral=referral, to=other)
            messages.success(
                request,
                _("%(one)s is decided together with %(other)s. Nothing of either is lost.")
                % {"one": referral.reference, "other": other.reference},
                extra_tags=f"undo:{request.path}",
            )
            return redirect("connector:referral", other.pk)
        together.part(referral=referral)
        messages.info(request, _("It is decided by itself again."))
    except together.CannotJoin as refusal:
        messages.warning(request, str(refusal))
    return redirect(here)


def _key(raw: str) -> uuid.UUID:
    try:
        return uuid.UUID(raw)
    except ValueError:
        return uuid.UUID(int=0)
