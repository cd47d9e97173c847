"""What both versions of the standard share: values as they are written, and what a record says beyond it. Pure.

Optional values that are not there are left out, never null; what a schema requires and nobody told us is an empty text.
Keys of ours, which our own reader knows again: `delivery_modes`, `meant_for` and `referral_routes` of an eligibility,
`alongside` (conditions the standard has no word for) and `alongside_vendor` (what a feed said inside nested records).
"""

import datetime as dt
import json
import re
import uuid
from typing import Any

from django.utils.encoding import iri_to_uri

from alongside.directory.enums import Precision
from alongside.directory.feeds import holiday_words
from alongside.directory.feeds.clean_text import url as clean_url
from alongside.directory.feeds.vendor import without_officers
from alongside.directory.publishing.loading import Nested, Row
from alongside.places.geo import to_lat_lon

NAMESPACE = uuid.UUID("5f4b8f0e-6a0e-5a5b-9f2a-7f7c0a2f1c11")
"""For ids of what the standard gives an id and we hold inside another record: an address, an identifier."""
ROUGHLY = 2
"""Decimals of a position that is only roughly known: a reader knows such positions by it."""
NO_LIST = "Terms without a list"
GIVEN_AREA = "http://statistics.data.gov.uk/id/statistical-geography/"
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+\Z")


def filled(**values: Any) -> Row:
    """Return the values that say something. False and 0 do; None, "" and empty lists do not."""
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def uri(text: str) -> str:
    """Return a web address as the schemas take it, or ""."""
    return iri_to_uri(text) if text and _URI.match(text) and clean_url(text) else ""


def identifier(text: str) -> str:
    """Return a URI of any kind (a URN too), or ""."""
    return iri_to_uri(text) if text and _URI.match(text) else ""


def moment(value: dt.datetime | None) -> str | None:
    """Return a moment in UTC."""
    return (
        None
        if value is None
        else value.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    )


def day(value: dt.date | None) -> str | None:
    """Return a day."""
    return None if value is None else value.isoformat()


def time(value: dt.time | None) -> str | None:
    """Return a time of day."""
    return None if value is None else value.strftime("%H:%M")


def position(location: Row) -> Row:
    """Return latitude and longitude; of a place only roughly known, rounded so that nobody takes it for exact."""
    if location["point"] is None:
        return {}
    lat, lon = to_lat_lon(location["point"])
    if location["precision"] == Precision.APPROXIMATE:
        lat, lon = round(lat, ROUGHLY), round(lon, ROUGHLY)
    return {"latitude": lat, "longitude": lon}


def made_id(*parts: Any) -> str:
    """Return a stable id for a part of a record."""
    return str(uuid.uuid5(NAMESPACE, ":".join(str(part) for part in parts)))


def has_address(location: Row) -> bool:
    """Whether there is anything to write on an envelope."""
    return any(location[key] for key in ("address_1", "city", "region", "postcode"))


def ages(nested: Nested) -> tuple[int | None, int | None]:
    """Return the ages of the service as a whole: the widest of its rules; (None, None) where one knows no limit."""
    if not nested.eligibilities:
        return None, None
    lows = [rule["minimum_age"] for rule in nested.eligibilities]
    highs = [rule["maximum_age"] for rule in nested.eligibilities]
    return (
        None if None in lows else min(lows),
        None if None in highs else max(highs),
    )


def eligibility(rule: Row) -> Row:
    """Return one way of being eligible, in 1.0's words, with ours beside them."""
    beyond = filled(
        area_codes=rule["area_codes"],
        area_relations=rule["area_relations"],
        carers_only=rule["carers_only"] or None,
        parents_only=rule["parents_only"] or None,
        new_parents_only=rule["new_parents_only"] or None,
        genders=rule["genders"],
        gender_basis=rule["gender_basis"],
    )
    return filled(
        id=str(rule["id"]),
        eligibility=rule["meant_for"][0] if rule["meant_for"] else None,
        minimum_age=rule["minimum_age"],
        maximum_age=rule["maximum_age"],
        eligibility_description=rule["other_conditions"],
        meant_for=rule["meant_for"],
        referral_routes=rule["referral_routes"],
        alongside=beyond or None,
    )


def schedule(row: Row, says: str, **more: Any) -> Row:
    """Return when it happens; `says`: what is known of bank holidays, for which the standard has words only."""
    return filled(
        id=str(row["id"]),
        **more,
        valid_from=day(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        dtstart=day(row["dtstart"]),
        freq=row["freq"],
        interval=row["interval"] if row["freq"] else None,
        byday=",".join(row["byday"]),
        bymonthday=",".join(str(n) for n in row["bymonthday"]),
        description="\n".join(filter(None, (row["description"], says))),
        opens_at=time(row["opens_at"]),
        closes_at=time(row["closes_at"]),
        schedule_link=uri(row["schedule_link"]),
    )


def on_bank_holidays(nested: Nested) -> str:
    """Return what to add to the words of its times so that a reader of them knows of bank holidays what we know."""
    known = nested.service["bank_holidays"]
    times = [(row["description"], row["byday"]) for row in nested.schedules]
    told = holiday_words.of_service(times, nested.service["description"])
    return "" if told == known else holiday_words.SAYING.get(known, "")


def cost(row: Row) -> Row:
    """Return one price."""
    amount = row["amount"]
    return filled(
        id=str(row["id"]),
        valid_from=day(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        option=row["option"],
        amount=None if amount is None else float(amount),
        amount_description=row["amount_description"],
    )


def phone(row: Row) -> Row:
    """Return one number."""
    return filled(
        id=str(row["id"]), number=row["number"], extension=row["extension"], description=row["description"]
    )


def contacts(nested: Nested) -> list[Row]:
    """Return whom to ask, each with their numbers."""
    return [
        filled(
            id=str(row["id"]),
            name=row["name"],
            title=row["title"],
            email=row["email"],
            phones=[phone(p) for p in nested.phones if p["contact_id"] == row["id"]],
        )
        for row in nested.contacts
    ]


def own_phones(nested: Nested) -> list[Row]:
    """Return the numbers of the service itself."""
    return [phone(row) for row in nested.phones if row["contact_id"] is None]


def fees(nested: Nested) -> str:
    """Return what it costs in words; a service known to be free that has no words for it says so."""
    service = nested.service
    return service["fees"] or ("Free" if service["is_free"] and not nested.costs else "")


def extent(row: Row) -> str | None:
    """Return the shape of an area as text, which is what the schema takes."""
    value = row["extent"]
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def area_uri(row: Row) -> str:
    """Return the area's URI; a code that stands nowhere else in it goes out as the ONS's URI for it."""
    said = f"{row['uri']} {row['name']} {row['extent']}"
    return row["uri"] if not row["area_code"] or row["area_code"] in said else GIVEN_AREA + row["area_code"]


def taxonomy_name(term: Row) -> str:
    """Return the name of a term's list; "" for terms that came without one."""
    return "" if term["taxonomy__name"] == NO_LIST else term["taxonomy__name"]


def with_vendor(record: Row, vendor: Row) -> Row:
    """Return the record with what its feed said beyond the standard; keys of the record itself always win."""
    plain, nested = {}, {}
    for key, value in without_officers(vendor).items():
        if key == "organization" and isinstance(value, dict) and isinstance(record.get(key), dict):
            record[key] = {**value, **record[key]}
        elif key in record or key in ("alongside_vendor", "organisation"):
            nested[key] = value
        else:
            plain[key] = value
    return {**plain, **record, **({"alongside_vendor": nested} if nested else {})}
