"""Facets: what a list can be narrowed by, and how many there would be. One query, however many values.

Each count is what the finder would find with that value chosen instead of whatever is chosen of its kind, all else
being as asked (tested by asking). Where a wish can be met surely or perhaps – many services do not say whether they
are step-free – the sure ones are counted as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    kinds = _choices(facts)
    params = dict(question.params)
    of_offers = ", ".join(_of_an_offer(facts, kind, choices, params) for kind, choices in kinds.items())
    of_services = ", ".join(
        f"bit_or(coalesce({kind}_bits, {(1 << len(choices)) - 1})) AS {kind}_may,"
        f" bit_or(coalesce({kind}_{'sure' if kind in _SURE else 'bits'}, 0)) AS {kind}_sure"
        for kind, choices in kinds.items()
    )
    sets = ", ".join(f"({kind}_may, {kind}_sure)" for kind in kinds)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(f'{kind}_may, {kind}_sure' for kind in kinds)}, spoken, count(*) FROM ("  # noqa: S608
            f"SELECT {of_services}, max(spoken) AS spoken FROM ("
            f"SELECT o.service_id, {of_offers}, CASE WHEN {_others(facts, 'language')} THEN o.languages END AS spoken"
            f" FROM directory_offer o WHERE NOT {candidates.closed(facts)} AND {question.about} AND {_always(facts)}"
            " OFFSET 0) AS offers GROUP BY service_id) AS services"
            f" GROUP BY GROUPING SETS ({sets}, (spoken))",
            params,
        )
        counted = cursor.fetchall()
    found = [
        facet
        for number, (kind, choices) in enumerate(kinds.items())
        for facet in _facets(
            kind, choices, [(row[2 * number], row[2 * number + 1], row[-1]) for row in counted]
        )
    ]
    useful = [one for one in (*found, *_languages(facts, counted)) if one.surely and one.count != total]
    languages = sorted((one for one in useful if one.kind == "language"), key=lambda one: -one.surely)
    shown = {one.value for one in languages[:LANGUAGES_SHOWN]}
    return tuple(one for one in useful if one.kind != "language" or one.value in shown)


def _always(facts: Facts) -> str:
    """Return what holds whatever is chosen: being within reach is nothing to narrow by, and an index answers it."""
    return candidates.all_fit(facts, but=(*_SILENT, "language"))


def _others(facts: Facts, kind: str) -> str:
    """Return the condition that an offer fits all that was chosen of other kinds."""
    return candidates.all_fit(facts, but=(kind, "distance"))


def _of_an_offer(facts: Facts, kind: str, choices: "list[Choice]", params: dict[str, Any]) -> str:
    """Return which values of a kind an offer may fit, bit by bit; null when it says nothing of them: it may fit all.

    Where an offer that may fit need not surely fit, also which it surely fits.
    """
    fits, sure = [], []
    for bit, (value, changed) in enumerate(choices):
        own = {f"{name}_{kind}_{value}": given for name, given in candidates.parameters(changed).items()}
        may, surely = (
            _renamed(text, f"{kind}_{value}") for text in (candidates.FITS[kind], _SURE.get(kind, ""))
        )
        params |= {name: given for name, given in own.items() if f"%({name})s" in may + surely}
        fits.append(f"CASE WHEN {may} THEN {1 << bit} ELSE 0 END")
        sure.append(f"CASE WHEN {may} AND {surely} THEN {1 << bit} ELSE 0 END")
    every = f" WHEN {_EVERY[kind]} THEN {(1 << len(choices)) - 1}" if kind in _EVERY else ""
    when = f"CASE WHEN NOT {_others(facts, kind)} THEN 0{every} WHEN {_SILENT[kind]} THEN"
    bits = f"{when} NULL ELSE {' + '.join(fits)} END::bigint AS {kind}_bits"
    return f"{bits}, {when} 0 ELSE {' + '.join(sure)} END::bigint AS {kind}_sure" if kind in _SURE else bits


def _facets(
    kind: str, choices: "list[Choice]", counted: list[tuple[int | None, int | None, int]]
) -> Iterator[Facet]:
    """Yield the values of a kind with how many services have which bits."""
    of_kind = [
        (may, sure, services) for may, sure, services in counted if may is not None and sure is not None
    ]
    for bit, (value, _changed) in enumerate(choices):
        surely = sum(services for _may, sure, services in of_kind if sure >> bit & 1)
        yield Facet(kind, value, surely, sum(services for may, _sure, services in of_kind if may >> bit & 1))


def _languages(facts: Facts, counted: list[tuple[Any, ...]]) -> Iterator[Facet]:
    """Yield the languages besides English. They are the service's: all its offers name the same, or none names any."""
    spoken = [(codes, services) for *_, codes, services in counted if codes is not None]
    silent = sum(services for codes, services in spoken if not codes)
    for code in sorted({code for codes, _ in spoken for code in codes} - {"en"}):
        surely = sum(services for codes, services in spoken if code in codes)
        if facts.languages != {code}:
            yield Facet("language", code, surely, silent + surely)


_SILENT: Final = {
    "when": "o.times IS NULL",
    "needs": "cardinality(o.access) + cardinality(o.access_lacking) = 0",
    "cost": "false",
    "mode": "o.mode = ''",
    "referral": "false",
}
"""Kind → condition that an offer says nothing of it: it may fit every value and surely fits none."""

_EVERY: Final = {"needs": candidates.PLACELESS}
"""Kind → condition that an offer surely fits every value."""

_SURE: Final = {
    "needs": "o.access @> %(needs)s::varchar[]",
    "cost": "o.cost_pence <= %(max_cost)s",
}
"""Kind → condition that an offer that may fit surely does, where it is not that it says anything."""


def _renamed(condition: str, ending: str) -> str:
    """Return a condition with its parameters called by an ending of their own."""
    for name in ("free", "languages", "needs", "max_cost", "modes"):
        condition = condition.replace(f"%({name})s", f"%({name}_{ending})s")
    return condition


Choice = tuple[str, Facts]
"""A value, and the facts with that value alone of its kind."""


def _choices(facts: Facts) -> "dict[str, list[Choice]]":
    """Return every value there is to narrow by, by kind; of languages there are as many as are spoken."""
    hours = {(slot.start, slot.end) for slot in facts.free} or {(0, DAY)}
    days = {str(day): tuple(Slot(day, start, end) for start, end in sorted(hours)) for day in range(7)}
    found: dict[str, list[Choice]] = {
        "mode": [(mode, replace(facts, modes=frozenset({mode}))) for mode in DeliveryMode.values],
        "when": [(day, replace(facts, free=slots)) for day, slots in days.items()],
        "needs": [(need, replace(facts, needs=facts.needs | {need})) for need in AccessFeature.values],
        "cost": [("free", replace(facts, max_cost_pence=0))],
        "referral": [("self", replace(facts, without_referral=True))],
    }
    new = {kind: [choice for choice in choices if choice[1] != facts] for kind, choices in found.items()}
    return {kind: choices for kind, choices in new.items() if choices}
