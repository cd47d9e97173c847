"""`/connector/concerns/`: for lead and deputy, the board of concerns; for everybody, what they raised themselves."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.safeguarding import access, queries
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest


@page(
    "connector",
    "concerns/",
    roles=access.RAISES,
    methods=("GET",),
    nav=_("Safety"),
    nav_order=15,
    section=Section.SAFETY,
)
def concerns(request: MemberRequest) -> HttpResponse:
    """A board without what was seen or said: that stands in each record, and each look at one is written down."""
    holds = access.holds(request.viewer)
    columns = queries.board(request.viewer) if holds else []
    for column in columns:
        for row in column.rows:
            if row.concern.person is not None:
                request.record_read(row.concern.person)
    return render(
        request,
        "connector/concerns.html",
        {
            "holds": holds,
            "columns": columns,
            "raised": queries.raised(request.viewer),
            "duty": access.on_duty(),
        },
    )
