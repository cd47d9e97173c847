"""When something happens next: recurring schedules expanded on the wall clock of Europe/London.

"Tuesdays at 2pm" is 2pm in winter and in summer, so days are chosen first and only then given an hour. Pure: it is
told the moment. Bounded: it looks `HORIZON_DAYS` ahead and no further.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from alongside.directory.rules.facts import Slot

LONDON = ZoneInfo("Europe/London")
HORIZON_DAYS = 92
"""A monthly meeting every second month still shows its next date."""

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVERY_DAY = frozenset(range(7))
SPRING = 3
"""The month in which British clocks go forward; in no other is there an hour that the wall never shows."""
_ENTRY = re.compile(r"(?P<nth>[+-]?[1-5])?(?P<day>MO|TU|WE|TH|FR|SA|SU)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """A schedule in Open Referral UK's words (a part of RFC 5545).

    freq        WEEKLY, MONTHLY or "" (once, on dtstart; with byday: weekly)
    interval    every so many weeks or months, counted from dtstart, else valid_from
    byday       "TU"; for months also "1TU" (first) and "-1FR" (last)
    bymonthday  1 to 31, or -1 (last day) back to -31
    off         days on which it does not recur, such as bank holidays; a date that is named itself stands
    """

    freq: str = ""
    interval: int = 1
    byday: tuple[str, ...] = ()
    bymonthday: tuple[int, ...] = ()
    dtstart: dt.date | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    opens_at: dt.time | None = None
    closes_at: dt.time | None = None
    off: frozenset[dt.date] = frozenset()

    def happens_on(self, day: dt.date) -> bool:
        """Say whether it happens on the day."""
        if not self._is_valid_on(day) or (day in self.off and self.recurs):
            return False
        if self.freq == "MONTHLY":
            return self._in_turn(_months, day) and self._month_day_fits(day)
        if self.freq == "WEEKLY" or self.byday:
            return self._in_turn(_weeks, day) and self._weekday_fits(day)
        return day == self.dtstart

    @property
    def recurs(self) -> bool:
        """Whether it happens again and again; else only on `dtstart`, if ever."""
        return bool(self.freq or self.byday)

    def weekdays(self) -> frozenset[int]:
        """Return the days of the week, Monday is 0, on which it can happen at all."""
        if self.byday:
            return frozenset(DAYS.index(entry[-2:]) for entry in self.byday if entry[-2:] in DAYS)
        if self.freq != "MONTHLY" and self.dtstart is not None:
            return frozenset({self.dtstart.weekday()})
        return EVERY_DAY if self.freq == "MONTHLY" else frozenset()

    def _is_valid_on(self, day: dt.date) -> bool:
        begins = max(filter(None, (self.dtstart, self.valid_from)), default=dt.date.min)
        return begins <= day <= (self.valid_to or dt.date.max)

    def _in_turn(self, count: Callable[[dt.date], int], day: dt.date) -> bool:
        anchor = self.dtstart or self.valid_from
        return self.interval <= 1 or anchor is None or (count(day) - count(anchor)) % self.interval == 0

    def _weekday_fits(self, day: dt.date) -> bool:
        if not self.byday:
            return self.dtstart is not None and day.weekday() == self.dtstart.weekday()
        return any(entry[-2:] == DAYS[day.weekday()] for entry in self.byday)

    def _month_day_fits(self, day: dt.date) -> bool:
        length = calendar.monthrange(day.year, day.month)[1]
        if self.bymonthday and not {day.day, day.day - length - 1} & set(self.bymonthday):
            return False
        if self.byday:
            return any(_nth_fits(entry, day, length) for entry in self.byday)
        return bool(self.bymonthday) or (self.dtstart is not None and day.day == self.dtstart.day)


def _weeks(day: dt.date) -> int:
    return (day.toordinal() - 1) // 7


def _months(day: dt.date) -> int:
    return day.year * 12 + day.month


def _nth_fits(entry: str, day: dt.date, length: int) -> bool:
    found = _ENTRY.match(entry)
    if not found or found["day"] != DAYS[day.weekday()]:
        return False
    nth = int(found["nth"] or 0)
    return nth in (0, (day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1))


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One time it happens. Starts and ends are aware, in London; without an hour `starts` is None."""

    day: dt.date
    starts: dt.datetime | None
    ends: dt.datetime | None = None

    @property
    def iso(self) -> str:
        """Return the start as ISO 8601 to the minute, with offset; only the day when no hour is known."""
        return self.starts.isoformat(timespec="minutes") if self.starts else self.day.isoformat()

    def meets(self, free: Iterable[Slot]) -> bool:
        """Say whether it overlaps a free time; without an hour it may, on the right day."""
        for slot in free:
            if slot.weekday != self.day.weekday():
                continue
            if self.starts is None:
                return True
            begins = self.starts.hour * 60 + self.starts.minute
            ends = (
                self.ends.hour * 60 + self.ends.minute if self.ends and self.ends.date() == self.day else None
            )
            if begins < slot.end and slot.start < (ends if ends is not None else begins + 60):
                return True
        return False


@dataclass(frozen=True, slots=True)
class Closed:
    """Days, both ends included, on which nothing happens, and why."""

    starts_on: dt.date
    ends_on: dt.date
    reason: str = ""

    def holds(self, day: dt.date) -> bool:
        """Whether the day is one of them."""
        return self.starts_on <= day <= self.ends_on


def occurrences(
    recurrences: Iterable[Recurrence],
    *,
    at: dt.datetime,
    days: int = HORIZON_DAYS,
    closed: Iterable[Closed] = (),
) -> Iterator[Occurrence]:
    """Yield what happens from the moment on, in order of time, each once; what has begun but not ended counts.

    Days on which the service is closed are left out.
    """
    rules, shut = list(recurrences), list(closed)
    today = at.astimezone(LONDON).date()
    weekdays = frozenset[int]().union(*(rule.weekdays() for rule in rules))
    for offset in range(days if rules else 0):
        day = today + dt.timedelta(days=offset)
        if day.weekday() not in weekdays or any(closure.holds(day) for closure in shut):
            continue
        found = {_at_hour(rule, day) for rule in rules if rule.happens_on(day)}
        for occurrence in sorted(found, key=lambda o: (o.starts is None, o.starts or at, o.ends or at)):
            over = occurrence.ends or occurrence.starts
            if over is None or over > at or (occurrence.ends is None and over >= at):
                yield occurrence


def next_times(
    recurrences: Iterable[Recurrence],
    *,
    at: dt.datetime,
    limit: int = 3,
    free: Iterable[Slot] = (),
    closed: Iterable[Closed] = (),
) -> list[Occurrence]:
    """Return the next times, at most `limit`; with free times, only those that meet one; never on a closed day."""
    slots = tuple(free)
    found: list[Occurrence] = []
    for occurrence in occurrences(recurrences, at=at, closed=closed):
        if not slots or occurrence.meets(slots):
            found.append(occurrence)
            if len(found) == limit:
                break
    return found


def _at_hour(rule: Recurrence, day: dt.date) -> Occurrence:
    if rule.opens_at is None:
        return Occurrence(day, None)
    return Occurrence(
        day, _wall_clock(day, rule.opens_at), _wall_clock(day, rule.closes_at) if rule.closes_at else None
    )


def _wall_clock(day: dt.date, time: dt.time) -> dt.datetime:
    """Return the moment the clock on the wall shows the time; an hour that the spring change skips moves on by one."""
    moment = dt.datetime.combine(day, time, tzinfo=LONDON)
    if day.month != SPRING:
        return moment
    return moment.astimezone(dt.UTC).astimezone(LONDON)
