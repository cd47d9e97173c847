"""Which records answer a request, in the order of their ids. Reads only.

Pages are cut by number, as the standard asks, or by `after`, the id of the last record one has: then nothing is skipped
or repeated while services come and go (docs/adr/0014-open-data-out.md).
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from alongside.directory.models import (
    Eligibility,
    Location,
    Organization,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceTerm,
    Taxonomy,
    TaxonomyTerm,
)
from alongside.directory.publishing.asked import Asked, BadParameter, TermAsked, Times
from alongside.places import queries as places
from alongside.places.fields import Point

CHUNK = 500
"""Records a stream reads at a time."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The ids on a page, and what the page says of the whole list."""

    ids: list[uuid.UUID]
    total: int
    page: int
    per_page: int
    more: bool

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list is one empty page."""
        return max(1, -(-self.total // self.per_page))


def services(asked: Asked) -> QuerySet[Service]:
    """Return the services that answer, in order. Raises `BadParameter` for a postcode nobody knows."""
    found = Service.objects.published().filter(_service_conditions(asked))
    if asked.proximity_m is not None:
        near = ServiceAtLocation.objects.filter(
            service=OuterRef("pk"), location__point__within=(_point(asked), asked.proximity_m)
        )
        found = found.filter(Exists(near))
    return found.order_by("pk")


def service_at_locations(asked: Asked) -> QuerySet[ServiceAtLocation]:
    """Return the pairs of service and place that answer, in order. Raises `BadParameter`."""
    mine = Service.objects.published().filter(_service_conditions(asked))
    found = ServiceAtLocation.objects.filter(service__in=mine)
    if asked.proximity_m is not None:
        found = found.filter(location__point__within=(_point(asked), asked.proximity_m))
    return found.order_by("pk")


def organizations(asked: Asked) -> QuerySet[Organization]:
    """Return the organisations that run a published service."""
    running = Service.objects.published().filter(organization=OuterRef("pk"))
    found = Organization.objects.filter(Exists(running))
    if asked.text:
        found = found.filter(name__icontains=asked.text)
    return found.order_by("pk")


def locations() -> QuerySet[Location]:
    """Return the places where a published service is."""
    used = ServiceAtLocation.objects.filter(
        location=OuterRef("pk"), service__in=Service.objects.published().values("pk")
    )
    return Location.objects.filter(Exists(used)).order_by("pk")


def taxonomies(asked: Asked) -> QuerySet[Taxonomy]:
    """Return the taxonomies."""
    found = Taxonomy.objects.all()
    if asked.text:
        found = found.filter(name__icontains=asked.text)
    return found.order_by("pk")


def terms(asked: Asked, *, vocabulary: str = "") -> QuerySet[TaxonomyTerm]:
    """Return terms: of a taxonomy (its id, code or name), under a parent, or those at the top."""
    found = TaxonomyTerm.objects.select_related("taxonomy")
    if name := asked.taxonomy_id or vocabulary:
        found = found.filter(_is_taxonomy(name, "taxonomy__"))
    if asked.parent_id:
        found = found.filter(_is_term(asked.parent_id, "parent__"))
    if asked.top_only:
        found = found.filter(parent__isnull=True)
    if asked.text:
        found = found.filter(name__icontains=asked.text)
    return found.order_by("pk")


def cut(found: QuerySet[Model], asked: Asked) -> Cut:
    """Return one page of a list."""
    total = found.count()
    rest = found if asked.after is None else found.filter(pk__gt=asked.after)
    begin = 0 if asked.after is not None else (asked.page - 1) * asked.per_page
    ids = list(rest.values_list("pk", flat=True)[begin : begin + asked.per_page + 1])
    return Cut(ids[: asked.per_page], total, asked.page, asked.per_page, len(ids) > asked.per_page)


def in_chunks(found: QuerySet[Model], *, after: uuid.UUID | None = None) -> Iterator[list[uuid.UUID]]:
    """Yield all ids of a list by keyset, so that a stream holds no cursor open and no page in memory."""
    while True:
        rest = found if after is None else found.filter(pk__gt=after)
        ids = list(rest.values_list("pk", flat=True)[:CHUNK])
        if not ids:
            return
        yield ids
        after = ids[-1]


def last_change() -> dt.datetime | None:
    """Return when anything in the directory last changed, withdrawals included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(updated_at) FROM directory_service")
        last: dt.datetime | None = cursor.fetchone()[0]
    return last


def _service_conditions(asked: Asked) -> Q:
    wanted = Q()
    if asked.text:
        wanted &= Q(search=SearchQuery(asked.text, config="english", search_type="websearch")) | Q(
            name__says=asked.text
        )
    if asked.organization_id is not None:
        wanted &= Q(organization_id=asked.organization_id)
    if asked.modified_after is not None:
        wanted &= Q(updated_at__gte=asked.modified_after)
    for term in asked.terms:
        wanted &= _has_term(term)
    if asked.minimum_age is not None or asked.maximum_age is not None:
        wanted &= _has_ages(asked.minimum_age, asked.maximum_age)
    if asked.times:
        wanted &= _meets(asked.times)
    if asked.coverage:
        wanted &= _covers(asked.coverage)
    return wanted


def _has_term(asked: TermAsked) -> Q:
    links = ServiceTerm.objects.filter(service=OuterRef("pk"))
    if asked.terms:
        any_of = Q()
        for term in asked.terms:
            any_of |= _is_term(term, "term__")
        links = links.filter(any_of)
    if asked.vocabulary:
        links = links.filter(_is_taxonomy(asked.vocabulary, "term__taxonomy__"))
    return Q(Exists(links))


def _is_term(text: str, of: str) -> Q:
    known = _id(text)
    return Q(**{f"{of}code": text}) | (Q(**{f"{of}pk": known}) if known else Q())


def _is_taxonomy(text: str, of: str) -> Q:
    known = _id(text)
    named = Q(**{f"{of}code": text}) | Q(**{f"{of}name": text})
    return named | (Q(**{f"{of}pk": known}) if known else Q())


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _has_ages(minimum: float | None, maximum: float | None) -> Q:
    """“A minimum age of at least …”, “a maximum age at or below …”: the standard's own words, on one rule."""
    rules = Eligibility.objects.filter(service=OuterRef("pk"))
    if minimum is not None:
        rules = rules.filter(minimum_age__gte=minimum)
    if maximum is not None:
        rules = rules.filter(maximum_age__lte=maximum)
    return Q(Exists(rules))


def _meets(times: tuple[Times, ...]) -> Q:
    any_of = Q()
    for wish in times:
        schedules = Schedule.objects.filter(service=OuterRef("pk"))
        if wish.day:
            named = Q()
            for nth in ("", "1", "2", "3", "4", "5", "-1"):
                named |= Q(byday__contains=[f"{nth}{wish.day}"])
            schedules = schedules.filter(named)
        if wish.start is not None:
            schedules = schedules.filter(opens_at__gte=wish.start)
        if wish.end is not None:
            schedules = schedules.filter(closes_at__lte=wish.end)
        any_of |= Q(Exists(schedules))
    return any_of


def _covers(postcode: str) -> Q:
    """A service covers a postcode when one of its areas holds it, or when it names no area by code."""
    found = places.look_up(postcode)
    if found.point is None:
        raise BadParameter("coverage", f"{found.message} {found.way_on}".strip())
    areas = ServiceArea.objects.filter(service=OuterRef("pk")).exclude(area_code="")
    return Q(Exists(areas.filter(area_code__in=found.areas.known()))) | ~Q(Exists(areas))


def _point(asked: Asked) -> Point:
    found = places.look_up(asked.postcode)
    if found.point is None:
        raise BadParameter("postcode", f"{found.message} {found.way_on}".strip())
    return found.point
