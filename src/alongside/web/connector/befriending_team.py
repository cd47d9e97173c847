"""`/connector/befriending/team/`: how much each supervisor carries."""

from __future__ import annotations

from django.http import HttpResponse

from alongside.befriending import workload
from alongside.core import clock
from alongside.web.connector.befriending_lookup import RUNS
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "befriending/team/", roles=RUNS, methods=("GET",))
def befriending_team(request: MemberRequest) -> HttpResponse:
    """Show matches, risks, reviews and volunteers by supervisor."""
    rows = workload.of_supervisors(request.viewer, at=clock.now())
    return render(
        request,
        "connector/befriending_team.html",
        {"rows": rows, "away": [row for row in rows if row.is_away]},
    )
