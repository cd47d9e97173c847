"""`/steward/systems/<id>/secret/`: give a system a new secret, at once and shown once."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _t

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.referrals import systems
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("steward", "systems/<uuid:system_id>/secret/", roles={Role.STEWARD})
def system_secret(request: MemberRequest, system_id: uuid.UUID) -> HttpResponse:
    """Ask first: the system can send nothing until the new secret is put into it."""
    found = get_object_or_404(systems.visible_to(request.viewer), pk=system_id)
    if request.method != "POST":
        return render(request, "steward/system_secret.html", {"system": found, "secret": ""})
    try:
        secret = systems.change_secret(system=found, at=clock.now())
    except systems.CannotAddSystem as refusal:
        messages.error(request, str(refusal))
        return redirect("steward:system", system_id=found.pk)
    messages.info(request, _t("The old secret is void."))
    return render(request, "steward/system_secret.html", {"system": found, "secret": secret})
