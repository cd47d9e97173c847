"""`/connector/team/`: how much each connector carries, for the team lead."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.casework import queries
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "team/", roles={Role.TEAM_LEAD}, nav=_("Team"), nav_order=30, methods=("GET",))
def team(request: MemberRequest) -> HttpResponse:
    """Show the team with their people, what is overdue, and who has nobody yet."""
    rows = queries.team(request.viewer, clock.today())
    nobodys = queries.people_list(request.viewer, unassigned=True, limit=50)
    return render(request, "connector/team.html", {"rows": rows, "nobodys": nobodys[:50]})
