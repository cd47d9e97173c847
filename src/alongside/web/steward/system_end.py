"""`/steward/systems/<id>/end/`: let a system in no more. It takes effect at once."""

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


@page("steward", "systems/<uuid:system_id>/end/", roles={Role.STEWARD})
def system_end(request: MemberRequest, system_id: uuid.UUID) -> HttpResponse:
    """Ask first; then end it."""
    found = get_object_or_404(systems.visible_to(request.viewer), pk=system_id)
    if request.method == "POST":
        systems.end(system=found, by=request.member, at=clock.now())
        messages.info(request, _t("“%(name)s” can send nothing more.") % {"name": found.name})
        return redirect("steward:systems")
    return render(request, "steward/system_end.html", {"system": found})
