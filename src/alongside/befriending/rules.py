"""Pure decisions of befriending: what may follow what, when things are due, how long a wait honestly is.

Nothing here reads the clock or the database. Weekly times are wall-clock times in London: a call at 2pm stays at 2pm
when the clocks change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from alongside.befriending.enums import (
    Channel,
    Decision,
    Felt,
    MatchStatus,
    NotHappened,
    ReviewKind,
    Risk,
    VisitStatus,
    WishStatus,
)

LONDON = ZoneInfo("Europe/London")

WISH_TRANSITIONS: Mapping[str, frozenset[str]] = {
    WishStatus.WAITING: frozenset({WishStatus.MATCHED, WishStatus.LEFT}),
    WishStatus.MATCHED: frozenset({WishStatus.WAITING, WishStatus.LEFT}),
    WishStatus.LEFT: frozenset(),
}
DECISIONS: Mapping[str, frozenset[str]] = {
    Decision.PENDING: frozenset({Decision.ACCEPTED, Decision.CHANGED, Decision.REJECTED, Decision.LAPSED}),
    Decision.ACCEPTED: frozenset(),
    Decision.CHANGED: frozenset(),
    Decision.REJECTED: frozenset(),
    Decision.LAPSED: frozenset(),
}
_S = MatchStatus
TRANSITIONS: Mapping[str, frozenset[str]] = {
    _S.PROPOSED: frozenset({_S.AGREED, _S.ENDED}),
    _S.AGREED: frozenset({_S.INTRODUCED, _S.ENDED}),
    _S.INTRODUCED: frozenset({_S.TRIAL, _S.ENDED}),
    _S.TRIAL: frozenset({_S.ACTIVE, _S.PAUSED, _S.ENDED}),
    _S.ACTIVE: frozenset({_S.PAUSED, _S.COVERED, _S.ENDING, _S.ENDED}),
    _S.PAUSED: frozenset({_S.ACTIVE, _S.COVERED, _S.ENDING, _S.ENDED}),
    _S.COVERED: frozenset({_S.ACTIVE, _S.PAUSED, _S.ENDING, _S.ENDED}),
    _S.ENDING: frozenset({_S.ACTIVE, _S.ENDED}),
    _S.ENDED: frozenset(),
}
VISIT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    VisitStatus.BOOKED: frozenset({VisitStatus.HAPPENED, VisitStatus.MISSED, VisitStatus.CANCELLED}),
    VisitStatus.HAPPENED: frozenset(),
    VisitStatus.MISSED: frozenset({VisitStatus.HAPPENED}),  # a log that came late
    VisitStatus.CANCELLED: frozenset(),
}

LIVE = frozenset(set(TRANSITIONS) - {_S.ENDED})
#: From the introduction on the volunteer knows whom they meet.
MEETING = frozenset({_S.INTRODUCED, _S.TRIAL, _S.ACTIVE, _S.PAUSED, _S.COVERED, _S.ENDING})
#: States in which visits may be booked and happen. A pause has none.
VISITING = frozenset({_S.INTRODUCED, _S.TRIAL, _S.ACTIVE, _S.COVERED, _S.ENDING})
TAKES_TIME = frozenset({VisitStatus.BOOKED, VisitStatus.HAPPENED})

IN_PERSON = frozenset({Channel.VISIT, Channel.WALK})
BOOKABLE = frozenset({Channel.VISIT, Channel.WALK, Channel.PHONE, Channel.VIDEO})

#: A volunteer sees a person while the match is live and this long after.
SEES_AFTER = dt.timedelta(days=14)
LINK_LASTS = dt.timedelta(days=21)
#: A booked visit nobody logged is missed this long after its end: told to the supervisor within the same hour.
MISSED_AFTER = dt.timedelta(minutes=30)
REMIND_BEFORE = dt.timedelta(hours=26)
#: A recurring series never runs further than this ahead; the daily job carries it on while the match is live.
BOOKED_AHEAD = dt.timedelta(weeks=6)
MOST_VISITS_AT_ONCE = 60
#: Being left in a round counts once in this time, however many rounds are run.
PASSED_OVER_EVERY = dt.timedelta(days=6)
NOT_FORGOTTEN_EVERY = dt.timedelta(weeks=4)
STALE_AFTER = dt.timedelta(days=90)

REVIEW_AFTER: Mapping[ReviewKind, dt.timedelta] = {
    ReviewKind.SIX_WEEKS: dt.timedelta(weeks=6),
    ReviewKind.THREE_MONTHS: dt.timedelta(days=91),
    ReviewKind.SIX_MONTHS: dt.timedelta(days=182),
    ReviewKind.TWELVE_MONTHS: dt.timedelta(days=365),
}
FIRST_REVIEW = REVIEW_AFTER[ReviewKind.SIX_WEEKS]


def may_become(table: Mapping[str, frozenset[str]], status: str, wanted: str) -> bool:
    """Whether something in `status` may become `wanted`."""
    return wanted in table[status]


def reviews_from(day: dt.date) -> list[tuple[ReviewKind, dt.date]]:
    """When the reviews of a match that began on `day` are due."""
    return [(kind, day + after) for kind, after in REVIEW_AFTER.items()]


# Times -----------------------------------------------------------------------------------------------------------


def wall_time(day: dt.date, minute: int) -> dt.datetime:
    """The moment at which London's clocks show this minute of the day.

    An hour that a clock change skips is read as it would have gone on (1.30am in March is 2.30am); of one that comes
    twice, the first is meant.
    """
    naive = dt.datetime.combine(day, dt.time(minute // 60, minute % 60))
    return naive.replace(tzinfo=LONDON, fold=0).astimezone(dt.UTC)


def series_times(
    *, weekday: int, minute: int, every_weeks: int, first: dt.date, last: dt.date | None, until: dt.date
) -> Iterator[tuple[dt.date, dt.datetime]]:
    """Days and moments of a weekly series from `first`, no later than `last` and `until`: always bounded."""
    end = until if last is None else min(last, until)
    day = first + dt.timedelta(days=(weekday - first.weekday()) % 7)
    for _each in range(MOST_VISITS_AT_ONCE):
        if day > end:
            return
        yield day, wall_time(day, minute)
        day += dt.timedelta(weeks=every_weeks)


def is_missed(*, status: str, ends_at: dt.datetime, at: dt.datetime) -> bool:
    """Whether a booked visit has gone by without a word."""
    return status == VisitStatus.BOOKED and at >= ends_at + MISSED_AFTER


def sees_until(ended_at: dt.datetime) -> dt.datetime:
    """Until when the volunteer of an ended match still sees the person."""
    return ended_at + SEES_AFTER


# The wait --------------------------------------------------------------------------------------------------------


def weeks_between(since: dt.datetime, at: dt.datetime) -> int:
    """Whole weeks that have gone by; never less than none."""
    return max(0, (at - since).days // 7)


@dataclass(frozen=True)
class HonestWait:
    """What we can say about a wait. Weeks are None where too few were matched lately to say anything."""

    waiting: int
    usual_weeks: int | None
    slow_weeks: int | None


def honest_wait(*, waiting: int, lately: Sequence[int]) -> HonestWait:
    """From the waits, in weeks, of those matched in the last half year: half waited no longer than `usual_weeks`, nine
    in ten no longer than `slow_weeks`. Fewer than five say nothing."""
    if len(lately) < 5:
        return HonestWait(waiting, None, None)
    ordered = sorted(lately)
    return HonestWait(waiting, _share(ordered, 50), _share(ordered, 90))


def _share(ordered: Sequence[int], percent: int) -> int:
    """The smallest value that so many percent do not exceed."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


# Matches at risk -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """One visit as the rules of risk see it, the newest last."""

    status: str
    felt: tuple[str, ...] = ()
    why_not: str = ""


LOW_FELT = {Felt.GOOD: 0, Felt.ALL_RIGHT: 1, Felt.HARD: 2}
#: A visit the person moved is no sign of trouble.
NO_TROUBLE = frozenset({NotHappened.PERSON_CANCELLED, NotHappened.PERSON_UNWELL})


def risks(
    *,
    visits: Sequence[Seen],
    last_word_on: dt.date,
    next_visit_on: dt.date | None,
    every_weeks: int,
    may_visit: bool,
    review_due_on: dt.date | None,
    on: dt.date,
) -> list[Risk]:
    """Why a live match may need help on a day, the gravest first. `visits` are past ones, the oldest first."""
    found = []
    if not may_visit:
        found.append(Risk.CHECK)
    if len(visits) >= 2 and all(
        v.status == VisitStatus.MISSED and v.why_not not in NO_TROUBLE for v in visits[-2:]
    ):
        found.append(Risk.MISSED)
    if falls([v.felt for v in visits if v.felt]):
        found.append(Risk.MOOD)
    if on - last_word_on > dt.timedelta(weeks=2 * every_weeks + 1):
        found.append(Risk.NO_LOG)
    if next_visit_on is None:
        found.append(Risk.NOTHING_BOOKED)
    if review_due_on is not None and review_due_on < on:
        found.append(Risk.REVIEW)
    return found


def falls(felt: Sequence[tuple[str, ...]]) -> bool:
    """Whether the last two visits felt harder than the two before, or both were hard for somebody."""
    low = [max(LOW_FELT[Felt(f)] for f in each) for each in felt]
    if len(low) >= 2 and low[-1] == low[-2] == LOW_FELT[Felt.HARD]:
        return True
    return len(low) >= 4 and sum(low[-2:]) >= sum(low[-4:-2]) + 2
