"""No results, or hardly any: which wish, or which two, given up, would give some – and how many."""

import itertools
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.directory import questions, wording
from alongside.directory.languages import language_name
from alongside.directory.rules import Facts

MOST_PAIRS: Final = 3

WIDER_M: Final = (1_600, 3_200, 8_000, 16_000, None)
"""Steps by which the distance grows: about 1, 2, 5 and 10 miles, then any distance."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One way to more results: what is given up (two: a space between), how many there would be, and the facts then."""

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
    """Return what to give up for more than there is, nearest to the question first.

    Single wishes; when none of them helps, two together; when not even that, everything but to be near and open.
    """
    wider = tuple(m for m in WIDER_M if facts.within_m is not None and (m is None or m > facts.within_m))
    less = _less(facts, question)
    if not (less or wider):
        return ()
    singles = [frozenset({wish}) for wish in less]
    counted = _counted(question, wider, singles)
    found = [_wider(facts, wider, counted, have)]
    found += [_given_up(facts, less, drop, counted) for drop in singles]
    helpful = tuple(relaxation for relaxation in found if relaxation and relaxation.count > have)
    if helpful or counted["no_wishes"] <= have:
        return helpful
    less |= {"distance": (_("At any distance"), {"within_m": None})} if wider else {}
    pairs = [frozenset(pair) for pair in itertools.combinations(less, 2)]
    counted = _counted(question, (), pairs)
    both = [_given_up(facts, less, drop, counted) for drop in pairs]
    helpful = tuple(sorted((one for one in both if one.count > have), key=lambda one: -one.count))
    bare = replace(
        facts, **{name: value for _said, changes in less.values() for name, value in changes.items()}
    )
    bare = replace(bare, within_m=facts.within_m)
    all_of_it = Relaxation("all", _("Everything near you that is open to you"), counted["no_wishes"], bare)
    return (*helpful[:MOST_PAIRS], all_of_it) if len(less) > 1 and counted["no_wishes"] > have else helpful


def _counted(
    question: questions.Question, wider: tuple[int | None, ...], drops: list[frozenset[str]]
) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(questions.counts(question, wider, drops), question.params)
        columns = [column.name for column in cursor.description or ()]
        return dict(zip(columns, cursor.fetchone() or (), strict=True))


def _given_up(
    facts: Facts, less: dict[str, tuple[str, dict[str, Any]]], drop: frozenset[str], counted: dict[str, int]
) -> Relaxation:
    named = [wish for wish in less if wish in drop]
    said = [less[wish][0] for wish in named]
    sentence = said[0] if len(said) == 1 else _("%(one)s – and: %(other)s") % {
        "one": said[0], "other": said[1][:1].lower() + said[1][1:]
    }  # fmt: skip
    changes = {name: value for wish in named for name, value in less[wish][1].items()}
    return Relaxation(" ".join(named), sentence, counted[questions.column(drop)], replace(facts, **changes))


def _less(facts: Facts, question: questions.Question) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return all that can be given up but the distance, each with the offer and what it changes."""
    less = _wishes(facts)
    if question.words:
        less["words"] = (_("Without the words you typed"), {"words": ""})
    if question.matters:
        less["matters"] = (_("Whatever it is about"), {"matters": ()})
    return less


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
    if facts.without_referral:
        found["referral"] = (_("Also where somebody must refer you"), {"without_referral": False})
    if facts.modes:
        found["mode"] = (_("However you take part"), {"modes": frozenset()})
    return found
