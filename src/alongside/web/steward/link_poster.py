"""`/steward/links/<id>/`: a poster to print, with a square code to point a phone at."""

from __future__ import annotations

import uuid

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from alongside.partnerships.enums import Role
from alongside.referrals import links as frontline
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("steward", "links/<uuid:link_id>/", roles={Role.STEWARD, Role.TEAM_LEAD}, methods=("GET",))
def link_poster(request: MemberRequest, link_id: uuid.UUID) -> HttpResponse:
    """Show the link, its code and the words of the poster."""
    link = get_object_or_404(frontline.visible_to(request.viewer), pk=link_id)
    partnership = request.partnership
    path = reverse("public:tell-us", args=[link.code])
    address = (
        f"https://{partnership.hostname}{path}" if partnership.hostname else f"{settings.SITE_URL}{path}"
    )
    code = segno.make(address, error="q", micro=False)
    return render(
        request,
        "steward/link_poster.html",
        {
            "link": link,
            "address": address,
            "square": code.svg_data_uri(border=2, dark="#000", light="#fff", nl=False, xmldecl=False),
        },
    )
