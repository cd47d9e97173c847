"""`/connector/appointments/…/appointment.ics`: one appointment as a calendar file: initials and a district, no more."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _t

from alongside.core import clock
from alongside.web.appointment_calendar import event_of
from alongside.web.connector.appointment_lookup import appointment_or_404
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.icalendar import calendar
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page(
    "connector",
    "appointments/<uuid:appointment_id>/appointment.ics",
    roles=CARRIES_CASES,
    methods=("GET",),
)
def appointment_ics(request: MemberRequest, appointment_id: UUID) -> HttpResponse:
    """Give the file. Of a cancelled one it says so, so that a calendar takes it out."""
    found = appointment_or_404(request, appointment_id)
    body = calendar([event_of(found)], name=str(_t("Alongside")), stamp=clock.now())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return response
