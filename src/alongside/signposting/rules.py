"""Pure decisions about life events: which are sensitive, what is proposed when nobody has set a rule, and for when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from alongside.signposting.enums import Answer, LifeEventKind, Who

#: A proposal may be answered the other way; taking the answer back opens it again.
TRANSITIONS: Mapping[Answer, frozenset[Answer]] = {
    Answer.OPEN: frozenset({Answer.ACCEPTED, Answer.DECLINED}),
    Answer.ACCEPTED: frozenset({Answer.OPEN}),
    Answer.DECLINED: frozenset({Answer.OPEN}),
}

#: Where a letter at the wrong time hurts. Nothing is proposed for these until a steward says so.
SENSITIVE = frozenset({LifeEventKind.BEREAVEMENT, LifeEventKind.LEFT_CARE, LifeEventKind.LEFT_FORCES})
MOST_WEEKS = 52


@dataclass(frozen=True)
class Rule:
    """What is proposed for a kind of life event: a letter of that kind or none (""), what a shortlist asks for (keys of
    `directory.matters`), how many weeks after it happened, and to whom. `version` is 0 for the rules we come with."""

    kind: LifeEventKind
    is_on: bool
    letter: str
    matters: tuple[str, ...]
    after_weeks: int
    who: Who = Who.CONNECTOR
    version: int = 0


def _first(kind: LifeEventKind, after_weeks: int, *matters: str) -> Rule:
    return Rule(kind, kind not in SENSITIVE, kind.value, matters, after_weeks)


#: What we come with. A partnership's own rules replace them one by one.
FIRST_RULES: Mapping[LifeEventKind, Rule] = {
    rule.kind: rule
    for rule in (
        _first(LifeEventKind.BEREAVEMENT, 6, "bereavement", "talk", "company"),
        _first(LifeEventKind.BIRTH, 3, "parents"),
        _first(LifeEventKind.LEFT_FORCES, 2, "company", "money"),
        _first(LifeEventKind.LEFT_CARE, 2, "young", "money", "learning"),
        _first(LifeEventKind.MOVED, 2, "company", "language"),
        _first(LifeEventKind.NEW_CARER, 1, "carers"),
        _first(LifeEventKind.RETIREMENT, 4, "volunteering", "learning", "walking"),
    )
}


def due_on(rule: Rule, *, happened_on: dt.date | None, noted_on: dt.date) -> dt.date:
    """When a proposal is due: so many weeks after it happened (or was told, where nobody knows), never in the past."""
    return max((happened_on or noted_on) + dt.timedelta(weeks=rule.after_weeks), noted_on)


def is_plausible(happened_on: dt.date | None, today: dt.date) -> bool:
    """Whether a day may stand: none, or one of the last hundred years, up to three months ahead (a retirement)."""
    if happened_on is None:
        return True
    return today - dt.timedelta(days=36525) <= happened_on <= today + dt.timedelta(days=92)
