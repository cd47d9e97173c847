"""`/calendar/<secret>.ics`: a volunteer's visits for their own calendar – when, and nothing about whom or where.

The link is private, can be revoked, and stops the moment its volunteer is no longer a member.
"""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.befriending import queries
from alongside.core import clock
from alongside.web.icalendar import Event, calendar
from alongside.web.page import public_page
from alongside.web.requests import Request

LONGEST_SECRET = 100


@public_page("calendar/<str:secret>.ics")
def visits_calendar(request: Request, secret: str) -> HttpResponse:
    """Give the calendar, or 404: an unknown link looks like a revoked one."""
    link = queries.calendar_by_secret(secret) if len(secret) <= LONGEST_SECRET else None
    if link is None:
        raise Http404
    at = clock.now()
    events = [
        Event(
            uid=str(visit.pk),
            starts=visit.during.lower,
            ends=visit.during.upper,
            title=str(_t("Befriending: %(how)s") % {"how": visit.get_channel_display()}),
            url=settings.SITE_URL + reverse("volunteer:visit", args=[visit.pk]),
        )
        for visit in queries.for_calendar(link.volunteer, at=at)
    ]
    body = calendar(events, name=str(_t("Alongside")), stamp=at)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["Content-Disposition"] = 'inline; filename="visits.ics"'
    return response
