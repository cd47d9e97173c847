"""Records as Open Referral UK 1.0 writes them, spelling and all (`eligibilitys`, `service_taxonomys`). Pure."""

from collections.abc import Sequence
from typing import Any

from alongside.directory.enums import DeliveryMode
from alongside.directory.publishing import shape
from alongside.directory.publishing.loading import Nested, Row
from alongside.directory.publishing.shape import filled

DELIVERABLE = frozenset(
    [
        "Advice",
        "Assessment",
        "Counselling",
        "Equipment",
        "Financial Support",
        "Information",
        "Permission",
        "Training",
    ]
)
ATTENDING = {
    DeliveryMode.IN_PERSON.value: "venue",
    DeliveryMode.PHONE.value: "phone",
    DeliveryMode.ONLINE.value: "online",
    DeliveryMode.HOME.value: "home visit",
}


def page(content: Sequence[Any], *, total: int, number: int, pages: int) -> Row:
    """The envelope of a list."""
    return {
        "totalElements": total,
        "totalPages": pages,
        "number": number,
        "size": len(content),
        "first": number == 1,
        "last": number >= pages,
        "empty": not content,
        "content": list(content),
    }


CORE = frozenset(
    (
        *(
            "id",
            "name",
            "description",
            "url",
            "email",
            "status",
            "fees",
            "accreditations",
            "deliverable_type",
        ),
        *("assured_date", "attending_type", "attending_access", "organization", "last_modified"),
    )
)
"""What a service always has; `include` names more, and without it a service has everything."""


def service(nested: Nested, *, include: frozenset[str] = frozenset()) -> Row:
    """A service with all that hangs on it, or with what `include` names."""
    row, own_id = nested.service, str(nested.service["id"])
    says = shape.on_bank_holidays(nested)
    modes = [ATTENDING[mode] for mode in row["delivery_modes"] if mode in ATTENDING]
    record = filled(
        id=own_id,
        name=row["name"],
        description=row["description_html"] or row["description"],
        url=shape.uri(row["url"]),
        email=row["email"],
        status=row["status"],
        fees=shape.fees(nested),
        accreditations=row["accreditations"],
        deliverable_type=row["deliverable_type"] if row["deliverable_type"] in DELIVERABLE else None,
        deliverable_words=row["deliverable_type"] if row["deliverable_type"] not in DELIVERABLE else None,
        assured_date=shape.day(row["confirmed_on"] or row["assured_on"]),
        attending_type=modes[0] if modes else None,
        attending_access=row["attending_access"],
        last_modified=shape.moment(row["updated_at"]),
        alert=row["alert"],
        delivery_modes=row["delivery_modes"],
        organization=organization(nested.organization),
        regular_schedules=[
            _schedule(s, says) for s in nested.schedules if s["service_at_location_id"] is None
        ],
        eligibilitys=[{**shape.eligibility(rule), "service_id": own_id} for rule in nested.eligibilities],
        service_at_locations=[_site(site, says) for site in nested.sites],
        service_areas=[_area(area) for area in nested.areas],
        service_taxonomys=[_taxonomy(link) for link in nested.terms],
        languages=[_language(language) for language in nested.languages],
        cost_options=[{**shape.cost(c), "service_id": own_id} for c in nested.costs],
        contacts=[{**contact, "service_id": own_id} for contact in shape.contacts(nested)],
        phones=shape.own_phones(nested),
    )
    if include:
        return {key: value for key, value in record.items() if key in CORE | include}
    return shape.with_vendor(record, nested.vendor)


def organization(row: Row) -> Row:
    """An organisation."""
    identifiers = [
        {"id": shape.made_id(row["id"], scheme), "identifier_scheme": scheme, "identifier": number}
        for scheme, number in (("GB-CHC", row["charity_number"]), ("GB-COH", row["company_number"]))
        if number
    ]
    return filled(
        id=str(row["id"]),
        name=row["name"],
        description=row["description"],
        email=row["email"],
        url=shape.uri(row["url"]),
        logo=shape.uri(row["logo"]),
        uri=shape.identifier(row["uri"]),
        organization_identifiers=identifiers,
    )


def location(row: Row) -> Row:
    """A place with its address."""
    address = filled(
        id=shape.made_id(row["id"], "address"),
        address_1=row["address_1"],
        city=row["city"],
        state_province=row["region"],
        postal_code=row["postcode"],
        country="GB",
    )
    return filled(
        id=str(row["id"]),
        name=row["name"],
        description=row["description"],
        location_type=row["location_type"],
        **shape.position(row),
        external_identifier=row["external_identifier"],
        external_identifier_type=row["external_identifier_type"],
        transportation=row["transport"],
        physical_addresses=[address] if shape.has_address(row) else [],
        accessibility_for_disabilities=[
            filled(
                id=str(w["id"]), accessibility=w["description"], details=w["details"], url=shape.uri(w["url"])
            )
            for w in row["accessibilities"]
        ],
    )


def taxonomy(row: Row) -> Row:
    """A term, which 1.0 calls a taxonomy, of a list, which 1.0 calls a vocabulary."""
    return filled(
        id=row["code"] or str(row["id"]),
        name=row["name"],
        vocabulary=shape.taxonomy_name(row),
        parent_id=str(row["parent_id"]) if row["parent_id"] else None,
        description=row["description"],
        term_uri=shape.uri(row["term_uri"]),
    )


def _site(site: Row, says: str) -> Row:
    return filled(
        id=str(site["id"]),
        service_id=str(site["service_id"]),
        location=location(site["location"]),
        regular_schedules=[_schedule(schedule, says) for schedule in site["schedules"]],
    )


def _schedule(row: Row, says: str) -> Row:
    return shape.schedule(row, says, service_id=str(row["service_id"]))


def _area(row: Row) -> Row:
    return filled(
        id=str(row["id"]),
        service_id=str(row["service_id"]),
        service_area=row["name"],
        extent=shape.extent(row),
        extent_type=row["extent_type"],
        uri=shape.area_uri(row),
    )


def _taxonomy(link: Row) -> Row:
    return filled(id=str(link["id"]), link_type=link["link_type"], taxonomy=taxonomy(link["term"]))


def _language(row: Row) -> Row:
    return filled(
        id=str(row["id"]),
        service_id=str(row["service_id"]),
        language=row["name"] or row["code"],
        code=row["code"],
        name=row["name"],
        note=row["note"],
    )
