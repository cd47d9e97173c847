"""`/steward/changes/<id>/back/`: what went live unread is put back as it was."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.directory import upkeep_queries
from alongside.directory.actions.changes import put_back
from alongside.directory.actions.upkeep import CannotKeep
from alongside.partnerships.enums import Role
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("steward", "changes/<uuid:change_id>/back/", roles={Role.STEWARD}, methods=("POST",))
def change_put_back(request: MemberRequest, change_id: uuid.UUID) -> HttpResponse:
    """Put it back."""
    found = upkeep_queries.change(change_id)
    if found is None:
        raise Http404
    try:
        put_back(change=found, by=request.member, at=clock.now())
        messages.info(request, _("Put back as it was."))
    except CannotKeep as problem:
        messages.warning(request, str(problem))
    return redirect("steward:changes")
