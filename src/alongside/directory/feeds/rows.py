"""From a service as read to rows of the directory's tables, as tuples in the order of `COLUMNS`. Pure.

Ids derive from the feed and the source id, so the same record has the same row for ever; children's ids derive from
their service's.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from alongside.core.clock import local
from alongside.core.ids import derived_id
from alongside.directory.enums import Entity, Precision
from alongside.directory.feeds.records import (
    ReadContact,
    ReadLocation,
    ReadOrganization,
    ReadPhone,
    ReadService,
)
from alongside.directory.models.feed import record_id
from alongside.places.geo import Point, to_point
from alongside.places.roughly import Placed

_SERVICE = """id organization_id name description description_html url email status delivery_modes attending_access
bank_holidays deliverable_type fees is_free accreditations alert assured_on confirmed_on last_modified_at keywords
created_at updated_at withdrawn_at"""
_LOCATION = """id name description location_type address_1 city region postcode point precision external_identifier
external_identifier_type access_features access_lacking transport created_at updated_at"""
_ELIGIBILITY = """id service_id minimum_age maximum_age area_codes area_relations carers_only parents_only
new_parents_only genders gender_basis referral_routes meant_for other_conditions"""
_SCHEDULE = """id service_id service_at_location_id freq interval byday bymonthday dtstart valid_from valid_to opens_at
closes_at description schedule_link"""

COLUMNS: dict[str, tuple[str, ...]] = {
    table: tuple(columns.split())
    for table, columns in {
        "organization": "id name description url email logo uri charity_number company_number created_at updated_at",
        "location": _LOCATION,
        "accessibility": "id location_id description details url",
        "service": _SERVICE,
        "serviceatlocation": "id service_id location_id",
        "eligibility": _ELIGIBILITY,
        "schedule": _SCHEDULE,
        "costoption": "id service_id option amount amount_description valid_from valid_to",
        "language": "id service_id code name note",
        "contact": "id service_id name title email",
        "phone": "id service_id contact_id number extension description",
        "servicearea": "id service_id name area_code extent extent_type uri",
        "serviceterm": "id service_id term_id link_type",
    }.items()
}
"""Table (without its prefix) → columns, parents before children."""

CHILDREN = tuple(table for table, columns in COLUMNS.items() if "service_id" in columns)
"""Tables whose rows are made anew when their service changes."""

Rows = dict[str, list[tuple[Any, ...]]]


def organization_row(
    org: ReadOrganization, own_id: uuid.UUID, fallback_name: str, at: dt.datetime
) -> tuple[Any, ...]:
    """One row of `organization`."""
    return (
        own_id,
        org.name or fallback_name,
        org.description,
        org.url,
        org.email,
        org.logo,
        org.uri,
        org.charity_number,
        org.company_number,
        at,
        at,
    )


def point_of(location: ReadLocation, by_postcode: Mapping[str, Placed]) -> tuple[Point | None, str]:
    """Where a location is and how surely: its coordinates, else its postcode's place, known roughly at times."""
    if location.lat is not None and location.lon is not None:
        precision = Precision.APPROXIMATE if location.approximate else Precision.EXACT
        try:
            return to_point(location.lat, location.lon), precision.value
        except ValueError:
            pass  # within the box of degrees, but off the grid: the sea off Shetland
    placed = by_postcode.get(location.postcode)
    if placed is None:
        return None, ""
    exact = placed.is_exact and not location.approximate
    return placed.point, (Precision.EXACT if exact else Precision.APPROXIMATE).value


def add_location(
    rows: Rows, location: ReadLocation, own_id: uuid.UUID, by_postcode: Mapping[str, Placed], at: dt.datetime
) -> None:
    """Add a location and its accessibility."""
    point, precision = point_of(location, by_postcode)
    rows["location"].append(
        (
            own_id,
            location.name,
            location.description,
            location.location_type,
            location.address_1,
            location.city,
            location.region,
            location.postcode,
            None if point is None else str(point),
            precision,
            location.external_identifier,
            location.external_identifier_type,
            location.access_features,
            location.access_lacking,
            location.transport,
            at,
            at,
        )
    )
    for index, item in enumerate(location.accessibilities):
        rows["accessibility"].append(
            (derived_id(own_id, f"access:{index}"), own_id, item.description, item.details, item.url)
        )


def add_service(
    rows: Rows,
    service: ReadService,
    feed_id: uuid.UUID,
    term_ids: Mapping[tuple[str, str], uuid.UUID],
    at: dt.datetime,
) -> None:
    """Add a service and everything under it; its organisation and locations are added elsewhere."""
    own_id = record_id(feed_id, Entity.SERVICE, service.source_id)
    organization_id = record_id(feed_id, Entity.ORGANIZATION, service.organization.source_id)
    rows["service"].append(
        (
            own_id,
            organization_id,
            service.name,
            service.description,
            service.description_html,
            service.url,
            service.email,
            service.status,
            service.delivery_modes,
            service.attending_access,
            service.bank_holidays,
            service.deliverable_type,
            service.fees,
            service.is_free,
            service.accreditations,
            service.alert,
            service.assured_on,
            service.confirmed_on(local(at).date()),
            service.last_modified_at,
            service.keywords,
            at,
            at,
            None,
        )
    )
    _add_places_and_times(rows, service, own_id, feed_id)
    _add_conditions(rows, service, own_id)
    _add_contacts(rows, service, own_id)
    for index, area in enumerate(service.areas):
        extent = None if area.extent is None else Jsonb(area.extent)
        rows["servicearea"].append(
            (
                derived_id(own_id, f"area:{index}"),
                own_id,
                area.name,
                area.area_code,
                extent,
                area.extent_type,
                area.uri,
            )
        )
    linked = {term_ids[term.taxonomy, term.code]: term.link_type for term in service.terms}
    for term_id, link_type in linked.items():
        rows["serviceterm"].append((derived_id(own_id, f"term:{term_id}"), own_id, term_id, link_type))


def _add_places_and_times(rows: Rows, service: ReadService, own_id: uuid.UUID, feed_id: uuid.UUID) -> None:
    schedules: list[tuple[uuid.UUID | None, Any]] = [(None, schedule) for schedule in service.schedules]
    for location in service.locations:
        location_id = record_id(feed_id, Entity.LOCATION, location.source_id)
        at_id = derived_id(own_id, f"at:{location_id}")
        rows["serviceatlocation"].append((at_id, own_id, location_id))
        schedules += [(at_id, schedule) for schedule in location.schedules]
    for index, (place_id, schedule) in enumerate(schedules):
        rows["schedule"].append(
            (
                derived_id(own_id, f"schedule:{index}"),
                own_id,
                place_id,
                schedule.freq,
                schedule.interval,
                schedule.byday,
                schedule.bymonthday,
                schedule.dtstart,
                schedule.valid_from,
                schedule.valid_to,
                schedule.opens_at,
                schedule.closes_at,
                schedule.description,
                schedule.schedule_link,
            )
        )


def _add_conditions(rows: Rows, service: ReadService, own_id: uuid.UUID) -> None:
    for index, rule in enumerate(service.eligibilities):
        rows["eligibility"].append(
            (
                derived_id(own_id, f"eligibility:{index}"),
                own_id,
                rule.minimum_age,
                rule.maximum_age,
                rule.area_codes,
                rule.area_relations,
                rule.carers_only,
                rule.parents_only,
                rule.new_parents_only,
                rule.genders,
                rule.gender_basis,
                rule.referral_routes,
                rule.meant_for,
                rule.other_conditions,
            )
        )
    for index, cost in enumerate(service.costs):
        rows["costoption"].append(
            (
                derived_id(own_id, f"cost:{index}"),
                own_id,
                cost.option,
                cost.amount,
                cost.amount_description,
                cost.valid_from,
                cost.valid_to,
            )
        )
    for language in service.languages:
        key = derived_id(own_id, f"language:{language.code or language.name}")
        rows["language"].append((key, own_id, language.code, language.name, language.note))


def _add_contacts(rows: Rows, service: ReadService, own_id: uuid.UUID) -> None:
    for phone in service.phones:
        rows["phone"].append(_phone(phone, own_id, None))
    for index, contact in enumerate(service.contacts):
        contact_id = derived_id(own_id, f"contact:{index}")
        rows["contact"].append(_contact(contact, own_id, contact_id))
        for phone in contact.phones:
            rows["phone"].append(_phone(phone, own_id, contact_id))


def _contact(contact: ReadContact, own_id: uuid.UUID, contact_id: uuid.UUID) -> tuple[Any, ...]:
    return contact_id, own_id, contact.name, contact.title, contact.email


def _phone(phone: ReadPhone, own_id: uuid.UUID, contact_id: uuid.UUID | None) -> tuple[Any, ...]:
    key = derived_id(own_id, f"phone:{phone.number}:{phone.extension}")
    return key, own_id, contact_id, phone.number, phone.extension, phone.description


def empty() -> Rows:
    """No rows yet."""
    return defaultdict(list)
