"""The demo directory as an Open Referral UK 3.0 feed, made from what is written in this package.

The feed is made for a day, so that courses begin soon and confirmations are recent. What the standard has no
word for – modes, what matters, eligibility by a tie to an area – stands under one vendor key, `x_alongside`.
"""

import datetime as dt
import re
import zlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

from alongside.demo.directory import camden, city, families_and_books, from_afar, hackney
from alongside.demo.directory.venues import LIBRARIES, ORGS, VENUES
from alongside.demo.directory.written import Offer, Org, Venue

FEED_KEY = "name:demo-directory"
FEED_NAME = "Demo directory"
_NAMESPACE = UUID("0b7c7a52-3f5e-5f0c-9d7c-2f6f5b0f3a11")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WHEN = re.compile(r"(?P<days>(?:-?\d?[A-Z]{2},?)+) (?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d)")
_COST = re.compile(r"(?P<amount>\d+(?:\.\d\d)?) (?P<words>.+)")


def build(today: dt.date) -> dict[str, Any]:
    """The whole feed as one page of full services."""
    contents = [_service(offer, today) for offer in offers()]
    return {
        "total_items": len(contents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(contents),
        "first_page": True,
        "last_page": True,
        "empty": False,
        "contents": contents,
    }


def offers() -> tuple[Offer, ...]:
    """Everything on offer, the libraries included."""
    themed = (city, hackney, families_and_books, from_afar, camden)
    return tuple(offer for module in themed for offer in module.OFFERS) + tuple(_libraries())


def _libraries() -> Iterator[Offer]:
    for key, by, name, _address, _postcode, hours in LIBRARIES:
        yield Offer(
            key=f"library-{key}",
            name=name,
            by=by,
            at=(key,),
            about="Warm, free and open to all: books, newspapers, computers, and staff who know what is on nearby. "
            "You can sit here as long as you like.",
            when=hours,
            matters=("reading", "digital"),
            said=30,
        )


def venues() -> dict[str, Venue]:
    """All venues by key, the libraries included."""
    libraries = (
        Venue(
            key,
            name,
            address,
            postcode,
            ("Step-free entrance.", "Accessible toilet.", "Hearing loop.", "Large print books."),
        )
        for key, _by, name, address, postcode, _hours in LIBRARIES
    )
    return {venue.key: venue for venue in (*VENUES, *libraries)}


def service_id(offer: Offer) -> str:
    """The id an offer's service has in the feed."""
    return _id("service", offer.key)


def _id(kind: str, key: str) -> str:
    return str(uuid5(_NAMESPACE, f"{kind}:{key}"))


def _phone(key: str) -> str:
    """A number that rings nowhere: Ofcom keeps 020 7946 0000 to 0999 for drama."""
    return f"020 7946 0{zlib.crc32(key.encode()) % 1000:03}"


def _service(offer: Offer, today: dt.date) -> dict[str, Any]:
    said_on = today - dt.timedelta(days=offer.said)
    by_key = {org.key: org for org in ORGS}
    service: dict[str, Any] = {
        "id": service_id(offer),
        "name": offer.name,
        "description": offer.about,
        "status": "active",
        "email": f"{offer.key}@example.org",
        "assured_date": said_on.isoformat(),
        "last_modified": f"{said_on.isoformat()}T09:00:00Z",
        "organization": _organization(by_key[offer.by]),
        "schedules": [
            _schedule(offer, number, text, today) for number, text in enumerate(_whens(offer.when))
        ],
        "service_at_locations": [_site(offer.key, venues()[key]) for key in offer.at],
        "cost_options": _costs(offer),
        "languages": [
            {"id": _id("language", f"{offer.key}:{code}"), "code": code} for code in offer.languages
        ],
        "phones": [{"id": _id("phone", offer.key), "number": _phone(offer.key)}],
        "x_alongside": {
            "delivery_modes": list(offer.modes),
            "attending_access": offer.attend,
            "matters": list(offer.matters),
            "eligibilities": [who.as_fields() for who in offer.who],
        },
    }
    ages = [who.ages for who in offer.who]
    if ages and all(lowest is not None for lowest, _ in ages):
        service["minimum_age"] = min(lowest for lowest, _ in ages if lowest is not None)
    if ages and all(highest is not None for _, highest in ages):
        service["maximum_age"] = max(highest for _, highest in ages if highest is not None)
    if offer.covers:
        service["service_areas"] = [{"id": _id("area", offer.key), "name": offer.covers}]
    if offer.url:
        service["url"] = offer.url
    return {key: value for key, value in service.items() if value not in ("", [])}


def _organization(org: Org) -> dict[str, Any]:
    return {
        "id": _id("organization", org.key),
        "name": org.name,
        "description": org.about,
        "email": f"{org.key}@example.org",
        "website": f"https://{org.key}.example.org/",
    }


def _site(offer_key: str, venue: Venue) -> dict[str, Any]:
    location = {
        "id": _id("location", venue.key),
        "location_type": "physical",
        "name": venue.name,
        "addresses": [
            {
                "id": _id("address", venue.key),
                "address_1": venue.address,
                "city": "London",
                "state_province": "Greater London",
                "postal_code": venue.postcode,
                "country": "GB",
                "address_type": "physical",
            }
        ],
        "accessibility": [
            {"id": _id("accessibility", f"{venue.key}:{number}"), "description": words}
            for number, words in enumerate(venue.access)
        ],
    }
    if venue.transport:
        location["transportation"] = venue.transport
    return {"id": _id("site", f"{offer_key}:{venue.key}"), "location": location}


def _costs(offer: Offer) -> list[dict[str, Any]]:
    if offer.cost == "free":
        return [{"id": _id("cost", offer.key), "option": "Free", "amount": 0, "amount_description": "Free"}]
    found = _COST.fullmatch(offer.cost)
    if found is None:
        raise ValueError(f"{offer.key}: a cost is “free” or “3.50 for lunch”, not “{offer.cost}”")
    return [
        {
            "id": _id("cost", offer.key),
            "amount": float(found["amount"]),
            "amount_description": found["words"],
        }
    ]


def _whens(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _schedule(offer: Offer, number: int, text: str, today: dt.date) -> dict[str, Any]:
    found = _WHEN.fullmatch(text)
    if found is None:
        raise ValueError(f"{offer.key}: “{text}” is not a time like “TU 12:00-14:00”")
    days = found["days"].split(",")
    monthly = any(len(day) > 2 for day in days)
    begins = _next(today if offer.weeks else today - dt.timedelta(days=365), days[0][-2:])
    schedule = {
        "id": _id("schedule", f"{offer.key}:{number}"),
        "freq": "MONTHLY" if monthly else "WEEKLY",
        "interval": 1,
        "byday": ",".join(days),
        "dtstart": begins.isoformat(),
        "valid_from": begins.isoformat(),
        "opens_at": found["opens"],
        "closes_at": found["closes"],
    }
    if offer.weeks:
        schedule["valid_to"] = (begins + dt.timedelta(weeks=offer.weeks - 1)).isoformat()
        schedule["description"] = f"A course of {offer.weeks} sessions."
    return schedule


def _next(after: dt.date, day: str) -> dt.date:
    """The first such weekday after a date."""
    return after + dt.timedelta(days=(_DAYS.index(day) - after.weekday() - 1) % 7 + 1)
