"""`/connector/befriending/`: the schemes, each with its queue and an honest word about the wait."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.befriending import queries
from alongside.befriending.wait_words import wait_in_words
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.web.connector.befriending_lookup import RUNS
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest


@page(
    "connector",
    "befriending/",
    roles=RUNS,
    nav=_("Befriending"),
    nav_order=40,
    section=Section.VOLUNTEERING,
    methods=("GET",),
)
def befriending(request: MemberRequest) -> HttpResponse:
    """List the schemes, and what wants care today."""
    at = clock.now()
    rows = [(row, wait_in_words(row.wait)) for row in queries.schemes(request.viewer, at=at)]
    return render(
        request,
        "connector/befriending.html",
        {
            "rows": rows,
            "may_open": request.viewer.role == Role.TEAM_LEAD,
            "at_risk": len(queries.at_risk(request.viewer, at=at)),
            "reviews_due": len(queries.reviews_due(request.viewer, on=clock.today())),
        },
    )
