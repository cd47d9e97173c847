"""`/organisations/<id>/calendar.ics`: everything an organisation does, for one's own calendar."""

import uuid

from django.conf import settings
from django.http import Http404, HttpResponse

from alongside.core import clock
from alongside.directory.calendar_queries import of_services
from alongside.directory.calendars import calendar_of
from alongside.directory.models import Organization, Service
from alongside.web.page import public_page
from alongside.web.requests import Request

MOST = 500


@public_page("organisations/<uuid:organisation_id>/calendar.ics")
def organisation_calendar(request: Request, organisation_id: uuid.UUID) -> HttpResponse:
    """Send the calendar."""
    organisation = Organization.objects.filter(pk=organisation_id).first()
    if organisation is None:
        raise Http404
    at = clock.now()
    mine = Service.objects.listed().filter(organization=organisation).order_by("name", "pk")
    ids = list(mine.values_list("pk", flat=True)[:MOST])
    text = calendar_of(organisation.name, of_services(ids, at=at), at=at, site=settings.SITE_URL)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return response
