"""`/connector/services/<id>/vouch/<upkeep>/undo/`: a member takes back what they said of a call."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.directory.actions import upkeep
from alongside.directory.models import Upkeep
from alongside.partnerships.enums import Role
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page(
    "connector",
    "services/<uuid:service_id>/vouch/<uuid:upkeep_id>/undo/",
    roles={Role.CONNECTOR, Role.TEAM_LEAD, Role.STEWARD},
    methods=("POST",),
)
def service_vouch_undo(request: MemberRequest, service_id: uuid.UUID, upkeep_id: uuid.UUID) -> HttpResponse:
    """Take it back, unless something newer stands on it."""
    said = Upkeep.objects.filter(pk=upkeep_id, service=service_id, member=request.member).first()
    if said is None:
        raise Http404
    try:
        upkeep.undo(upkeep=said, at=clock.now())
        messages.info(request, _("Taken back."))
    except upkeep.CannotKeep as problem:
        messages.warning(request, str(problem))
    return redirect("public:service", service_id)
