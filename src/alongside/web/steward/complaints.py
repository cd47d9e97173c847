"""`/steward/complaints/`: complaints about what we do with personal data, and how many days are left."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.rights import access, queries
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest


@page(
    "steward",
    "complaints/",
    roles=access.HEARS,
    nav=_("Complaints"),
    nav_order=28,
    section=Section.SAFETY,
    methods=("GET",),
)
def complaints(request: MemberRequest) -> HttpResponse:
    """Those to acknowledge first."""
    today = clock.today()
    waiting = queries.open_complaints(request.viewer)
    closed = queries.closed_complaints(request.viewer)
    for one in (*waiting, *closed):
        if one.person is not None:
            request.record_read(one.person)
    return render(
        request,
        "steward/complaints.html",
        {"waiting": [(one, one.days_left(today)) for one in waiting], "closed": closed},
    )
