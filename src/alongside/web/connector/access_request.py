"""`/connector/rights/copies/…/`: one request for a copy, its clock, and what to do next."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from alongside.core import clock
from alongside.rights import access, queries, rules
from alongside.web.connector.rights_lookup import request_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "rights/copies/<uuid:request_id>/", roles=access.SEES, methods=("GET",))
def access_request(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """Show it: the next thing first."""
    asked = request_or_404(request, request_id)
    today = clock.today()
    row = queries.row_of(asked, today)
    return render(
        request,
        "connector/access_request.html",
        {
            "asked": asked,
            "person": asked.person,
            "state": row.state,
            "clock": row.clock,
            "pauses": list(asked.pauses.all()),
            "undecided": sum(not one.decision for one in asked.redactions.all()),
            "openings": list(asked.openings.select_related("by").order_by("at", "id")),
            "may_write": request.viewer.role in access.CARRIES,
            "may_give": access.may_give(request.viewer, asked.person),
            "may_extend": asked.extended_at is None
            and rules.may_extend(asked.received_on, waits=asked.waits(), today=today),
        },
    )
