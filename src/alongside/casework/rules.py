"""Pure decisions of casework: which changes of state are allowed, when to be in touch next, what comes first.

Nothing here reads the clock or the database. Times are the wall clock of the place; holidays are handed in.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

from alongside.casework.enums import (
    Because,
    CaseStatus,
    FollowUpKind,
    OnwardStatus,
    Result,
    Shareable,
    StepStatus,
)
from alongside.core.working_days import add_working_days, on_or_after, working_days_between

S = TypeVar("S")

CASE_TRANSITIONS: Mapping[CaseStatus, frozenset[CaseStatus]] = {
    CaseStatus.OPEN: frozenset({CaseStatus.CLOSED}),
    CaseStatus.CLOSED: frozenset({CaseStatus.OPEN}),
}

STEP_TRANSITIONS: Mapping[StepStatus, frozenset[StepStatus]] = {
    StepStatus.OPEN: frozenset({StepStatus.DONE, StepStatus.DROPPED}),
    StepStatus.DONE: frozenset({StepStatus.OPEN}),
    StepStatus.DROPPED: frozenset({StepStatus.OPEN}),
}

ONWARD_TRANSITIONS: Mapping[OnwardStatus, frozenset[OnwardStatus]] = {
    OnwardStatus.SENT: frozenset(
        {
            OnwardStatus.QUESTION,
            OnwardStatus.ACCEPTED,
            OnwardStatus.DECLINED,
            OnwardStatus.EXPIRED,
            OnwardStatus.WITHDRAWN,
        }
    ),
    OnwardStatus.QUESTION: frozenset(
        {
            OnwardStatus.SENT,
            OnwardStatus.ACCEPTED,
            OnwardStatus.DECLINED,
            OnwardStatus.EXPIRED,
            OnwardStatus.WITHDRAWN,
        }
    ),
    OnwardStatus.ACCEPTED: frozenset({OnwardStatus.WITHDRAWN}),
    OnwardStatus.DECLINED: frozenset(),
    OnwardStatus.EXPIRED: frozenset(),
    OnwardStatus.WITHDRAWN: frozenset(),
}

MORNING = dt.time(10, 0)
LATE_MORNING = dt.time(11, 30)
AFTERNOON = dt.time(14, 0)
LATE_AFTERNOON = dt.time(16, 0)
NOON = dt.time(12, 0)
EVENING = dt.time(17, 30)

CHECK_IN_EVERY = dt.timedelta(days=14)
UNANSWERED_BEFORE_WE_STOP = 3
AFTER_A_MESSAGE = 2  # working days
NUDGE_AFTER = 6  # working days without an answer before a nudge is offered
LINK_LASTS = dt.timedelta(days=28)
THREE_MONTHS = dt.timedelta(days=91)
LONGEST_LINE = 1000

#: What an organiser sees before saying yes, and what is added once they have.
SHOWN_AT_ONCE = (Shareable.CALLED, Shareable.AREA, Shareable.LANGUAGES, Shareable.ACCESS, Shareable.HOPES)
SHOWN_ONCE_ACCEPTED = (Shareable.FULL_NAME, Shareable.PHONE, Shareable.CONTACT_RULES)


def may_become(table: Mapping[S, frozenset[S]], now: S, then: S) -> bool:
    """Whether `table` allows the change of state from `now` to `then`."""
    return then in table[now]


def preferred_time(times: Collection[str]) -> str:
    """The one part of the day a person asked to be rung in, or "" when they named none or several."""
    named = [part for part in ("morning", "afternoon", "evening") if part in times]
    return named[0] if len(named) == 1 else ""


@dataclass(frozen=True)
class Proposal:
    """The next contact as the software proposes it; a member keeps or moves it."""

    due_on: dt.date
    due_time: dt.time | None
    kind: FollowUpKind
    because: Because

    @property
    def flagged(self) -> bool:
        """True when trying again the same way is unlikely to help."""
        return self.because == Because.NO_ANSWER_THREE


def another_time(tried_at: dt.time, *, prefers: str = "") -> dt.time:
    """A time of day unlike the one that did not work, within what the person prefers.

    `prefers` is "morning", "afternoon", "evening" or empty.
    """
    if prefers == "morning":
        return LATE_MORNING if tried_at < dt.time(11, 0) else MORNING
    if prefers == "afternoon":
        return LATE_AFTERNOON if tried_at < dt.time(15, 0) else AFTERNOON
    if prefers == "evening":
        return EVENING
    return AFTERNOON if tried_at < NOON else MORNING


def propose_follow_up(
    *,
    result: Result,
    tried_at: dt.datetime,
    unanswered_before: int,
    next_step_on: dt.date | None = None,
    prefers: str = "",
    holidays: Collection[dt.date],
) -> Proposal:
    """When to be in touch again after a contact that ended with `result`.

    No answer: the next working day at another time of day, and after three in a row a decision instead of a
    fourth try. A message left: two working days. Reached: when the next step of the plan is due, or in two
    weeks. `unanswered_before` counts tries without an answer since the person was last reached, without
    this one.
    """
    today = tried_at.date()
    if result == Result.REACHED:
        if next_step_on is not None and next_step_on > today:
            return Proposal(on_or_after(next_step_on, holidays), None, FollowUpKind.CALL, Because.PLAN)
        due_on = on_or_after(today + CHECK_IN_EVERY, holidays)
        return Proposal(due_on, None, FollowUpKind.CALL, Because.CHECK_IN)
    unanswered = unanswered_before + 1
    if unanswered >= UNANSWERED_BEFORE_WE_STOP:
        due_on = add_working_days(today, 1, holidays)
        return Proposal(due_on, None, FollowUpKind.DECIDE, Because.NO_ANSWER_THREE)
    if result == Result.LEFT_MESSAGE:
        due_on = add_working_days(today, AFTER_A_MESSAGE, holidays)
        return Proposal(due_on, None, FollowUpKind.RING_BACK, Because.LEFT_MESSAGE)
    because = Because.NO_ANSWER_TWICE if unanswered == 2 else Because.NO_ANSWER
    due_on = add_working_days(today, 1, holidays)
    when = another_time(tried_at.time(), prefers=prefers)
    return Proposal(due_on, when, FollowUpKind.RING_BACK, because)


def first_contact_due(received_on: dt.date, *, within: int, holidays: Collection[dt.date]) -> dt.date:
    """The day by which a referred person should have been rung: `within` working days after it came."""
    return add_working_days(received_on, within, holidays)


def may_nudge(
    *, sent_on: dt.date, nudged_on: dt.date | None, today: dt.date, holidays: Collection[dt.date]
) -> bool:
    """Whether an organiser has had long enough to answer: six working days since we last wrote."""
    return working_days_between(nudged_on or sent_on, today, holidays) >= NUDGE_AFTER


class Group(IntEnum):
    """Parts of the worklist, in the order they are shown."""

    OVERDUE = 1
    TODAY = 2
    WAITING = 3


def group_of(due_on: dt.date, today: dt.date) -> Group | None:
    """Where a follow-up belongs on the worklist of `today`; None when it is not due yet."""
    if due_on < today:
        return Group.OVERDUE
    return Group.TODAY if due_on == today else None


def worklist_key(due_on: dt.date, due_time: dt.time | None, name: str) -> tuple[dt.date, bool, dt.time, str]:
    """What comes first: the longest overdue; on a day what has a time, by time, then the rest by name."""
    return (due_on, due_time is None, due_time or dt.time.min, name.casefold())


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier; the last day of that month where it is shorter."""
    place = day.year * 12 + day.month - 1 - months
    year, month = divmod(place, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Carried:
    """What one member carries, in things that are work: counts, never anything about a person."""

    people: int = 0
    unspoken: int = 0
    urgent: int = 0
    visits: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class Weights:
    """How much work each of these is, in points from 0 to 20."""

    person: int
    unspoken: int
    urgent: int
    visit: int
    overdue: int


def weight_of(carried: Carried, weights: Weights) -> int:
    """The weight of a caseload in points: each count times its weight, added up. Nothing else goes into it."""
    return (
        carried.people * weights.person
        + carried.unspoken * weights.unspoken
        + carried.urgent * weights.urgent
        + carried.visits * weights.visit
        + carried.overdue * weights.overdue
    )
