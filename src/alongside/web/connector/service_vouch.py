"""`/connector/services/<id>/vouch/`: after a call, a connector says that all is right, or that nobody answered."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.directory.actions import upkeep
from alongside.directory.models import Service
from alongside.partnerships.enums import Role
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page(
    "connector",
    "services/<uuid:service_id>/vouch/",
    roles={Role.CONNECTOR, Role.TEAM_LEAD, Role.STEWARD},
    methods=("POST",),
)
def service_vouch(request: MemberRequest, service_id: uuid.UUID) -> HttpResponse:
    """Note what the call said."""
    service = Service.objects.filter(pk=service_id, withdrawn_at__isnull=True).first()
    if service is None:
        raise Http404
    by, at = upkeep.By(member=request.member), clock.now()
    if request.POST.get("said") == "nobody":
        upkeep.note_not_reached(service=service, by=by, at=at)
        messages.info(request, _("We have noted that nobody answered."))
    elif request.POST.get("said") == "right":
        upkeep.confirm(service=service, by=by, at=at)
        messages.info(request, _("Thank you. It counts as confirmed today."))
    return redirect("public:service", service.pk)
