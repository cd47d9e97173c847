"""`/connector/rights/`: what people have asked of us about their own record, and how much time is left."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.rights import access, queries
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest


@page(
    "connector",
    "rights/",
    roles=access.SEES,
    nav=_("Rights"),
    nav_order=75,
    section=Section.SAFETY,
    methods=("GET",),
)
def rights(request: MemberRequest) -> HttpResponse:
    """List it, the least time first. People on the list count as looked at."""
    found = queries.waiting(request.viewer, clock.today())
    people = [row.request.person for row in found.requests]
    people += [one.person for one, _clock in (*found.erasures, *found.to_confirm)]
    people += [one.person for one in found.corrections]
    for person in people:
        request.record_read(person)
    return render(request, "connector/rights.html", {"found": found})
