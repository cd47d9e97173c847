"""The rule of `directory.rules.decide`, said once more as SQL over `directory_offer o`, so that PostgreSQL chooses.

`OPEN` is 'yes', 'ask' or 'no'; `FITS` says of each wish whether it is not known to be unmet. The text never changes
with the question: what we do not know is passed as null, so the same plan serves everyone. A property test
(tests/domain/directory/test_eligibility_in_sql.py) holds both forms equal over generated services and facts.
"""

from typing import Any, Final

from alongside.directory.rules import Facts

# One row per rule: (it excludes, it depends on something we do not know).
_RULES: Final = {
    "belonging": (
        "NOT o.open_to && %(relations)s::varchar[] AND o.open_to_levels <@ %(known)s::varchar[] AND o.open_to <> '{}'",
        "NOT o.open_to && %(relations)s::varchar[] AND NOT o.open_to_levels <@ %(known)s::varchar[]",
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
        "o.genders <> '{}' AND %(gender)s <> '' AND NOT %(gender)s = ANY(o.genders)",
        "o.genders <> '{}' AND %(gender)s = ''",
    ),
}

CLOSED: Final = "(" + " OR ".join(f"({excludes})" for excludes, _ in _RULES.values()) + ")"
TO_ASK: Final = "(" + " OR ".join(f"({unknown})" for _, unknown in _RULES.values()) + ")"
OPEN: Final = f"CASE WHEN {CLOSED} THEN 'no' WHEN {TO_ASK} THEN 'ask' ELSE 'yes' END"

DISTANCE: Final = "(o.point <-> %(here)s::point)"

FITS: Final = {
    "distance": f"(%(here)s::point IS NULL OR o.point IS NULL OR %(within)s::float IS NULL OR {DISTANCE} <= %(within)s)",
    "when": "(%(free)s::int4multirange IS NULL OR o.times IS NULL OR o.times && %(free)s::int4multirange)",
    "language": "(%(languages)s::varchar[] = '{}' OR o.languages = '{}' OR o.languages && %(languages)s::varchar[])",
    "needs": "(o.mode IN ('phone', 'online', 'home') OR NOT o.access_lacking && %(needs)s::varchar[])",
    "cost": "(%(max_cost)s::int IS NULL OR coalesce(o.cost_pence <= %(max_cost)s, NOT (o.paid AND %(max_cost)s = 0)))",
    "mode": "(%(modes)s::varchar[] = '{}' OR o.mode = '' OR o.mode = ANY(%(modes)s::varchar[]))",
}
"""Wish → condition that it is not known to be unmet, in the order of `rules.decide.WISHES`."""


def all_fit(*, but: str = "") -> str:
    """Return the condition that every wish may be met, leaving one out."""
    return "(" + " AND ".join(condition for wish, condition in FITS.items() if wish != but) + ")"


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
