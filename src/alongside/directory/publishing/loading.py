"""Records with all that hangs on them, as plain rows: a constant number of queries however many are asked for."""

import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from django.db import connection
from django.db.models import Model

from alongside.directory.models import (
    Accessibility,
    Contact,
    CostOption,
    Eligibility,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Taxonomy,
)

Row = dict[str, Any]
_SERVICE_COLUMNS: Final = """id organization_id name description description_html url email status delivery_modes
attending_access bank_holidays deliverable_type fees is_free accreditations alert assured_on confirmed_on
last_modified_at updated_at"""
_SERVICE: Final = tuple(_SERVICE_COLUMNS.split())
_TERM: Final = {
    "id": "t.id",
    "code": "t.code",
    "name": "t.name",
    "description": "t.description",
    "term_uri": "t.term_uri",
    "parent_id": "t.parent_id",
    "taxonomy_id": "t.taxonomy_id",
    "taxonomy__name": "x.name",
    "taxonomy__code": "x.code",
    "taxonomy__uri": "x.uri",
}
_TERMS: Final = (
    f"SELECT {', '.join(_TERM.values())}{{more}} FROM directory_taxonomyterm t"  # noqa: S608
    " LEFT JOIN directory_taxonomy x ON x.id = t.taxonomy_id"
)


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


def _rows(
    model: type[Model], key: str, ids: Collection[uuid.UUID], columns: tuple[str, ...] = ()
) -> list[Row]:
    """Return the rows whose `key` is one of the ids, by id; all columns, unless some are named.

    Put together once for each table: for a list of fifty services, writing a dozen statements anew takes longer than
    asking them.
    """
    text, names, converters = _written(model, key, columns)
    rows = _asked(text, ids, names)
    for name, convert in converters:
        for row in rows:
            row[name] = convert(row[name], None, connection)
    return rows


def _asked(text: str, ids: Collection[uuid.UUID], names: Iterable[str]) -> list[Row]:
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(text, [list(ids)])
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@cache
def _written(
    model: type[Model], key: str, columns: tuple[str, ...]
) -> tuple[str, tuple[str, ...], tuple[tuple[str, Callable[..., Any]], ...]]:
    fields = [one for one in model._meta.concrete_fields if not columns or one.attname in columns]
    names = tuple(one.attname for one in fields)
    read = ", ".join(f'"{one.column}"' for one in fields)
    text = f'SELECT {read} FROM {model._meta.db_table} WHERE "{key}" = ANY(%s::uuid[]) ORDER BY id'  # noqa: S608
    return text, names, tuple((o.attname, o.from_db_value) for o in fields if hasattr(o, "from_db_value"))


def services(ids: Sequence[uuid.UUID], *, full: bool = True) -> list[Nested]:
    """Return the services in the order of the ids; those gone meanwhile are left out."""
    rows = {row["id"]: row for row in _rows(Service, "id", ids, _SERVICE)}
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
    text = "SELECT id FROM directory_service WHERE id = ANY(%s::uuid[]) AND bank_holidays <> '' ORDER BY id"
    return [row["id"] for row in _asked(text, ids, ("id",))]


def organizations(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Row]:
    """Return organisations by id."""
    return {row["id"]: row for row in _rows(Organization, "id", list(ids))}


def locations(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Row]:
    """Return locations by id, each with its accessibilities."""
    wanted = list(ids)
    found = {row["id"]: row for row in _rows(Location, "id", wanted)}
    for row in found.values():
        row["accessibilities"] = []
    for words in _rows(Accessibility, "location_id", wanted):
        found[words["location_id"]]["accessibilities"].append(words)
    return found


def sites(ids: Sequence[uuid.UUID]) -> list[Row]:
    """Return pairs of service and place with the place and the times there, in the order of the ids."""
    rows = {row["id"]: row for row in _rows(ServiceAtLocation, "id", ids)}
    places = locations({row["location_id"] for row in rows.values()})
    times: dict[uuid.UUID, list[Row]] = defaultdict(list)
    for schedule in _rows(Schedule, "service_at_location_id", ids):
        times[schedule["service_at_location_id"]].append(schedule)
    for pk, row in rows.items():
        row["location"], row["schedules"] = places[row["location_id"]], times[pk]
    return [rows[pk] for pk in ids if pk in rows]


def dates(ids: Sequence[uuid.UUID]) -> list[Row]:
    """Return of each service what says whether it has changed."""
    return _rows(Service, "id", ids, ("id", "name", "status", "updated_at"))


def taxonomies(ids: Sequence[uuid.UUID]) -> list[Row]:
    """Return taxonomies."""
    return _rows(Taxonomy, "id", ids)


def terms(ids: Sequence[uuid.UUID]) -> list[Row]:
    """Return terms with their taxonomy, in the order of the ids."""
    text = f"{_TERMS.format(more='')} WHERE t.id = ANY(%s::uuid[])"
    rows = {row["id"]: row for row in _asked(text, ids, _TERM)}
    return [rows[pk] for pk in ids if pk in rows]


def _by_service(model: type[Model], found: Mapping[uuid.UUID, Nested]) -> dict[uuid.UUID, list[Row]]:
    grouped: dict[uuid.UUID, list[Row]] = defaultdict(list)
    for row in _rows(model, "service_id", found):
        grouped[row["service_id"]].append(row)
    return grouped


def _add_sites(found: dict[uuid.UUID, Nested]) -> None:
    links = _rows(ServiceAtLocation, "service_id", found)
    places = locations({row["location_id"] for row in links})
    for row in links:
        row["location"] = places[row["location_id"]]
        row["schedules"] = [
            s for s in found[row["service_id"]].schedules if s["service_at_location_id"] == row["id"]
        ]
        found[row["service_id"]].sites.append(row)


def _add_terms(found: dict[uuid.UUID, Nested]) -> None:
    own = ("id", "service_id", "link_type")
    text = (
        f"{_TERMS.format(more=', s.id, s.service_id, s.link_type')} JOIN directory_serviceterm s ON s.term_id = t.id"
        " WHERE s.service_id = ANY(%s::uuid[]) ORDER BY s.id"
    )
    for row in _asked(text, found, (*_TERM, *(f"of_service__{name}" for name in own))):
        term = {name: row[name] for name in _TERM}
        found[row["of_service__service_id"]].terms.append(
            {**{name: row[f"of_service__{name}"] for name in own}, "term": term}
        )


def _vendor(found: Mapping[uuid.UUID, Nested]) -> dict[uuid.UUID, Row]:
    text = (
        "SELECT record_id, vendor FROM directory_feedrecord WHERE record_id = ANY(%s::uuid[]) AND entity = 'service'"
        " AND vendor <> '{}' ORDER BY id"
    )
    return {
        row["record_id"]: json.loads(row["vendor"]) for row in _asked(text, found, ("record_id", "vendor"))
    }
