"""`/connector/team/`: how much each of us carries, how that is reckoned, and who has nobody yet."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.casework import queries
from alongside.casework import team as carrying
from alongside.casework.worklists import team_rules
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest

MOST = 50


@page(
    "connector",
    "team/",
    roles={Role.TEAM_LEAD},
    nav=_("Team"),
    nav_order=30,
    section=Section.TEAM,
    methods=("GET",),
)
def team(request: MemberRequest) -> HttpResponse:
    """Show the team with what each carries, its weight and the formula, and people who have nobody yet."""
    nobodys = queries.people_list(request.viewer, unassigned=True, limit=MOST)
    return render(
        request,
        "connector/team.html",
        {
            "rows": carrying.team(request.viewer.organisation_id, clock.today()),
            "weights": team_rules(request.viewer),
            "nobodys": nobodys[:MOST],
        },
    )
