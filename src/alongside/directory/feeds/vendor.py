"""What the standard does not know: vendors' own keys, kept for the way out; and what must never be kept. Pure.

The names and e-mail addresses of the officers who assured or edited a record are personal data that feeds leak.
They are dropped wherever they turn up, also from rejected records and from the vendor keys we keep.
"""

import re
from functools import lru_cache
from typing import Any

from alongside.directory.feeds.clean_text import storable

_OFFICER = re.compile(
    r"(?:assur|verif|approv|moderat|creat|modif|updat|edit|author|publish|own|maintain|review|validat|submit|officer)"
    r"\w*[_ ]?(?:by|er|or)?[_ ]?(?:name|e?mail|user(?:name)?|contact)$"
    r"|(?:assured|verified|approved|moderated|created|modified|updated|edited|published|checked|reviewed|validated"
    r"|submitted|added|entered|signed_?off|confirmed|inspected|audited)_?by\w*$"
    r"|(?:assurer|author|editor|moderator|reviewer|officer|validator)\w*$|(?:data|record|entry|page)_?owner$|attention$",
    re.IGNORECASE,
)

_KNOWN_WORDS = """
    id name description url uri email website logo status fees accreditations minimum_age maximum_age assured_date
    alert last_modified schedules regular_schedules holiday_schedules service_areas service_at_locations locations
    location languages organization organisation organization_id organisation_id parent_organization_id
    organization_identifiers contacts contact phones cost_options costOptions attributes service_taxonomys taxonomies
    eligibilitys eligibilities eligibility deliverable_type attending_type attending_access identifier
    identifier_scheme identifier_type valid_from valid_to dtstart freq interval byday bymonthday weekday opens_at
    closes_at schedule_link notes latitude longitude external_identifier external_identifier_type addresses
    physical_addresses address_1 city region state_province postal_code postcode country address_type location_type
    accessibility accessibility_for_disabilities details extent extent_type service_area option amount
    amount_description title number extension language code note link_type taxonomy_term term term_uri taxonomy
    taxonomy_id vocabulary parent_id version service_id location_id transportation link_id taxonomy_term_id
    service_at_location_id delivery_modes deliverable_words meant_for referral_routes
    eligibility_description
"""
KNOWN = frozenset(_KNOWN_WORDS.split())
"""Keys whose meaning we hold in our own tables."""
OURS = frozenset({"alongside", "alongside_vendor"})
"""What another Alongside put there (`directory.publishing.shape`): the one is read, the other taken apart again."""


@lru_cache(maxsize=4096)
def _names_an_officer(key: str) -> bool:
    return bool(_OFFICER.search(key))


def without_officers(value: Any, depth: int = 20) -> Any:
    """The same JSON without the people who assured or edited it."""
    if isinstance(value, dict) and depth:
        return {
            key: without_officers(item, depth - 1)
            for key, item in value.items()
            if not _names_an_officer(str(key))
        }
    if isinstance(value, list) and depth:
        return [without_officers(item, depth - 1) for item in value]
    return value


def unknown_keys(raw: Any) -> Any:
    """The parts of a record we do not hold ourselves, in the record's own shape; lists keep the ids of their items."""
    # Most records have little that we do not know: officers are looked for in that alone, and what then is empty goes.
    unknown = _unknown(raw, 20)
    kept = storable(_unknown(without_officers(unknown), 20)) if unknown else {}
    kept = kept or {}
    nested = raw.get("alongside_vendor") if isinstance(raw, dict) else None
    return kept | (storable(without_officers(nested)) or {}) if isinstance(nested, dict) else kept


def _unknown(raw: Any, depth: int) -> Any:
    if not depth:
        return None
    if isinstance(raw, list):
        kept = [
            {"id": item.get("id"), **rest}
            for item in raw
            if isinstance(item, dict) and (rest := _unknown(item, depth - 1))
        ]
        return kept or None
    if not isinstance(raw, dict):
        return None
    keys = tuple(raw)
    found: dict[str, Any] = {}
    for key, is_known in _looked_at(keys) if len(keys) <= MOST_REMEMBERED else _looked_at.__wrapped__(keys):
        value = raw[key]
        if not is_known:
            if value not in (None, "", [], {}):
                found[key] = value
        elif isinstance(value, HOLDERS) and (rest := _unknown(value, depth - 1)):
            found[key] = rest
    return found or None


MOST_REMEMBERED = 100
"""Records have few keys, and the same ones again and again; objects with more are worked out each time."""
HOLDERS = (dict, list)


@lru_cache(maxsize=2048)
def _looked_at(keys: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """Of an object with these keys: all but our own, and whether we know them."""
    return tuple((key, key in KNOWN) for key in keys if key not in OURS)
