"""When services are closed. Reads only."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable

from alongside.directory.models import Closure
from alongside.directory.schedules import Closed


def closed_of(service_ids: Iterable[uuid.UUID], *, since: dt.date) -> dict[uuid.UUID, list[Closed]]:
    """Return the closures of services that end on a day or later, soonest first; one query."""
    found: dict[uuid.UUID, list[Closed]] = defaultdict(list)
    rows = Closure.objects.filter(service_id__in=list(service_ids), ends_on__gte=since)
    for closure in rows.order_by("starts_on", "pk"):
        found[closure.service_id].append(Closed(closure.starts_on, closure.ends_on, closure.reason))
    return found
