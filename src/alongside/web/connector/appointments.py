"""`/connector/appointments/`: what a member has booked, what still wants its outcome, and their calendar."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.appointments import queries
from alongside.casework import cover
from alongside.core import clock
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest


@page(
    "connector",
    "appointments/",
    roles=CARRIES_CASES,
    methods=("GET",),
    nav=_("Appointments"),
    nav_order=15,
    section=Section.APPOINTMENTS,
)
def appointments(request: MemberRequest) -> HttpResponse:
    """List them; each person on the list was looked at."""
    viewer, today = request.viewer, clock.today()
    covered = cover.covered(viewer.member_id, today)
    lists = {
        "untold": queries.untold_of(viewer, today, covered),
        "of_today": queries.today_of(viewer, today, covered),
        "coming": queries.coming_of(viewer, today, covered),
    }
    for appointment in (one for found in lists.values() for one in found):
        request.record_read(appointment.case.person)
    return render(
        request,
        "connector/appointments.html",
        {**lists, "covered": covered, "now": clock.now(), "has_feed": queries.has_feed(viewer.member_id)},
    )
