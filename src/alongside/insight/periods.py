"""Periods of the figures: whole calendar quarters, and years of four of them. Pure.

Only quarters that are over are shown. A figure that moved every day would let somebody compare today's page with
yesterday's and read off one person; whole quarters are fixed, and editions of later quarters are protected together
with the earlier ones (numerics.disclosure.protect_in_order).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

QUARTERS_IN_A_YEAR = 4
#: How far back the figures go: two years.
QUARTERS_KEPT = 8


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A calendar quarter: 1 January to March … 4 October to December."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter a day lies in."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return self.shifted(1).first - timedelta(days=1)

    @property
    def key(self) -> str:
        """How addresses name it: 2026-q3."""
        return f"{self.year}-q{self.number}"

    @property
    def place(self) -> int:
        """Its number in the row of all quarters."""
        return self.year * 4 + self.number - 1

    def shifted(self, by: int) -> Quarter:
        """The quarter `by` quarters later, or earlier when negative."""
        place = self.place + by
        return Quarter(place // 4, place % 4 + 1)


@dataclass(frozen=True, slots=True)
class Period:
    """One quarter, or the year that ends with it."""

    key: str
    quarters: tuple[Quarter, ...]
    is_year: bool

    @property
    def first(self) -> date:
        """The first day."""
        return self.quarters[0].first

    @property
    def last(self) -> date:
        """The last day."""
        return self.quarters[-1].last


def quarter(one: Quarter) -> Period:
    """The period of one quarter."""
    return Period(one.key, (one,), is_year=False)


def year_to(one: Quarter) -> Period:
    """The four quarters that end with this one."""
    return Period(
        f"year-to-{one.key}", tuple(one.shifted(by) for by in range(1 - QUARTERS_IN_A_YEAR, 1)), is_year=True
    )


def over(first: date | None, today: date) -> tuple[Quarter, ...]:
    """The quarters that are over, oldest first: from the one of the `first` fact, at most the last two years.

    Without any fact, or when the first is in the running quarter, the last quarter that is over stands alone.
    """
    newest = Quarter.of(today).shifted(-1)
    oldest = newest if first is None else max(Quarter.of(first), newest.shifted(1 - QUARTERS_KEPT))
    found = [newest]
    while found[-1] > oldest:
        found.append(found[-1].shifted(-1))
    return tuple(reversed(found))


def ends_a_year(one: Quarter, began: Quarter) -> bool:
    """Whether a whole year, counted in fours from the quarter the place began, ends with this one.

    Such years do not overlap, so fine tables of them cannot be subtracted from each other. A fine table of every
    rolling year would be as good as one of every quarter: the year to June less the year to March.
    """
    return one >= began and (one.place - began.place) % QUARTERS_IN_A_YEAR == QUARTERS_IN_A_YEAR - 1


def offered(quarters: tuple[Quarter, ...]) -> list[Period]:
    """The periods to choose from, the newest year first, then the quarters, then earlier years."""
    newest_first = quarters[::-1]
    years = [year_to(one) for one in newest_first]
    return [years[0], *(quarter(one) for one in newest_first), *years[1:]]
