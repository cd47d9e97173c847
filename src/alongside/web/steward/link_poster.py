"""`/steward/links/<id>/`: a poster to print, with a square code to point a phone at."""

from __future__ import annotations

import uuid

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.partnerships.models import FrontlineLink, Partnership
from alongside.referrals import links as frontline
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("steward", "links/<uuid:link_id>/", roles={Role.STEWARD, Role.TEAM_LEAD}, methods=("GET",))
def link_poster(request: MemberRequest, link_id: uuid.UUID) -> HttpResponse:
    """Show the link, its code and the words of the poster."""
    link = get_object_or_404(frontline.visible_to(request.viewer), pk=link_id)
    partnership = request.partnership
    address = address_of(link, partnership)
    code = square_of(address)
    return render(
        request,
        "steward/link_poster.html",
        {
            "link": link,
            "noticed": frontline.noticed_by(
                link, since=clock.today().replace(month=1, day=1), threshold=partnership.disclosure_threshold
            ),
            "address": address,
            "square": code.svg_data_uri(border=2, dark="#000", light="#fff", nl=False, xmldecl=False),
        },
    )


def address_of(link: FrontlineLink, partnership: Partnership) -> str:
    """The address of a link's form, at the partnership's own host name where it has one."""
    path = reverse("public:tell-us", args=[link.code])
    return f"https://{partnership.hostname}{path}" if partnership.hostname else f"{settings.SITE_URL}{path}"


def square_of(address: str) -> segno.QRCode:
    """A square code that can still be read when a quarter of it is scratched off."""
    return segno.make(address, error="q", micro=False)
