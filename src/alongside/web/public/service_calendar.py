"""`/services/<id>/calendar.ics`: when a service happens, for one's own calendar."""

import uuid

from django.conf import settings
from django.http import Http404, HttpResponse

from alongside.core import clock
from alongside.directory.calendar_queries import of_services
from alongside.directory.calendars import calendar_of
from alongside.directory.models import Service
from alongside.web.page import public_page
from alongside.web.requests import Request


@public_page("services/<uuid:service_id>/calendar.ics")
def service_calendar(request: Request, service_id: uuid.UUID) -> HttpResponse:
    """Send the calendar; of a service that has ended it is empty, so that subscribers see it go."""
    service = Service.objects.filter(pk=service_id).first()
    if service is None:
        raise Http404
    at = clock.now()
    text = calendar_of(service.name, of_services([service_id], at=at), at=at, site=settings.SITE_URL)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return response
