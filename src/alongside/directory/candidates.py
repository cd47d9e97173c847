"""The rule of `directory.rules.decide`, said once more as SQL over `directory_offer o`, so that PostgreSQL chooses.

`openness` is 0 for yes, 1 for ask, 2 for no; `FITS` says of each wish whether it is not known to be unmet. What cannot
matter to what we know of somebody is not asked at all: to plan it took longer than to answer it. A property test
(tests/domain/directory/test_eligibility_in_sql.py) holds both forms equal over generated services and facts. Lists are
looked into only where they are not empty: `cardinality` is cheap, `&&` is not.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

from alongside.directory import rules
from alongside.directory.rules import Facts

Known = Callable[[Facts], bool]

# One row per rule: (it excludes, it depends on something we do not know, whether we know what it asks; None: in part).
_RULES: Final[dict[str, tuple[str, str, Known | None]]] = {
    "belonging": (
        "cardinality(o.open_to) > 0 AND NOT o.open_to && %(relations)s::varchar[]"
        " AND o.open_to_levels <@ %(known)s::varchar[]",
        "cardinality(o.open_to) > 0 AND NOT o.open_to && %(relations)s::varchar[]"
        " AND NOT o.open_to_levels <@ %(known)s::varchar[]",
        None,
    ),
    "age": (
        "(o.minimum_age > %(age)s OR o.maximum_age < %(age)s) IS TRUE",
        "o.minimum_age IS NOT NULL OR o.maximum_age IS NOT NULL",
        lambda facts: facts.age is not None,
    ),
    "carers": (
        "o.carers_only AND NOT %(carer)s::bool",
        "o.carers_only",
        lambda facts: facts.carer is not None,
    ),
    "parents": (
        "o.parents_only AND NOT %(parent)s::bool",
        "o.parents_only",
        lambda facts: facts.is_parent is not None,
    ),
    "new_parents": (
        "o.new_parents_only AND NOT %(new_parent)s::bool",
        "o.new_parents_only",
        lambda facts: facts.new_parent is not None,
    ),
    "gender": (
        "cardinality(o.genders) > 0 AND NOT %(gender)s = ANY(o.genders)",
        "cardinality(o.genders) > 0",
        lambda facts: bool(facts.gender),
    ),
}


def closed(facts: Facts) -> str:
    """Return the condition that a stated rule excludes them: of the rules that what we know can decide."""
    return _any(excludes for excludes, _asks, known in _RULES.values() if known is None or known(facts))


def to_ask(facts: Facts) -> str:
    """Return the condition that a rule depends on something we do not know."""
    return _any(asks for _excludes, asks, known in _RULES.values() if known is None or not known(facts))


def openness(facts: Facts) -> str:
    """Return how open it is as a number: 0 yes, 1 ask, 2 no."""
    return f"CASE WHEN {closed(facts)} THEN 2 WHEN {to_ask(facts)} THEN 1 ELSE 0 END"


def _any(conditions: Iterable[str]) -> str:
    return "(" + " OR ".join(f"({condition})" for condition in conditions) + ")"


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
