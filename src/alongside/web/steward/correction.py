"""`/steward/corrections/<id>/`: where we differ from a feed: keep ours, or take theirs."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from alongside.core import clock
from alongside.directory.actions.changes import settle_conflict
from alongside.directory.models import Correction
from alongside.partnerships.enums import Role
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("steward", "corrections/<uuid:correction_id>/", roles={Role.STEWARD}, methods=("POST",))
def correction(request: MemberRequest, correction_id: uuid.UUID) -> HttpResponse:
    """Decide it."""
    found = Correction.objects.filter(pk=correction_id).first()
    if found is None:
        raise Http404
    keep = request.POST.get("keep", "")
    if keep in ("ours", "theirs"):
        settle_conflict(correction=found, keep_ours=keep == "ours", at=clock.now())
    return redirect("steward:changes")
