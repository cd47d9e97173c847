"""Working days in England and Wales: Monday to Friday, without bank holidays; and the bank holidays of each nation.

The dates come with the package `govuk-bank-holidays`, so no network is needed. Rules that must stay pure take
the set of holidays as an argument; `bank_holidays()` is what the edges pass in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache

SATURDAY = 5


class Nation(StrEnum):
    """Where bank holidays differ, in the words of gov.uk."""

    ENGLAND_AND_WALES = "england-and-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


@lru_cache(maxsize=8)
def bank_holidays(nation: Nation = Nation.ENGLAND_AND_WALES) -> frozenset[dt.date]:
    """Bank holidays of a nation that the installed package knows (2012 to two years ahead)."""
    from govuk_bank_holidays.bank_holidays import BankHolidays

    known = BankHolidays(use_cached_holidays=True).get_holidays(division=nation.value)
    return frozenset(holiday["date"] for holiday in known)


@lru_cache(maxsize=8)
def bank_holidays_known_until(nation: Nation = Nation.ENGLAND_AND_WALES) -> dt.date:
    """The last day of which we know whether it is a bank holiday: they are announced by whole years."""
    return dt.date(max(bank_holidays(nation)).year, 12, 31)


def is_working_day(day: dt.date, holidays: Collection[dt.date] | None = None) -> bool:
    """Whether offices are usually open on `day`."""
    closed = bank_holidays() if holidays is None else holidays
    return day.weekday() < SATURDAY and day not in closed


def on_or_after(day: dt.date, holidays: Collection[dt.date] | None = None) -> dt.date:
    """`day` itself when it is a working day, else the first one after it."""
    while not is_working_day(day, holidays):
        day += dt.timedelta(days=1)
    return day


def add_working_days(day: dt.date, count: int, holidays: Collection[dt.date] | None = None) -> dt.date:
    """The working day `count` working days after `day`; `day` is not counted. `count` is 0 or more."""
    if count < 0:
        raise ValueError("count of working days must not be negative")
    for _ in range(count):
        day = on_or_after(day + dt.timedelta(days=1), holidays)
    return day


def working_days_between(start: dt.date, end: dt.date, holidays: Collection[dt.date] | None = None) -> int:
    """How many working days have begun after `start`, up to and including `end`; 0 when `end` is not
    later."""
    closed = bank_holidays() if holidays is None else holidays
    weeks, rest = divmod(max(0, (end - start).days), 7)
    weekdays = weeks * SATURDAY + sum((start.weekday() + n) % 7 < SATURDAY for n in range(1, rest + 1))
    return weekdays - sum(start < day <= end and day.weekday() < SATURDAY for day in closed)
