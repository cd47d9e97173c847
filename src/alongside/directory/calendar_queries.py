"""What calendars are made of: listed services with their schedules, places and closures. Reads only."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Prefetch

from alongside.core.clock import local
from alongside.directory.closures import closed_of
from alongside.directory.models import Schedule, Service, ServiceAtLocation
from alongside.directory.schedules import Closed

SINCE = dt.timedelta(days=366)
"""Closed days of the last year stay out of a calendar, so that its past is not rewritten."""


def of_services(
    ids: Sequence[uuid.UUID], *, at: dt.datetime
) -> list[tuple[Service, list[Schedule], list[Closed]]]:
    """Return the listed ones among these services, in their order; four queries."""
    services = {service.pk: service for service in Service.objects.listed().filter(pk__in=ids).order_by("pk")}
    sites = Prefetch(
        "service__service_at_locations",
        ServiceAtLocation.objects.select_related("location").order_by("pk"),
    )
    schedules: dict[uuid.UUID, list[Schedule]] = defaultdict(list)
    found = Schedule.objects.filter(service_id__in=list(services)).select_related("service")
    for schedule in found.prefetch_related(sites).order_by("pk"):
        schedules[schedule.service_id].append(schedule)
    closed = closed_of(services, since=local(at).date() - SINCE)
    return [(services[pk], schedules[pk], closed.get(pk, [])) for pk in ids if pk in services]
