"""The shapes of the report: rows, tables, questions; and what every question is answered about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alongside.insight import periods, words
from alongside.insight.cube import Breakdown, Cube, Fact, cube
from alongside.numerics.disclosure import Sum, means_to_show
from alongside.numerics.proportions import wilson

if TYPE_CHECKING:
    from datetime import date

    from alongside.insight.periods import Period, Quarter


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table. `count` and `share` (whole per cent) are None where hidden; `low`, `high` its interval."""

    label: str
    count: int | None
    share: int | None = None
    low: int | None = None
    high: int | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether the number is hidden to protect people."""
        return self.count is None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of counts. `is_detail` tables are folded away at first."""

    key: str
    caption: str
    head: str
    rows: tuple[Row, ...]
    total: Row | None = None
    is_detail: bool = False

    @property
    def has_hidden(self) -> bool:
        """Whether any number of it is hidden."""
        return any(row.is_hidden for row in self.rows) or bool(self.total and self.total.is_hidden)

    @property
    def has_shares(self) -> bool:
        """Whether it has a column of shares."""
        return self.key not in {"waiting", "steps"}

    @property
    def has_intervals(self) -> bool:
        """Whether its shares carry intervals."""
        return any(row.low is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class ChangePicture:
    """Where the mean change and its interval are drawn, in whole units from 0 to 1000."""

    zero: int
    mean: int
    low: int | None
    high: int | None
    said: str


@dataclass(frozen=True, slots=True)
class Column:
    """One quarter of a trend. `count` is None where hidden; `x` and `height` are whole units of a picture 100 high."""

    label: str
    first: date
    last: date
    count: int | None
    x: int
    height: int

    @property
    def top(self) -> int:
        """Where the column begins, counted from above."""
        return 100 - self.height

    @property
    def middle(self) -> int:
        """The middle of the column."""
        return self.x + COLUMN // 2


@dataclass(frozen=True, slots=True)
class Trend:
    """Totals by quarter, oldest first, drawn as columns; `width` in whole units."""

    caption: str
    columns: tuple[Column, ...]
    width: int


COLUMN, GAP = 60, 20


def trend_of(about: About, counted: Cube, caption: str) -> Trend:
    """The totals of a cube by quarter. They were protected together with everything else the cube shows."""
    totals = [(one, counted.total(periods.quarter(one))) for one in about.quarters]
    most = max((count or 0 for _one, count in totals), default=0) or 1
    columns = tuple(
        Column(
            f"{one.year} Q{one.number}",
            one.first,
            one.last,
            count,
            place * (COLUMN + GAP),
            round(100 * (count or 0) / most),
        )
        for place, (one, count) in enumerate(totals)
    )
    return Trend(caption, columns, max(1, len(columns)) * (COLUMN + GAP) - GAP)


@dataclass(frozen=True, slots=True)
class Question:
    """One of the questions, answered."""

    key: str
    title: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]
    figures: tuple[tuple[str, str], ...] = ()
    picture: ChangePicture | None = None
    caution: str = ""
    trend: Trend | None = None

    @property
    def has_hidden(self) -> bool:
        """Whether any number under it is hidden."""
        return any(table.has_hidden for table in self.tables)


@dataclass(frozen=True, slots=True)
class About:
    """What every question needs: the period, all quarters (they are protected together), the threshold."""

    period: Period
    quarters: tuple[Quarter, ...]
    began: Quarter
    threshold: int

    def cube(self, found: Iterable[Fact], *breakdowns: Breakdown) -> Cube:
        return cube(found, breakdowns, self.quarters, threshold=self.threshold, began=self.began)

    def inside(self, on: date) -> bool:
        return self.period.first <= on <= self.period.last

    def may_average(self, days: Iterable[tuple[date, int]]) -> bool:
        """Whether a mean over the people of this period is safe, beside those of all other periods.

        `days`: a day, and how many people it counts for.
        """
        by_quarter: Counter[Quarter] = Counter()
        for day, times in days:
            by_quarter[periods.Quarter.of(day)] += times
        people: dict[Hashable, int] = {}
        sums, stages = [], []
        for one in self.quarters:
            year = periods.year_to(one)
            people[one.key] = by_quarter[one]
            parts = tuple(part.key for part in year.quarters if part >= self.quarters[0])
            people[year.key] = sum(people[part] for part in parts)
            sums.append(Sum(year.key, parts))
            stages.append([one.key, year.key])
        shown = _means(
            tuple(people.items()), tuple(sums), tuple(tuple(stage) for stage in stages), self.threshold
        )
        return self.period.key in shown


@lru_cache(maxsize=128)
def _means(
    people: tuple[tuple[Hashable, int], ...],
    sums: tuple[Sum, ...],
    stages: tuple[tuple[Hashable, ...], ...],
    threshold: int,
) -> frozenset[Hashable]:
    """The same counts give the same answer, so it is worked out once in each process. Holds counts only."""
    return means_to_show(dict(people), sums, stages, threshold=threshold)


def table_of(
    about: About,
    counted: Cube,
    key: str,
    caption: str,
    *,
    head: str,
    labels: Mapping[str, str],
    is_detail: bool = False,
    with_intervals: bool = False,
    leave_out_empty: Iterable[str] = (),
) -> Table:
    total = counted.total(about.period)
    rows = []
    for category, label in labels.items():
        count = counted.count(key, category, about.period)
        if count == 0 and category in leave_out_empty:
            continue
        low = high = None
        if with_intervals and count is not None and total:
            interval = wilson(count, total)
            low, high = words.per_cent(interval.low), words.per_cent(interval.high)
        rows.append(Row(label, count, counted.share(key, category, about.period), low, high))
    return Table(key, caption, head, tuple(rows), Row(_("Everybody"), total), is_detail=is_detail)
