"""The directory as a table and as a map: rows for CSV, features for GeoJSON, a constant number of queries a chunk."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from alongside.directory.enums import Precision
from alongside.directory.models import Service
from alongside.directory.publishing import loading, selecting, shape

ATTRIBUTION = (
    "Open Government Licence v3.0. Contains OS data © Crown copyright and database right 2025; contains Royal Mail "
    "data © Royal Mail copyright and database right 2025."
)
COLUMNS = (
    "id", "name", "organisation", "description", "status", "place", "address", "postcode", "latitude", "longitude",
    "position", "times", "cost", "minimum age", "maximum age", "languages", "access", "phone", "e-mail", "website",
    "confirmed on",
)  # fmt: skip


def listed_ids() -> Iterator[list[uuid.UUID]]:
    """Yield the ids of all services people may be shown, in chunks."""
    return selecting.in_chunks(Service.objects.listed().order_by("pk"))


def rows(ids: Sequence[uuid.UUID]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each service at each of its places, or one where it has none."""
    for nested in loading.services(ids):
        sites: list[loading.Row | None] = [*nested.sites] or [None]
        yield from (_row(nested, site) for site in sites)


def features(ids: Sequence[uuid.UUID], *, page: str) -> Iterator[dict[str, Any]]:
    """Yield a GeoJSON feature for each service at each place we can put on a map; `page` is what ids follow."""
    for nested in loading.services(ids):
        for site in nested.sites:
            where = shape.position(site["location"])
            if where:
                yield {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [where["longitude"], where["latitude"]]},
                    "properties": {
                        "id": str(nested.service["id"]),
                        "name": nested.service["name"],
                        "organisation": nested.organization["name"],
                        "place": site["location"]["name"],
                        "roughly": site["location"]["precision"] == Precision.APPROXIMATE,
                        "page": f"{page}{nested.service['id']}/",
                    },
                }


def _row(nested: loading.Nested, site: loading.Row | None) -> tuple[str, ...]:
    service, place = nested.service, site["location"] if site else None
    where = shape.position(place) if place else {}
    low, high = shape.ages(nested)
    times = [
        s for s in nested.schedules if s["service_at_location_id"] in (None, site["id"] if site else None)
    ]
    told = (
        service["id"], service["name"], nested.organization["name"], service["description"], service["status"],
        place["name"] if place else "", _joined(place, ("address_1", "city", "region")) if place else "",
        place["postcode"] if place else "", where.get("latitude", ""), where.get("longitude", ""),
        ("roughly" if place["precision"] == Precision.APPROXIMATE else "exact") if place and where else "",
        "; ".join(_time(s) for s in times), shape.fees(nested),
        "" if low is None else low, "" if high is None else high,
        _names(nested.languages), ", ".join(place["access_features"]) if place else "",
        ", ".join(p["number"] for p in nested.phones), service["email"], service["url"],
        shape.day(service["confirmed_on"]) or "",
    )  # fmt: skip
    return tuple(str(value) for value in told)


def _joined(row: loading.Row, keys: Iterable[str]) -> str:
    return ", ".join(row[key] for key in keys if row[key])


def _names(languages: list[loading.Row]) -> str:
    return ", ".join(row["name"] or row["code"] for row in languages)


def _time(row: loading.Row) -> str:
    hours = "–".join(filter(None, (shape.time(row["opens_at"]), shape.time(row["closes_at"]))))
    return " ".join(filter(None, (row["freq"].lower(), ",".join(row["byday"]), hours))) or row["description"]
