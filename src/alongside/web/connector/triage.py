"""`/connector/referrals/`: new referrals, the ones to ring first on top."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.core.clock import today
from alongside.partnerships.enums import Role
from alongside.referrals import queries
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest


@page(
    "connector",
    "referrals/",
    roles={Role.CONNECTOR, Role.TEAM_LEAD},
    methods=("GET",),
    nav=_("New referrals"),
    nav_order=30,
    section=Section.REFERRALS,
)
def triage(request: MemberRequest) -> HttpResponse:
    """List what nobody has decided yet, and the newest decisions."""
    viewer = request.viewer
    days = request.partnership.first_contact_working_days
    lines = queries.waiting(viewer, on=today(), working_days=days)
    return render(
        request,
        "connector/triage.html",
        {
            "lines": lines,
            "how_many": queries.how_many_wait(viewer),
            "late": sum(line.is_late for line in lines),
            "decided": queries.decided(viewer),
        },
    )
