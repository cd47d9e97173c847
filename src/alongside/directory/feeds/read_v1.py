"""Open Referral UK 1.0, and the platforms that nearly speak it, put into the words of 3.0. Pure.

1.0 says `regular_schedules`, `eligibilitys`, `service_taxonomys` (sic), `physical_addresses`, `vocabulary`;
Outpost says `organisation`, flat locations, `weekday: "Thursday"`; some let the names of their own code through
(`serviceId`, `costOptions`). The result is read by `read_v3`.
"""

import operator
import re
from functools import lru_cache
from typing import Any

from alongside.directory.feeds.vendor import HOLDERS, KNOWN, MOST_REMEMBERED

_RENAMED = {"organisation": "organization", "organisation_id": "organization_id"}
_AS_IT_IS = frozenset({"extent", "alongside", "alongside_vendor"})
"""What is kept whole, whatever names it uses inside."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z0-9])")


def in_snake_case(value: Any, depth: int = 20) -> Any:
    """The same JSON with the standard's names where camelCase leaked through; vendors' own keys stay as they are.

    What needs no other name is not copied: it is the very object that came.
    """
    if isinstance(value, list) and depth:
        items = [in_snake_case(item, depth - 1) if isinstance(item, dict) else item for item in value]
        return value if all(map(operator.is_, items, value)) else items
    if not isinstance(value, dict) or not depth:
        return value
    keys = tuple(value)
    renamed, within = _names(keys) if len(keys) <= MOST_REMEMBERED else _names.__wrapped__(keys)
    changed = {}
    for key in within:
        item = value[key]
        if isinstance(item, HOLDERS):
            named = in_snake_case(item, depth - 1)
            if named is not item:
                changed[key] = named
    if not renamed and not changed:
        return value
    return {renamed.get(key, key): changed.get(key, item) for key, item in value.items()}


@lru_cache(maxsize=2048)
def _names(keys: tuple[str, ...]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Of an object with these keys: the other names of some, and under which of them more names of ours may stand."""
    names = {}
    for key in keys:
        name = _snake(key)
        names[key] = key if name != key and name in keys else name
    within = tuple(key for key, name in names.items() if name in KNOWN and name not in _AS_IT_IS)
    return {key: name for key, name in names.items() if name != key}, within


@lru_cache(maxsize=4096)
def _snake(key: str) -> str:
    if not key[:1].islower():
        return key
    name = _HUMP.sub("_", key).lower()
    return name if name in KNOWN else key


def to_v3(raw: dict[str, Any]) -> dict[str, Any]:
    """A service in the shape of 3.0, with `eligibilities` and `attending_*` kept beside it; a new object.

    Its names are in snake case already (`in_snake_case`).
    """
    service = {_RENAMED.get(key, key): value for key, value in raw.items()}
    service["schedules"] = _all(service, "schedules", "regular_schedules")
    service["eligibilities"] = _all(service, "eligibilities", "eligibilitys", "eligibility")
    service["service_at_locations"] = _places(service)
    service["attributes"] = _all(service, "attributes") + _terms(service)
    service["languages"] = [_language(item) for item in _all(service, "languages")]
    service["contacts"] = _all(service, "contacts", "contact")
    return service


def _all(record: dict[str, Any], *keys: str) -> list[Any]:
    """The items under any of these keys: lists as they are, a single object as a list of one, null as none."""
    found: list[Any] = []
    for key in keys:
        value = record.get(key)
        if isinstance(value, list):
            found += value
        elif isinstance(value, dict):
            found.append(value)
    return found


def _places(service: dict[str, Any]) -> list[dict[str, Any]]:
    places = [place for place in _all(service, "service_at_locations") if isinstance(place, dict)]
    places += [
        {"location": place} for place in _all(service, "locations", "location") if isinstance(place, dict)
    ]
    out = []
    for place in places:
        location = place.get("location") if isinstance(place.get("location"), dict) else None
        if location is None and (place.get("postal_code") or place.get("latitude") or place.get("address_1")):
            location = {key: value for key, value in place.items() if key != "schedules"}
        if location is None and place.get("location_id"):
            location = {"id": place["location_id"]}
        if location is not None:
            schedules = _all(place, "schedules", "regular_schedules") + _all(location, "schedules")
            out.append({"id": place.get("id"), "location": _location(location), "schedules": schedules})
    return out


def _location(location: dict[str, Any]) -> dict[str, Any]:
    addresses = _all(location, "addresses", "physical_addresses", "address")
    if not addresses and any(location.get(key) for key in ("address_1", "postal_code", "postcode")):
        addresses = [location]
    accessibility = _all(location, "accessibility", "accessibility_for_disabilities")
    words = [{"description": item} for item in accessibility if isinstance(item, str)]
    words += [item for item in accessibility if isinstance(item, dict)]
    if isinstance(location.get("accessibility"), str):
        words.append({"description": location["accessibility"]})
    return location | {"addresses": addresses, "accessibility": words}


def _terms(service: dict[str, Any]) -> list[dict[str, Any]]:
    terms = []
    for item in _all(service, "service_taxonomys", "service_taxonomies", "taxonomies", "taxonomy"):
        if isinstance(item, dict):
            within = item.get("taxonomy")
            inner = within if isinstance(within, dict) else item
            term = {**inner, "taxonomy": inner.get("vocabulary") or ""}
            terms.append({"link_type": item.get("link_type"), "taxonomy_term": term})
    return terms


def _language(item: Any) -> Any:
    if isinstance(item, dict) and item.get("language") and not item.get("name"):
        return {**item, "name": item["language"]}
    return {"name": item} if isinstance(item, str) else item
