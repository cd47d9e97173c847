"""Pure decisions: what may follow what, and how two values of one detail become one.

Where a detail says whether and how somebody may be reached, the stricter of the two holds; nobody chooses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alongside.joining.enums import JoinStatus, Side, Way

TRANSITIONS: dict[str, frozenset[str]] = {
    JoinStatus.PROPOSED: frozenset({JoinStatus.JOINED, JoinStatus.REFUSED, JoinStatus.TAKEN_BACK}),
    JoinStatus.JOINED: frozenset({JoinStatus.UNDONE}),
    JoinStatus.REFUSED: frozenset(),
    JoinStatus.TAKEN_BACK: frozenset(),
    JoinStatus.UNDONE: frozenset(),
}

#: Every field of a person, and how two become one. A field that is missing here fails the build (tests/domain/joining);
#: until it is declared, it is chosen like a name.
WAYS: dict[str, Way] = {
    "given_name": Way.CHOSEN,
    "family_name": Way.CHOSEN,
    "known_as": Way.CHOSEN,
    "born_on": Way.CHOSEN,
    "phone": Way.CHOSEN,
    "email": Way.CHOSEN,
    "address": Way.CHOSEN,
    "gender": Way.CHOSEN,
    "lives_alone": Way.CHOSEN,
    "gp_practice": Way.CHOSEN,
    "emergency_name": Way.CHOSEN,
    "contact_by": Way.CHOSEN,
    "interpreter_needed": Way.EITHER,
    "is_carer": Way.EITHER,
    "new_parent": Way.EITHER,
    "do_not_contact": Way.EITHER,
    "leave_message": Way.BOTH,
    "languages": Way.ALL,
    "access_needs": Way.ALL,
    "contact_times": Way.NARROWER,
    "access_note": Way.TEXTS,
    "contact_note": Way.TEXTS,
    "deceased_on": Way.EARLIER,
    "birth_year": Way.WITH,
    "postcode": Way.WITH,
    "easting": Way.WITH,
    "northing": Way.WITH,
    "lsoa21": Way.WITH,
    "ward": Way.WITH,
    "local_authority": Way.WITH,
    "emergency_relation": Way.WITH,
    "emergency_phone": Way.WITH,
    "id": Way.OURS,
    "partnership": Way.OURS,
    "name_key": Way.OURS,
    "version": Way.OURS,
    "created_at": Way.OURS,
    "updated_at": Way.OURS,
}
#: What goes along with a chosen detail: nobody lives at one address and has the postcode of another.
ALONG: dict[str, tuple[str, ...]] = {
    "born_on": ("birth_year",),
    "address": ("postcode", "easting", "northing", "lsoa21", "ward", "local_authority"),
    "emergency_name": ("emergency_relation", "emergency_phone"),
}


def may_become(status: str, wanted: str) -> bool:
    """Whether a join in `status` may become `wanted`."""
    return wanted in TRANSITIONS[status]


def is_blank(value: Any) -> bool:
    """Whether nothing is known."""
    return value is None or value in ("", [])


def offered(kept: Mapping[str, Any], gone: Mapping[str, Any], field: str) -> bool:
    """Whether a chosen detail differs, so that somebody must say which stands. A blank never stands against a value."""
    both = [[side.get(name) for name in (field, *ALONG.get(field, ()))] for side in (kept, gone)]
    known = [any(not is_blank(value) for value in values) for values in both]
    return all(known) and both[0] != both[1]


def default_side(kept: Mapping[str, Any], gone: Mapping[str, Any], field: str) -> Side:
    """Whose value stands when nobody says otherwise: the kept one's, unless nothing is known there."""
    names = (field, *ALONG.get(field, ()))
    if all(is_blank(kept.get(name)) for name in names) and any(not is_blank(gone.get(n)) for n in names):
        return Side.GONE
    return Side.KEPT


def joined_values(
    kept: Mapping[str, Any],
    gone: Mapping[str, Any],
    chosen: Mapping[str, str],
    ways: Mapping[str, Way] = WAYS,
) -> dict[str, Any]:
    """What the record holds afterwards. `chosen` says whose value stands, by field; unsaid, `default_side`."""
    values: dict[str, Any] = {}
    for field, way in ways.items():
        a, b = kept.get(field), gone.get(field)
        if way == Way.CHOSEN:
            side = chosen.get(field) if offered(kept, gone, field) else None
            source = gone if (side or default_side(kept, gone, field)) == Side.GONE else kept
            for name in (field, *ALONG.get(field, ())):
                values[name] = source.get(name)
        elif way not in {Way.WITH, Way.OURS}:
            values[field] = _one(way, a, b)
    if is_blank(values.get("birth_year")) and "birth_year" in kept:
        values["birth_year"] = kept.get("birth_year") or gone.get("birth_year")
    return values


def _one(way: Way, a: Any, b: Any) -> Any:
    if way == Way.EITHER:
        return bool(a or b)
    if way == Way.BOTH:
        return bool(a and b)
    if way == Way.ALL:
        return list(dict.fromkeys([*(a or []), *(b or [])]))
    if way == Way.NARROWER:
        both = [value for value in a or [] if value in (b or [])]
        return both or list(a or b or [])
    if way == Way.TEXTS:
        return "\n".join(dict.fromkeys(text for text in ((a or "").strip(), (b or "").strip()) if text))
    return min((day for day in (a, b) if day is not None), default=None)
