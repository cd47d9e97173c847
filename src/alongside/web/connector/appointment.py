"""`/connector/appointments/…/`: one appointment – when, where, the way there, its reminder, and what can be done."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from alongside.appointments import queries, rules
from alongside.core import clock
from alongside.web.connector.appointment_lookup import appointment_or_404
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "appointments/<uuid:appointment_id>/", roles=CARRIES_CASES, methods=("GET",))
def appointment(request: MemberRequest, appointment_id: UUID) -> HttpResponse:
    """Show it."""
    found = appointment_or_404(request, appointment_id)
    now = clock.now()
    return render(
        request,
        "connector/appointment.html",
        {
            "appointment": found,
            "case": found.case,
            "person": found.case.person,
            "reminders": queries.reminders_of(found),
            "tight": queries.too_tight(found) if found.is_booked else None,
            "has_begun": found.during.lower <= now,
            "is_mine": found.member_id == request.viewer.member_id,
            "is_over": found.during.upper + rules.LONGEST_OUT < now,
        },
    )
