"""`/connector/joins/`: records that may be one person – what waits for a second colleague, and what was decided."""

from __future__ import annotations

from django.http import HttpResponse

from alongside.joining import queries
from alongside.web.connector.join_lookup import JOINS
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "joins/", roles=JOINS, methods=("GET",))
def joins(request: MemberRequest) -> HttpResponse:
    """List proposals, then decisions."""
    waiting, decided = queries.waiting(request.viewer), queries.decided(request.viewer)
    for join in [*waiting, *decided]:
        request.record_read(join.kept)
        request.record_read(join.gone)
    mine = request.viewer.member_id
    return render(request, "connector/joins.html", {"waiting": waiting, "decided": decided, "mine": mine})
