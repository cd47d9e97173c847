"""`/appointments/<secret>.ics`: a member's appointments for their own calendar – when, initials, and a district.

The link is private, can be revoked, and stops the moment its member has left or no longer supports people.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _t

from alongside.appointments import queries
from alongside.core import clock
from alongside.web.appointment_calendar import event_of
from alongside.web.by_link import LONGEST_SECRET
from alongside.web.icalendar import calendar
from alongside.web.page import public_page
from alongside.web.requests import Request


@public_page("appointments/<str:secret>.ics")
def appointments_calendar(request: Request, secret: str) -> HttpResponse:
    """Give the calendar, or 404: an unknown link looks like a revoked one."""
    feed = queries.feed_by_secret(secret) if len(secret) <= LONGEST_SECRET else None
    if feed is None:
        raise Http404
    at = clock.now()
    events = [event_of(appointment) for appointment in queries.for_calendar(feed.member, at=at)]
    response = HttpResponse(
        calendar(events, name=str(_t("Alongside")), stamp=at), content_type="text/calendar; charset=utf-8"
    )
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["Content-Disposition"] = 'inline; filename="appointments.ics"'
    return response
