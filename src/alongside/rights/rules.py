"""Decisions about rights that need no database: the clocks, what may follow what, how long things are kept.

The time for a request is that of UK GDPR article 12(3) as the ICO counts it: to the same day of the next month, to
the last day of a shorter month, and where that is no working day, to the next one.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from alongside.core import working_days
from alongside.rights.enums import ErasureState, RunState

MONTHS = 1
MONTHS_EXTENDED = 3  # one, and two further
ACKNOWLEDGE_DAYS = 30  # Data Protection Act 2018 section 164A(3), in force since 19 June 2026

ERASURES: dict[ErasureState, frozenset[ErasureState]] = {
    ErasureState.ASKED: frozenset({ErasureState.REFUSED, ErasureState.WITHDRAWN, ErasureState.RUNNING}),
    ErasureState.RUNNING: frozenset({ErasureState.DONE}),
    ErasureState.DONE: frozenset(),
    ErasureState.REFUSED: frozenset({ErasureState.ASKED}),
    ErasureState.WITHDRAWN: frozenset({ErasureState.ASKED}),
}
RUNS: dict[RunState, frozenset[RunState]] = {
    RunState.PROPOSED: frozenset({RunState.CONFIRMED, RunState.DROPPED}),
    RunState.CONFIRMED: frozenset({RunState.DONE}),
    RunState.DONE: frozenset(),
    RunState.DROPPED: frozenset(),
}


@dataclass(frozen=True)
class Wait:
    """Days the clock stood: from a day up to the day it went on (None: it still stands)."""

    from_on: dt.date
    until_on: dt.date | None


@dataclass(frozen=True)
class Clock:
    """How the time for a request stands on a day. `days_left` is below 0 once it is late."""

    due_on: dt.date
    days_left: int
    stands: bool

    @property
    def is_late(self) -> bool:
        """Whether the day has passed and the clock runs."""
        return self.days_left < 0


def add_months(day: dt.date, months: int) -> dt.date:
    """The corresponding day `months` later; the last day of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def paused_days(waits: Iterable[Wait], *, received_on: dt.date, today: dt.date) -> int:
    """On how many days since the request the clock stood. A day in two waits counts once."""
    stood: set[int] = set()
    for wait in waits:
        first = max(wait.from_on, received_on).toordinal()
        last = min(wait.until_on or today, today).toordinal()
        stood.update(range(first, last))
    return len(stood)


def access_clock(
    received_on: dt.date,
    *,
    extended: bool,
    waits: Sequence[Wait],
    today: dt.date,
    holidays: Collection[dt.date] | None = None,
) -> Clock:
    """The day by which a request must be answered, seen from `today`."""
    day = add_months(received_on, MONTHS_EXTENDED if extended else MONTHS)
    day += dt.timedelta(days=paused_days(waits, received_on=received_on, today=today))
    due_on = working_days.on_or_after(day, holidays)
    return Clock(due_on, (due_on - today).days, any(wait.until_on is None for wait in waits))


def may_extend(received_on: dt.date, *, waits: Sequence[Wait], today: dt.date) -> bool:
    """An extension is told within the first month, or it is none (article 12(3))."""
    return not access_clock(received_on, extended=False, waits=waits, today=today).is_late


def acknowledge_by(received_on: dt.date) -> dt.date:
    """The last day to acknowledge a complaint: the day it came is the first of thirty."""
    return received_on + dt.timedelta(days=ACKNOWLEDGE_DAYS - 1)


# How long things are kept -----------------------------------------------------------------------------------------

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_LENGTH = re.compile(r"(?P<n>[a-z]+|[0-9]+) (?P<unit>day|week|month|year)s?\b")


@dataclass(frozen=True)
class Keep:
    """A `keep_for` as a program reads it: so many months (or days), or as long as something else (`with_what`)."""

    words: str
    months: int = 0
    days: int = 0
    with_what: str = ""


def keep_of(words: str) -> Keep | None:
    """Read a `keep_for`. None when it cannot be understood: then a test of the registry fails."""
    said = words.lower().strip()
    if said.startswith(("as long as ", "as the ", "until ")):
        return Keep(words, with_what=said.split(" ", 3)[-1] if said.startswith("as long") else said)
    found = _LENGTH.match(said)
    if not found:
        return None
    number = _NUMBERS.get(found["n"]) or (int(found["n"]) if found["n"].isdigit() else 0)
    if not number:
        return None
    unit = found["unit"]
    if unit in {"day", "week"}:
        return Keep(words, days=number * (7 if unit == "week" else 1))
    return Keep(words, months=number * (12 if unit == "year" else 1))


def is_over(ended_on: dt.date, keep_months: int, today: dt.date) -> bool:
    """Whether what ended on a day has been kept for long enough."""
    return add_months(ended_on, keep_months) <= today
