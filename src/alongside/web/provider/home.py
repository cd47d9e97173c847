"""`/provider/`: an organiser's home – who was referred to their organisation, and what waits for an answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.casework import access
from alongside.casework.enums import OnwardStatus
from alongside.casework.models.onward import AWAITING
from alongside.partnerships.enums import Role
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

SHOWN = 100


@page(
    "provider",
    "",
    roles={Role.ORGANISER},
    name="home",
    nav=_("Referred to us"),
    nav_order=10,
    methods=("GET",),
)
def home(request: MemberRequest) -> HttpResponse:
    """Show what was asked of the organisation, or of the organiser's own e-mail address."""
    found = list(
        access.onward_visible_to(request.viewer)
        .exclude(status__in=[OnwardStatus.WITHDRAWN, OnwardStatus.EXPIRED])
        .select_related("service", "sent_by__organisation")
        .order_by("-sent_at", "-id")[:SHOWN]
    )
    return render(
        request,
        "provider/home.html",
        {
            "waiting": [onward for onward in found if onward.status in AWAITING],
            "answered": [onward for onward in found if onward.status not in AWAITING],
        },
    )
