"""`/steward/links/<id>/poster.pdf`: the poster of a link on one sheet of A4, to print or to send to a printer."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _t

from alongside.partnerships.enums import Role
from alongside.partnerships.models import FrontlineLink, Partnership
from alongside.referrals import links as frontline
from alongside.web.components import words
from alongside.web.page import page
from alongside.web.paper import Heading, Paragraph, Picture, Sheet, letterhead_of, pdf_response
from alongside.web.requests import MemberRequest
from alongside.web.steward.link_poster import address_of, square_of

SQUARE = 60.0  # millimetres: read from more than an arm’s length away
SIZE = 18.0  # points: large print that leaves the sheet one sheet


@page("steward", "links/<uuid:link_id>/poster.pdf", roles={Role.STEWARD, Role.TEAM_LEAD}, methods=("GET",))
def link_poster_pdf(request: MemberRequest, link_id: uuid.UUID) -> HttpResponse:
    """Make the sheet, while the link is in use: a poster of an ended one leads people nowhere."""
    link = get_object_or_404(frontline.visible_to(request.viewer), pk=link_id, is_active=True)
    return pdf_response(sheet_of(link, request.partnership), f"poster-{link.code}.pdf")


def sheet_of(link: FrontlineLink, partnership: Partnership) -> Sheet:
    """The poster: what to notice, the square code with its address in words, the telephone, and 999."""
    address = address_of(link, partnership)
    phone, _dialled = words.phone(partnership.phone)
    return Sheet(
        title=_t("Have you noticed someone who is often alone?"),
        letterhead=letterhead_of(partnership),
        size=SIZE,
        blocks=[
            Heading(_t("Have you noticed someone who is often alone?")),
            Paragraph(
                _t("Ask them kindly how they are. Then tell us, in about a minute. We will ring them.")
            ),
            Picture(
                svg=square_of(address).svg_inline(border=2, dark="#000", light="#fff"),
                alt=_t("A square code that leads to %(address)s") % {"address": address},
                width=SQUARE,
                centred=True,
            ),
            Paragraph(_t("Point your phone’s camera at the square, or type this address:")),
            Paragraph(address, strong=True),
            Paragraph(
                _t("Or ring %(phone)s, %(hours)s.") % {"phone": phone, "hours": partnership.opening_hours}
            ),
            Paragraph(_t("If someone is in danger now, ring 999."), strong=True),
        ],
        footer=f"{link.organisation.name} · {link.label}",
    )
