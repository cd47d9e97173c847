"""Records as Open Referral UK 3.0 (HSDS-UK-3.0) writes them. Pure; the schemas are checked in the tests."""

from collections.abc import Sequence
from typing import Any

from alongside.directory.publishing import shape
from alongside.directory.publishing.loading import Nested, Row
from alongside.directory.publishing.shape import filled

PROFILE = "https://docs.openreferraluk.org/en/latest/"
VERSION = "HSDS-UK-3.0"


def details(openapi_url: str) -> Row:
    """What the API says of itself at `/`."""
    return {"version": VERSION, "profile": PROFILE, "openapi_url": openapi_url}


def page(contents: Sequence[Any], *, total: int, number: int, pages: int) -> Row:
    """The envelope of a list."""
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": list(contents),
    }


def minimal(service: Row) -> Row:
    """What a harvester needs to know what has changed."""
    return {
        "id": str(service["id"]),
        "name": service["name"],  # name and status are not needed, but the schema will have them
        "status": service["status"],
        "last_modified": shape.moment(service["updated_at"]),
    }


def service(nested: Nested, *, full: bool = True) -> Row:
    """A service; with `full` all that hangs on it."""
    row = nested.service
    low, high = shape.ages(nested)
    record = filled(
        id=str(row["id"]),
        organization_id=str(row["organization_id"]),
        name=row["name"],
        description=row["description_html"] or row["description"],
        url=shape.uri(row["url"]),
        email=row["email"],
        status=row["status"],
        fees=shape.fees(nested),
        accreditations=row["accreditations"],
        minimum_age=low,
        maximum_age=high,
        assured_date=shape.day(row["confirmed_on"] or row["assured_on"]),
        alert=row["alert"],
        last_modified=shape.moment(row["updated_at"]),
        attending_access=row["attending_access"],
        deliverable_type=row["deliverable_type"],
        delivery_modes=row["delivery_modes"],
        organization=organization(nested.organization),
        eligibilities=[shape.eligibility(rule) for rule in nested.eligibilities],
    )
    if not full:
        return record
    says = shape.on_bank_holidays(nested)
    record |= filled(
        schedules=[_schedule(s, says) for s in nested.schedules if s["service_at_location_id"] is None],
        service_areas=[_area(area) for area in nested.areas],
        service_at_locations=[service_at_location(site, says=says) for site in nested.sites],
        languages=[_language(language) for language in nested.languages],
        cost_options=[{**shape.cost(c), "service_id": str(row["id"])} for c in nested.costs],
        contacts=[{**contact, "service_id": str(row["id"])} for contact in shape.contacts(nested)],
        phones=shape.own_phones(nested),
        attributes=[_attribute(link) for link in nested.terms],
    )
    return shape.with_vendor(record, nested.vendor)


def organization(row: Row, *, services: list[Row] | None = None) -> Row:
    """An organisation; `services` when they were asked for."""
    return {
        "id": str(row["id"]),
        "name": row["name"],
        "description": row["description"],
        **filled(
            email=row["email"],
            website=shape.uri(row["url"]),
            logo=shape.uri(row["logo"]),
            uri=shape.identifier(row["uri"]),
            parent_organization_id=str(row["parent_id"]) if row["parent_id"] else None,
            organization_identifiers=_identifiers(row),
        ),
        **({} if services is None else {"services": services}),
    }


def _identifiers(row: Row) -> list[Row]:
    known = (
        ("GB-CHC", "Charity number", row["charity_number"]),
        ("GB-COH", "Company number", row["company_number"]),
    )
    return [
        {
            "id": shape.made_id(row["id"], scheme),
            "organization_id": str(row["id"]),
            "identifier_scheme": scheme,
            "identifier_type": kind,
            "identifier": number,
        }
        for scheme, kind, number in known
        if number
    ]


def service_at_location(site: Row, *, service: Row | None = None, says: str = "") -> Row:
    """A service at a place, with the times that hold there only; `says`: what they say of bank holidays."""
    return filled(
        id=str(site["id"]),
        service_id=str(site["service_id"]),
        location_id=str(site["location_id"]),
        location=location(site["location"]),
        schedules=[_schedule(schedule, says) for schedule in site["schedules"]],
        service=service,
    )


def location(row: Row) -> Row:
    """A place with its address."""
    return filled(
        id=str(row["id"]),
        location_type=row["location_type"],
        name=row["name"],
        description=row["description"],
        **shape.position(row),
        external_identifier=row["external_identifier"],
        external_identifier_type=row["external_identifier_type"],
        transportation=row["transport"],
        addresses=[_address(row)] if shape.has_address(row) else [],
        accessibility=[
            filled(
                id=str(words["id"]),
                location_id=str(row["id"]),
                description=words["description"],
                details=words["details"],
                url=shape.uri(words["url"]),
            )
            for words in row["accessibilities"]
        ],
    )


def _address(row: Row) -> Row:
    return {
        "id": shape.made_id(row["id"], "address"),
        "location_id": str(row["id"]),
        "address_1": row["address_1"],
        "city": row["city"],
        "state_province": row["region"],
        "postal_code": row["postcode"],
        "country": "GB",
        "address_type": row["location_type"],
    }


def taxonomy(row: Row, *, terms: list[Row] | None = None) -> Row:
    """A taxonomy; `terms` on its own page."""
    return {
        "id": str(row["id"]),
        "name": row["name"],
        "description": row["description"],
        **filled(uri=shape.identifier(row["uri"]), version=row["version"]),
        **({} if terms is None else {"taxonomy_terms": [term(one) for one in terms]}),
    }


def term(row: Row) -> Row:
    """A term of a taxonomy."""
    return {
        "id": str(row["id"]),
        "name": row["name"],
        "description": row["description"],
        **filled(
            code=row["code"],
            parent_id=str(row["parent_id"]) if row["parent_id"] else None,
            taxonomy=shape.taxonomy_name(row),
            taxonomy_id=str(row["taxonomy_id"]),
            term_uri=shape.uri(row["term_uri"]),
        ),
    }


def _schedule(row: Row, says: str) -> Row:
    site = row["service_at_location_id"]
    return shape.schedule(
        row, says, service_id=str(row["service_id"]), service_at_location_id=str(site) if site else None
    )


def _area(row: Row) -> Row:
    return filled(
        id=str(row["id"]),
        service_id=str(row["service_id"]),
        name=row["name"],
        extent=shape.extent(row),
        extent_type=row["extent_type"],
        uri=shape.area_uri(row),
    )


def _language(row: Row) -> Row:
    return filled(
        id=str(row["id"]),
        service_id=str(row["service_id"]),
        code=row["code"],
        name=row["name"],
        note=row["note"],
    )


def _attribute(link: Row) -> Row:
    return filled(
        id=str(link["id"]),
        link_id=str(link["service_id"]),
        taxonomy_term_id=str(link["term"]["id"]),
        link_type=link["link_type"],
        taxonomy_term=term(link["term"]),
    )
