"""Records with all that hangs on them, as plain rows: a constant number of queries however many are asked for."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import Model, QuerySet

from alongside.directory.enums import Entity
from alongside.directory.models import (
    Accessibility,
    Contact,
    CostOption,
    Eligibility,
    FeedRecord,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceTerm,
    Taxonomy,
    TaxonomyTerm,
)

Row = dict[str, Any]
_SERVICE_COLUMNS = """id organization_id name description description_html url email status delivery_modes
attending_access bank_holidays deliverable_type fees is_free accreditations alert assured_on confirmed_on
last_modified_at updated_at"""
_TERM_COLUMNS = (
    """id code name description term_uri parent_id taxonomy_id taxonomy__name taxonomy__code taxonomy__uri"""
)
_SERVICE, _TERM = tuple(_SERVICE_COLUMNS.split()), tuple(_TERM_COLUMNS.split())


@dataclass(slots=True)
class Nested:
    """A service with its children, each a row of its table."""

    service: Row
    organization: Row
    eligibilities: list[Row] = field(default_factory=list)
    schedules: list[Row] = field(default_factory=list)
    costs: list[Row] = field(default_factory=list)
    languages: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    phones: list[Row] = field(default_factory=list)
    areas: list[Row] = field(default_factory=list)
    terms: list[Row] = field(default_factory=list)
    sites: list[Row] = field(default_factory=list)
    """service_at_location rows, each with `location`, a row with `accessibilities`."""
    vendor: Row = field(default_factory=dict)


def _rows(found: "QuerySet[Any]", *columns: str) -> list[Row]:
    return cast("list[Row]", list(found.order_by("pk").values(*columns)))


def services(ids: Sequence[uuid.UUID], *, full: bool = True) -> list[Nested]:
    """Return the services in the order of the ids; those gone meanwhile are left out."""
    rows = {row["id"]: row for row in _rows(Service.objects.filter(pk__in=ids), *_SERVICE)}
    orgs = organizations({row["organization_id"] for row in rows.values()})
    found = {
        pk: Nested(rows[pk], orgs[rows[pk]["organization_id"]])
        for pk in ids
        if pk in rows and rows[pk]["organization_id"] in orgs
    }
    for pk, rules in _by_service(Eligibility, found).items():
        found[pk].eligibilities = rules
    if not full:
        return list(found.values())
    for pk, children in _by_service(Schedule, found).items():
        found[pk].schedules = children
    for pk, children in _by_service(CostOption, found).items():
        found[pk].costs = children
    for pk, children in _by_service(Language, found).items():
        found[pk].languages = children
    for pk, children in _by_service(Contact, found).items():
        found[pk].contacts = children
    for pk, children in _by_service(Phone, found).items():
        found[pk].phones = children
    for pk, children in _by_service(ServiceArea, found).items():
        found[pk].areas = children
    _add_sites(found)
    _add_terms(found)
    for pk, vendor in _vendor(found).items():
        found[pk].vendor = vendor
    return list(found.values())


def saying_of_bank_holidays(ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Return those of the services of which anything is known of bank holidays."""
    return [row["id"] for row in _rows(Service.objects.filter(pk__in=ids).exclude(bank_holidays=""), "id")]


def organizations(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Row]:
    """Return organisations by id."""
    return {row["id"]: row for row in _rows(Organization.objects.filter(pk__in=list(ids)))}


def locations(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Row]:
    """Return locations by id, each with its accessibilities."""
    wanted = list(ids)
    found = {row["id"]: row for row in _rows(Location.objects.filter(pk__in=wanted))}
    for row in found.values():
        row["accessibilities"] = []
    for words in _rows(Accessibility.objects.filter(location_id__in=wanted)):
        found[words["location_id"]]["accessibilities"].append(words)
    return found


def sites(ids: Sequence[uuid.UUID]) -> list[Row]:
    """Return pairs of service and place with the place and the times there, in the order of the ids."""
    rows = {row["id"]: row for row in _rows(ServiceAtLocation.objects.filter(pk__in=ids))}
    places = locations({row["location_id"] for row in rows.values()})
    times: dict[uuid.UUID, list[Row]] = defaultdict(list)
    for schedule in _rows(Schedule.objects.filter(service_at_location_id__in=ids)):
        times[schedule["service_at_location_id"]].append(schedule)
    for pk, row in rows.items():
        row["location"], row["schedules"] = places[row["location_id"]], times[pk]
    return [rows[pk] for pk in ids if pk in rows]


def dates(ids: Sequence[uuid.UUID]) -> list[Row]:
    """Return of each service what says whether it has changed."""
    return _rows(Service.objects.filter(pk__in=ids), "id", "name", "status", "updated_at")


def taxonomies(ids: Sequence[uuid.UUID]) -> list[Row]:
    """Return taxonomies."""
    return _rows(Taxonomy.objects.filter(pk__in=ids))


def terms(ids: Sequence[uuid.UUID]) -> list[Row]:
    """Return terms with their taxonomy, in the order of the ids."""
    rows = {row["id"]: row for row in _rows(TaxonomyTerm.objects.filter(pk__in=ids), *_TERM)}
    return [rows[pk] for pk in ids if pk in rows]


def _by_service(model: type[Model], found: Mapping[uuid.UUID, Nested]) -> dict[uuid.UUID, list[Row]]:
    grouped: dict[uuid.UUID, list[Row]] = defaultdict(list)
    for row in _rows(model._default_manager.filter(service_id__in=list(found))):
        grouped[row["service_id"]].append(row)
    return grouped


def _add_sites(found: dict[uuid.UUID, Nested]) -> None:
    links = _rows(ServiceAtLocation.objects.filter(service_id__in=list(found)))
    places = locations({row["location_id"] for row in links})
    for row in links:
        row["location"] = places[row["location_id"]]
        row["schedules"] = [
            s for s in found[row["service_id"]].schedules if s["service_at_location_id"] == row["id"]
        ]
        found[row["service_id"]].sites.append(row)


def _add_terms(found: dict[uuid.UUID, Nested]) -> None:
    columns = ("id", "service_id", "link_type", *(f"term__{name}" for name in _TERM))
    for row in _rows(ServiceTerm.objects.filter(service_id__in=list(found)), *columns):
        term = {name: row[f"term__{name}"] for name in _TERM}
        found[row["service_id"]].terms.append({**row, "term": term})


def _vendor(found: Mapping[uuid.UUID, Nested]) -> dict[uuid.UUID, Row]:
    kept = FeedRecord.objects.filter(record_id__in=list(found), entity=Entity.SERVICE).exclude(vendor={})
    return dict(kept.order_by("pk").values_list("record_id", "vendor"))
