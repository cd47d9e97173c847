"""`/connector/going-out/now/`: who is out now, until when, and who is late."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.appointments import queries, watching
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.web.connector.appointment_lookup import WATCHES
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest


@page(
    "connector",
    "going-out/now/",
    roles=WATCHES,
    methods=("GET",),
    nav=_("Who is out now"),
    nav_order=45,
    section=Section.APPOINTMENTS,
)
def check_ins(request: MemberRequest) -> HttpResponse:
    """For team leads everybody of their organisation; for others themselves and whom they watch over."""
    now = clock.now()
    return render(
        request,
        "connector/check_ins.html",
        {
            "out": watching.out_now(request.viewer, now),
            "back": watching.came_back(request.viewer, now - dt.timedelta(hours=24)),
            "grace": queries.grace_minutes(),
            "arrangement": queries.arrangement(),
            "sees_team": request.viewer.role == Role.TEAM_LEAD,
        },
    )
