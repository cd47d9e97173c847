"""Pure decisions about caring: which law, what may follow what, what is proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

from alongside.caring.enums import Law, Stage

#: Under this age a carer is a young carer (Children and Families Act 2014 s.96, inserting Children Act 1989 s.17ZA).
ADULT_AT = 18
#: Care Act 2014 s.27 asks for reviews without a term; the Care and Support Guidance (13.32) expects one within a year.
REVIEW_WITHIN = timedelta(days=365)

#: How a pathway may begin. An authority must assess on the appearance of need (s.10), so asking needs no offer first.
BEGINNINGS = frozenset({Stage.OFFERED, Stage.REQUESTED})

#: A carer may refuse (s.11) and change their mind. After a look again a new assessment may be asked for.
TRANSITIONS: Mapping[Stage, frozenset[Stage]] = {
    Stage.OFFERED: frozenset({Stage.REQUESTED, Stage.REFUSED}),
    Stage.REQUESTED: frozenset({Stage.DONE, Stage.REFUSED}),
    Stage.REFUSED: frozenset({Stage.OFFERED, Stage.REQUESTED}),
    Stage.DONE: frozenset({Stage.OUTCOME}),
    Stage.OUTCOME: frozenset({Stage.REVIEWED}),
    Stage.REVIEWED: frozenset({Stage.REVIEWED, Stage.REQUESTED}),
}
#: Stages that say what came of it, and when it is to be looked at again.
WITH_RESULT = frozenset({Stage.OUTCOME, Stage.REVIEWED})


class Move(Protocol):
    """What a line of the pathway tells the rules: its place, the stage it led to, and which line it takes back."""

    number: int
    stage: str
    takes_back: int | None


M = TypeVar("M", bound=Move)


def is_young(age: int | None) -> bool:
    """Whether a carer of this age is a young carer. An age nobody knows makes nobody one."""
    return age is not None and age < ADULT_AT


def law_for(*, carer_age: int | None, cared_for_age: int | None) -> Law:
    """Which assessment is due: by the carer's age first, then by that of the person they look after."""
    if is_young(carer_age):
        return Law.YOUNG
    return Law.PARENT if is_young(cared_for_age) else Law.ADULT


def standing(moves: Sequence[M]) -> list[M]:
    """The moves that still stand, oldest first: none that was taken back, none that only takes back."""
    gone = {move.takes_back for move in moves if move.takes_back is not None}
    return sorted(
        (move for move in moves if move.takes_back is None and move.number not in gone),
        key=lambda move: move.number,
    )


def stage_of(moves: Sequence[M]) -> Stage | None:
    """Where the pathway stands; None before it has begun."""
    stand = standing(moves)
    return Stage(stand[-1].stage) if stand else None


def next_stages(stage: Stage | None) -> list[Stage]:
    """Where it may go from here, in the order of the pathway."""
    after = BEGINNINGS if stage is None else TRANSITIONS[stage]
    return [one for one in Stage if one in after]


@dataclass(frozen=True)
class Told:
    """What a member tells of a move."""

    stage: Stage
    happened_on: date
    result: str = ""
    review_on: date | None = None


class Wrong(ValueError):
    """What was told does not fit; `field` says which part."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def check_told(told: Told, *, now: Stage | None, last_on: date | None, today: date) -> None:
    """Raise Wrong where a move does not follow, lies ahead or before the last one, or lacks its result or review."""
    if told.stage not in next_stages(now):
        raise Wrong("stage")
    if told.happened_on > today or (last_on is not None and told.happened_on < last_on):
        raise Wrong("happened_on")
    if bool(told.result) != (told.stage in WITH_RESULT):
        raise Wrong("result")
    if told.stage in WITH_RESULT and told.review_on is None:
        raise Wrong("review_on")
    if told.review_on is not None and (told.stage not in WITH_RESULT or told.review_on <= told.happened_on):
        raise Wrong("review_on")


def review_proposed(happened_on: date) -> date:
    """The day a review is proposed for: a year later."""
    return happened_on + REVIEW_WITHIN
