"""`/connector/concerns/opened/`: every time somebody without the role opened a restricted record, and why."""

from __future__ import annotations

from django.http import HttpResponse

from alongside.core import clock
from alongside.safeguarding import access, queries
from alongside.web.connector.concern_lookup import holder_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "concerns/opened/", roles=access.MAY_CARRY, methods=("GET",))
def concerns_opened(request: MemberRequest) -> HttpResponse:
    """For lead and deputy: who, about whom, when, why, and what they read."""
    holder_or_404(request)
    rows = queries.opened(request.viewer, clock.now())
    for row in rows:
        request.record_read(row.glass.person)
    return render(request, "connector/concerns_opened.html", {"rows": rows})
