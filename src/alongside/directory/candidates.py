"""The rule of `directory.rules.decide`, said once more as SQL over `directory_offer o`, so that PostgreSQL chooses.

`OPEN` is 'yes', 'ask' or 'no'; `FITS` says of each wish whether it is not known to be unmet. What we do not know is
passed as null. A property test (tests/domain/directory/test_eligibility_in_sql.py) holds both forms equal over
generated services and facts. Lists are looked into only where they are not empty: `cardinality` is cheap, `&&` is not.
"""

from collections.abc import Collection
from typing import Any, Final

from alongside.directory import rules
from alongside.directory.rules import Facts

# One row per rule: (it excludes, it depends on something we do not know).
_RULES: Final = {
    "belonging": (
        "cardinality(o.open_to) > 0 AND NOT o.open_to && %(relations)s::varchar[]"
        " AND o.open_to_levels <@ %(known)s::varchar[]",
        "cardinality(o.open_to) > 0 AND NOT o.open_to && %(relations)s::varchar[]"
        " AND NOT o.open_to_levels <@ %(known)s::varchar[]",
    ),
    "age": (
        "(o.minimum_age > %(age)s OR o.maximum_age < %(age)s) IS TRUE",
        "%(age)s::int IS NULL AND (o.minimum_age IS NOT NULL OR o.maximum_age IS NOT NULL)",
    ),
    "carers": (
        "o.carers_only AND %(carer)s::bool IS FALSE",
        "o.carers_only AND %(carer)s::bool IS NULL",
    ),
    "parents": (
        "o.parents_only AND %(parent)s::bool IS FALSE",
        "o.parents_only AND %(parent)s::bool IS NULL",
    ),
    "new_parents": (
        "o.new_parents_only AND %(new_parent)s::bool IS FALSE",
        "o.new_parents_only AND %(new_parent)s::bool IS NULL",
    ),
    "gender": (
        "cardinality(o.genders) > 0 AND %(gender)s <> '' AND NOT %(gender)s = ANY(o.genders)",
        "cardinality(o.genders) > 0 AND %(gender)s = ''",
    ),
}

CLOSED: Final = "(" + " OR ".join(f"({excludes})" for excludes, _ in _RULES.values()) + ")"
TO_ASK: Final = "(" + " OR ".join(f"({unknown})" for _, unknown in _RULES.values()) + ")"
OPEN: Final = f"CASE WHEN {CLOSED} THEN 'no' WHEN {TO_ASK} THEN 'ask' ELSE 'yes' END"

DISTANCE: Final = "(o.point <-> %(here)s::point)"

PLACELESS: Final = f"o.mode IN ({', '.join(repr(mode) for mode in rules.PLACELESS)})"
"""Nobody goes anywhere to take part."""

NEAR: Final = "o.point <@ circle(%(here)s::point, %(within)s + 1)"
"""A little more than within reach: what the index on the point can answer, unlike a distance that is compared."""

FITS: Final = {
    "distance": f"(o.point IS NULL OR {NEAR} AND {DISTANCE} <= %(within)s)",
    "when": "(o.times IS NULL OR o.times && %(free)s::int4multirange)",
    "language": "(cardinality(o.languages) = 0 OR o.languages && %(languages)s::varchar[])",
    "needs": f"({PLACELESS} OR NOT o.access_lacking && %(needs)s::varchar[])",
    "cost": "coalesce(o.cost_pence <= %(max_cost)s, NOT (o.paid AND %(max_cost)s = 0))",
    "referral": "(NOT o.referral_needed)",
    "mode": "(o.mode = '' OR o.mode = ANY(%(modes)s::varchar[]))",
}
"""Wish → condition that it is not known to be unmet, in the order of `rules.decide.WISHES`; for wishes one has."""


def wishes(facts: Facts) -> tuple[str, ...]:
    """Return the wishes someone has."""
    has = {
        "distance": facts.within_m is not None and facts.easting is not None and facts.northing is not None,
        "when": bool(facts.free),
        "language": bool(facts.languages),
        "needs": bool(facts.needs),
        "cost": facts.max_cost_pence is not None,
        "referral": facts.without_referral,
        "mode": bool(facts.modes),
    }
    return tuple(wish for wish in FITS if has[wish])


def all_fit(facts: Facts, *, but: Collection[str] = ()) -> str:
    """Return the condition that every wish someone has may be met, leaving some out."""
    return "(" + (" AND ".join(FITS[wish] for wish in wishes(facts) if wish not in but) or "true") + ")"


def parameters(facts: Facts) -> dict[str, Any]:
    """Return the facts as the parameters of the expressions above."""
    known = facts.easting is not None and facts.northing is not None
    return {
        "relations": sorted(facts.relation_tokens),
        "known": sorted(facts.known_relations),
        "age": facts.age,
        "carer": facts.carer,
        "parent": facts.is_parent,
        "new_parent": facts.new_parent,
        "gender": facts.gender,
        "here": f"({float(facts.easting)!r},{float(facts.northing)!r})" if known else None,  # type: ignore[arg-type]
        "within": facts.within_m,
        "free": week_ranges_text(facts) if facts.free else None,
        "languages": sorted(facts.languages),
        "needs": sorted(facts.needs),
        "max_cost": facts.max_cost_pence,
        "modes": sorted(facts.modes),
    }


def week_ranges_text(facts: Facts) -> str:
    """Return the free times as PostgreSQL writes a multirange."""
    return "{" + ",".join(f"[{start},{end})" for start, end in facts.free_in_week) + "}"
