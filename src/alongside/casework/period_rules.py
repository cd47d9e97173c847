"""Pure decisions about support for a time: when half of it is over, how much is left, when to speak of the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from alongside.core.working_days import on_or_after

USUAL_WEEKS = 12
MOST_WEEKS = 104
SPEAK_OF_THE_END = dt.timedelta(days=14)
DAYS = 7


def last_day(starts_on: dt.date, weeks: int) -> dt.date:
    """The last day of so many weeks: twelve weeks from a Monday end on a Sunday."""
    return starts_on + dt.timedelta(days=DAYS * weeks - 1)


def half_time(starts_on: dt.date, ends_on: dt.date, holidays: Collection[dt.date]) -> dt.date:
    """The working day on or after half of the time, but never after the end."""
    middle = starts_on + (ends_on - starts_on) // 2
    return min(on_or_after(middle, holidays), ends_on)


def speak_of_the_end(ends_on: dt.date, today: dt.date, holidays: Collection[dt.date]) -> dt.date:
    """When to speak of the end: two weeks before, or today when that has passed."""
    return on_or_after(max(ends_on - SPEAK_OF_THE_END, today), holidays)


def weeks_left(ends_on: dt.date, today: dt.date) -> int:
    """Weeks begun and to come until the last day: 12 on the first day of twelve; 1 on the last; 0 after it."""
    days = (ends_on - today).days + 1
    return max(0, -(-days // DAYS))
