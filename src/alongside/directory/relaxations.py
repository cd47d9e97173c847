"""No results, or hardly any: which single wish, given up, would give some – and how many."""

from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.directory import questions, wording
from alongside.directory.languages import language_name
from alongside.directory.rules import Facts

WIDER_M: Final = (1_600, 3_200, 8_000, 16_000, None)
"""Steps by which the distance grows: about 1, 2, 5 and 10 miles, then any distance."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One way to more results: the wish given up, how many there would be in all, and the facts then asked with."""

    wish: str
    sentence: str
    count: int
    facts: Facts

    def __str__(self) -> str:
        return ngettext("%(sentence)s: %(count)d result", "%(sentence)s: %(count)d results", self.count) % {
            "sentence": self.sentence,
            "count": self.count,
        }


def relaxations(facts: Facts, question: questions.Question, *, have: int) -> tuple[Relaxation, ...]:
    """Return the single wishes to give up that give more than there is, nearest to the question first; one query."""
    wider = tuple(m for m in WIDER_M if facts.within_m is not None and (m is None or m > facts.within_m))
    wishes = _wishes(facts)
    if not (wishes or wider or question.words or question.matters):
        return ()
    with connection.cursor() as cursor:
        cursor.execute(questions.counts(question, wider, tuple(wishes)), question.params)
        columns = [column.name for column in cursor.description or ()]
        counted = dict(zip(columns, cursor.fetchone() or (), strict=True))
    found = [_wider(facts, wider, counted, have)]
    found += [
        Relaxation(wish, sentence, counted[f"no_{wish}"], replace(facts, **less))
        for wish, (sentence, less) in wishes.items()
    ]
    if question.words:
        found.append(
            Relaxation(
                "words", _("Without the words you typed"), counted["no_words"], replace(facts, words="")
            )
        )
    if question.matters:
        found.append(
            Relaxation(
                "matters", _("Whatever it is about"), counted["no_matters"], replace(facts, matters=())
            )
        )
    helpful = tuple(relaxation for relaxation in found if relaxation and relaxation.count > have)
    if helpful or counted["no_wishes"] <= have:
        return helpful
    bare = replace(
        facts,
        words="",
        matters=(),
        free=(),
        languages=frozenset(),
        needs=frozenset(),
        max_cost_pence=None,
        modes=frozenset(),
    )
    return (Relaxation("all", _("Everything near you that is open to you"), counted["no_wishes"], bare),)


def _wider(
    facts: Facts, wider: tuple[int | None, ...], counted: dict[str, int], have: int
) -> Relaxation | None:
    for number, metres in enumerate(wider):
        if counted[f"wider_{number}"] > have:
            sentence = (
                _("At any distance")
                if metres is None
                else _("Up to %(miles)s away") % {"miles": _miles(metres)}
            )
            return Relaxation(
                "distance", sentence, counted[f"wider_{number}"], replace(facts, within_m=metres)
            )
    return None


def _miles(metres: int) -> str:
    miles = round(metres / 1_600)
    return ngettext("%(n)d mile", "%(n)d miles", miles) % {"n": miles}


def _wishes(facts: Facts) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return the wishes in force, each with the offer to give it up and what that changes."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    if facts.free:
        found["when"] = (_("On any day and at any time"), {"free": ()})
    if facts.languages:
        names = wording.join([language_name(code) for code in sorted(facts.languages)])
        found["language"] = (
            _("Not only in %(languages)s") % {"languages": names},
            {"languages": frozenset()},
        )
    if facts.needs:
        names = wording.join(
            [wording.feature_name(need).lower() for need in sorted(facts.needs)], last=_("and")
        )
        found["needs"] = (_("Also where it is not %(needs)s") % {"needs": names}, {"needs": frozenset()})
        if facts.needs != {"step_free"}:
            found["needs"] = (_("Also without: %(needs)s") % {"needs": names}, {"needs": frozenset()})
    if facts.max_cost_pence is not None:
        sentence = _("Also if it costs something") if facts.free_only else _("Whatever it costs")
        found["cost"] = (sentence, {"max_cost_pence": None})
    if facts.modes:
        found["mode"] = (_("However you take part"), {"modes": frozenset()})
    return found
