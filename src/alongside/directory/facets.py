"""Facets: what a list can be narrowed by, and how many there would be. One query, however many values.

Each count is what the finder would find with that value chosen instead of whatever is chosen of its kind, all else
being as asked (tested by asking). Where a wish can be met surely or perhaps – many services do not say whether they
are step-free – the sure ones are counted as well.
"""

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

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
    question = questions.ask(facts, heard)
    among = f"NOT {candidates.closed(facts)} AND {question.about} AND {_always(facts)}"
    choices = _choices(facts, among, question.params)
    params = dict(question.params)
    columns = [_column(facts, block, params) for block in _blocks(choices)]
    masks = ", ".join(
        f"bit_or({fits}) AS c{number}, bit_or({sure}) AS s{number}"
        for number, (fits, sure) in enumerate(columns)
    )
    sums = ", ".join(
        f"count(*) FILTER (WHERE {kind}{number} >> {bit} & 1 = 1)"
        for number, block in enumerate(_blocks(choices))
        for bit in range(len(block))
        for kind in "cs"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {sums} FROM (SELECT {masks} FROM directory_offer o"  # noqa: S608
            f" WHERE {among} GROUP BY o.service_id) AS told",
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


def _always(facts: Facts) -> str:
    """Return what holds whatever is chosen: being within reach is nothing to narrow by, and an index answers it."""
    return candidates.all_fit(facts, but=_SURE.keys())


def _blocks(choices: "list[Choice]") -> "list[list[Choice]]":
    """Return the choices of each kind, so many at a time as a number has bits."""
    blocks: list[list[Choice]] = []
    for _kind, those in groupby(choices, key=lambda choice: choice[0]):
        blocks += _batched(list(those))
    return blocks


def _batched(those: "list[Choice]") -> "list[list[Choice]]":
    return [those[start : start + BITS] for start in range(0, len(those), BITS)]


def _column(facts: Facts, block: "list[Choice]", params: dict[str, Any]) -> tuple[str, str]:
    """Return two bigints for an offer: which values of a kind it may fit, bit by bit, and which surely."""
    kind = block[0][0]
    fits, sure = [], []
    for bit, (_kind, value, changed) in enumerate(block):
        own = {f"{name}_{kind}_{value}": given for name, given in candidates.parameters(changed).items()}
        may, surely = (_renamed(text, f"{kind}_{value}") for text in (candidates.FITS[kind], _SURE[kind]))
        params |= {name: given for name, given in own.items() if f"%({name})s" in may + surely}
        fits.append(f"CASE WHEN {may} THEN {1 << bit} ELSE 0 END")
        sure.append(f"CASE WHEN {may} AND {surely} THEN {1 << bit} ELSE 0 END")
    every = (1 << len(block)) - 1
    silent, others = _SILENT[kind], candidates.all_fit(facts, but=(kind,))

    def column(bits: list[str], of_silent: int) -> str:
        return f"CASE WHEN NOT {others} THEN 0 WHEN {silent} THEN {of_silent} ELSE ({' + '.join(bits)}) END::bigint"

    return column(fits, every), column(sure, 0)


BITS: Final = 60
_SILENT: Final = {
    "when": "o.times IS NULL",
    "language": "cardinality(o.languages) = 0",
    "needs": f"(cardinality(o.access) + cardinality(o.access_lacking) = 0 AND NOT {candidates.PLACELESS})",
    "cost": "false",
    "mode": "o.mode = ''",
    "referral": "false",
}
"""Kind → condition that an offer says nothing of it: it may fit every value and surely fits none."""

_SURE: Final = {
    "when": "o.times IS NOT NULL",
    "language": "o.languages && %(languages)s::varchar[]",
    "needs": f"({candidates.PLACELESS} OR o.access @> %(needs)s::varchar[])",
    "cost": "o.cost_pence <= %(max_cost)s",
    "mode": "o.mode <> ''",
    "referral": "true",
}


def _renamed(condition: str, ending: str) -> str:
    """Return a condition with its parameters called by an ending of their own."""
    for name in ("free", "languages", "needs", "max_cost", "modes"):
        condition = condition.replace(f"%({name})s", f"%({name}_{ending})s")
    return condition


Choice = tuple[str, str, Facts]


def _choices(facts: Facts, among: str, params: dict[str, Any]) -> list[Choice]:
    """Return every value there is to narrow by: kind, value, and the facts with that value alone of its kind."""
    found: list[Choice] = []
    found += [("mode", mode, replace(facts, modes=frozenset({mode}))) for mode in DeliveryMode.values]
    hours = {(slot.start, slot.end) for slot in facts.free} or {(0, DAY)}
    for day in range(7):
        slots = tuple(Slot(day, start, end) for start, end in sorted(hours))
        found.append(("when", str(day), replace(facts, free=slots)))
    for need in AccessFeature.values:
        found.append(("needs", need, replace(facts, needs=facts.needs | {need})))
    found.append(("cost", "free", replace(facts, max_cost_pence=0)))
    found.append(("referral", "self", replace(facts, without_referral=True)))
    found += [
        ("language", code, replace(facts, languages=frozenset({code}))) for code in _languages(among, params)
    ]
    return [choice for choice in found if choice[2] != facts]


def _languages(among: str, params: dict[str, Any]) -> list[str]:
    """Return the languages besides English that are spoken among these offers."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT unnest(languages) FROM directory_offer o WHERE {among} AND cardinality(languages) > 0",  # noqa: S608
            params,
        )
        return sorted(code for (code,) in cursor.fetchall() if code != "en")
