"""`/steward/systems/<id>/`: one referring system: its addresses, what it sent, and how to change or end it."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from alongside.partnerships.enums import Role
from alongside.referrals import systems
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("steward", "systems/<uuid:system_id>/", roles={Role.STEWARD}, methods=("GET",))
def system(request: MemberRequest, system_id: uuid.UUID) -> HttpResponse:
    """Show what a supplier needs to know, but the secret."""
    found = get_object_or_404(systems.visible_to(request.viewer), pk=system_id)
    return render(
        request,
        "steward/system.html",
        {"system": found, "base": request.build_absolute_uri("/fhir/R4")},
    )
