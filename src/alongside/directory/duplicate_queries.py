"""Reads for duplicates: what is compared of every listed service, and the pairs that wait for a steward."""

import uuid
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import QuerySet

from alongside.directory.enums import DuplicateState, Frequency, LocationType, Precision, Weekday
from alongside.directory.models import Duplicate, Phone, Schedule, Service, ServiceAtLocation
from alongside.directory.rules.duplicates import Entry, digits, domain_of, page_of


def entries() -> Iterator[Entry]:
    """Yield what is compared of every listed service; four queries, however many there are."""
    phones: dict[uuid.UUID, set[str]] = defaultdict(set)
    for service_id, number in Phone.objects.order_by("pk").values_list("service_id", "number").iterator():
        phones[service_id].add(digits(number))
    places: dict[uuid.UUID, list[tuple[str, tuple[float, float] | None]]] = defaultdict(list)
    sites = ServiceAtLocation.objects.filter(location__location_type=LocationType.PHYSICAL).order_by("pk")
    columns = ("service_id", "location__postcode", "location__point", "location__precision")
    for service_id, postcode, point, precision in sites.values_list(*columns).iterator():
        exact = point is not None and precision == Precision.EXACT
        places[service_id].append((postcode, (point.easting, point.northing) if exact else None))
    times: dict[uuid.UUID, set[tuple[int, int | None]]] = defaultdict(set)
    weekly = Schedule.objects.filter(freq=Frequency.WEEKLY).order_by("pk")
    for service_id, byday, opens in weekly.values_list("service_id", "byday", "opens_at").iterator():
        minute = opens.hour * 60 + opens.minute if opens else None
        times[service_id] |= {(Weekday.values.index(day[-2:]), minute) for day in byday}
    found = Service.objects.listed().select_related("organization").order_by("pk")
    for service in found.only(
        "name", "description", "email", "url", "organization__name", "organization__charity_number"
    ).iterator():
        mine = places[service.pk]
        yield Entry(
            key=service.pk,
            name=service.name,
            organization=service.organization.name,
            postcodes=frozenset(postcode for postcode, _ in mine if " " in postcode),
            points=tuple(point for _, point in mine if point),
            phones=frozenset(phones[service.pk] - {""}),
            email=service.email.lower(),
            domain=domain_of(service.url) or domain_of(service.email),
            page=page_of(service.url),
            charity=service.organization.charity_number,
            times=frozenset(times[service.pk]),
            about=service.description,
        )


def waiting() -> QuerySet[Duplicate]:
    """Return the pairs nobody has decided, longest known first."""
    return _pairs().filter(state=DuplicateState.OPEN)


def decided(*, limit: int = 50) -> QuerySet[Duplicate]:
    """Return the pairs that were decided, latest first."""
    return _pairs().exclude(state=DuplicateState.OPEN).order_by("-decided_at", "-pk")[:limit]


def pair(pair_id: uuid.UUID) -> Duplicate | None:
    """Return one pair."""
    return _pairs().filter(pk=pair_id).first()


def _pairs() -> QuerySet[Duplicate]:
    return Duplicate.objects.select_related("first__organization", "second__organization").order_by(
        "found_at", "pk"
    )
