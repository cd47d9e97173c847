"""Facets: what a list can be narrowed by, and how many there would be. One query, however many values.

Each count is what the finder would find with that value chosen instead of whatever is chosen of its kind, all else
being as asked (tested by asking). Where a wish can be met surely or perhaps – many services do not say whether they
are step-free – the sure ones are counted as well.
"""

from dataclasses import dataclass, replace
from typing import Final

from django.db import connection

from alongside.directory import candidates, questions
from alongside.directory.enums import AccessFeature, DeliveryMode
from alongside.directory.rules import Facts, Slot
from alongside.directory.rules.facts import DAY
from alongside.directory.typed import Reading

LANGUAGES_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Facet:
    """One value to narrow by. `surely`: known to fit; `count`: found when it is chosen, the silent included."""

    kind: str
    value: str
    surely: int
    count: int


def facets(facts: Facts, *, total: int, heard: Reading | None = None) -> tuple[Facet, ...]:
    """Return the values that would leave some, but not all, of the `total` results.

    `heard` spares reading the words again.
    """
    choices = _choices(facts)
    question = questions.ask(facts, heard)
    params = dict(question.params)
    flags, sums = [], []
    for number, (kind, _value, changed) in enumerate(choices):
        own = {f"{name}_{number}": value for name, value in candidates.parameters(changed).items()}
        fits, sure = _conditions(kind, number)
        params |= {name: value for name, value in own.items() if f"%({name})s" in fits + sure}
        others = candidates.all_fit(facts, but=(kind,))
        flags += [
            f"bool_or({others} AND {fits}) AS c{number}",
            f"bool_or({others} AND {fits} AND {sure}) AS s{number}",
        ]
        sums += [f"count(*) FILTER (WHERE c{number})", f"count(*) FILTER (WHERE s{number})"]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(sums)} FROM (SELECT {', '.join(flags)} FROM directory_offer o"  # noqa: S608
            f" WHERE NOT {candidates.closed(facts)} AND {question.about} GROUP BY o.service_id) AS told",
            params,
        )
        counted = cursor.fetchone() or ()
    found = [
        Facet(kind, value, counted[2 * n + 1], counted[2 * n])
        for n, (kind, value, _changed) in enumerate(choices)
    ]
    useful = [one for one in found if one.surely and one.count != total]
    languages = sorted((one for one in useful if one.kind == "language"), key=lambda one: -one.surely)
    shown = {one.value for one in languages[:LANGUAGES_SHOWN]}
    return tuple(one for one in useful if one.kind != "language" or one.value in shown)


_SURE: Final = {
    "when": "o.times IS NOT NULL",
    "language": "o.languages && %(languages)s::varchar[]",
    "needs": f"({candidates.PLACELESS} OR o.access @> %(needs)s::varchar[])",
    "cost": "o.cost_pence <= %(max_cost)s",
    "mode": "o.mode <> ''",
    "referral": "true",
}


def _conditions(kind: str, number: int) -> tuple[str, str]:
    """Return what an offer must be for a value, and for surely being it, with the parameters of that value."""
    return _renamed(candidates.FITS[kind], number), _renamed(_SURE[kind], number)


def _renamed(condition: str, number: int) -> str:
    for name in ("free", "languages", "needs", "max_cost", "modes"):
        condition = condition.replace(f"%({name})s", f"%({name}_{number})s")
    return condition


def _choices(facts: Facts) -> list[tuple[str, str, Facts]]:
    """Return every value there is to narrow by: kind, value, and the facts with that value alone of its kind."""
    found: list[tuple[str, str, Facts]] = []
    found += [("mode", mode, replace(facts, modes=frozenset({mode}))) for mode in DeliveryMode.values]
    hours = {(slot.start, slot.end) for slot in facts.free} or {(0, DAY)}
    for day in range(7):
        slots = tuple(Slot(day, start, end) for start, end in sorted(hours))
        found.append(("when", str(day), replace(facts, free=slots)))
    for need in AccessFeature.values:
        found.append(("needs", need, replace(facts, needs=facts.needs | {need})))
    found.append(("cost", "free", replace(facts, max_cost_pence=0)))
    found.append(("referral", "self", replace(facts, without_referral=True)))
    found += [("language", code, replace(facts, languages=frozenset({code}))) for code in _languages()]
    return [choice for choice in found if choice[2] != facts]


def _languages() -> list[str]:
    """Return the languages besides English that services speak."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT unnest(languages) FROM directory_offer WHERE cardinality(languages) > 0"
        )
        return sorted(code for (code,) in cursor.fetchall() if code != "en")
