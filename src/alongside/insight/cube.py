"""Counts of one set of people by breakdown and period, made safe to show as a whole. Pure.

A cube is built from facts: a day, and a category in each breakdown. Each fact counts once, in the quarter
of its day. All breakdowns share the total, quarters add up to years, finer categories add up to coarser
ones: the disclosure control gets every one of these sums, quarter by quarter in the order they were
published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from alongside.insight.periods import Period, Quarter, ends_a_year, year_to
from alongside.numerics.disclosure import Disclosing, Protection, Sum, protect_in_order

ALL = "all"


class Cell(NamedTuple):
    """The name of one count."""

    breakdown: str
    category: str
    period: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to one person on a day; or `times` alike, in the quarter of that day."""

    on: date
    categories: Mapping[str, str]
    times: int = 1


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Categories in the order they are shown.

    `within` names, for each category, the category of the coarser breakdown `of` it is part of. A fine breakdown
    may be `yearly`: told only for whole years that do not overlap (periods.ends_a_year).
    """

    name: str
    categories: tuple[str, ...]
    of: str = ""
    within: Mapping[str, str] = field(default_factory=dict)
    yearly: bool = False


@dataclass(frozen=True, slots=True)
class Cube:
    """Safe counts. `count` and `share` give None where a number is hidden."""

    protection: Protection

    def tells(self, breakdown: str, category: str, period: Period) -> bool:
        """Whether there is such a number at all: yearly breakdowns have none for most periods."""
        return Cell(breakdown, category, period.key) in self.protection.counts

    def count(self, breakdown: str, category: str, period: Period) -> int | None:
        """How many people of this category in the period."""
        return self.protection.shown(Cell(breakdown, category, period.key))

    def total(self, period: Period) -> int | None:
        """How many people in the period."""
        return self.count(ALL, ALL, period)

    def share(self, breakdown: str, category: str, period: Period) -> int | None:
        """The category in whole per cent of everybody in the period."""
        return self.protection.share(Cell(breakdown, category, period.key), Cell(ALL, ALL, period.key))


def cube(
    facts: Iterable[Fact],
    breakdowns: Sequence[Breakdown],
    quarters: Sequence[Quarter],
    *,
    threshold: int,
    began: Quarter | None = None,
) -> Cube:
    """Count the facts of these quarters and protect the counts. A category that is not declared is a
    KeyError.

    `began` is the quarter yearly breakdowns count their years from; the first of `quarters` unless told.
    """
    counts, sums, stages = _count(facts, breakdowns, quarters, began or quarters[0])
    protection = _protected(
        tuple(counts.items()), tuple(sums), tuple(tuple(stage) for stage in stages), threshold
    )
    return Cube(protection)


@lru_cache(maxsize=128)
def _protected(
    counts: tuple[tuple[Cell, int], ...],
    sums: tuple[Sum, ...],
    stages: tuple[tuple[Cell, ...], ...],
    threshold: int,
) -> Protection:
    """The same counts give the same answer, so it is worked out once in each process. Holds counts only."""
    try:
        return protect_in_order(dict(counts), sums, stages, threshold=threshold)
    except Disclosing:
        # Rather than a page that fails or one that tells too much: the strictest answer there is.
        return Protection(dict(counts), frozenset(cell for cell, count in counts if count))


def _count(
    facts: Iterable[Fact], breakdowns: Sequence[Breakdown], quarters: Sequence[Quarter], began: Quarter
) -> tuple[dict[Cell, int], list[Sum], list[list[Cell]]]:
    """The counts by quarter and by year, the sums that hold between them, and which came with which quarter."""
    tally = _tally(facts, breakdowns, {one.key for one in quarters})
    everything = [Breakdown(ALL, (ALL,)), *breakdowns]
    counts: dict[Cell, int] = {}
    sums: list[Sum] = []
    stages: list[list[Cell]] = []
    for one in quarters:
        stage: list[Cell] = []
        year = year_to(one)
        known = [part for part in year.quarters if part >= quarters[0]]
        is_whole_year = ends_a_year(one, began) and len(known) == len(year.quarters)
        for breakdown in everything:
            if breakdown.yearly and not is_whole_year:
                continue
            for category in breakdown.categories:
                whole = Cell(breakdown.name, category, year.key)
                parts = tuple(Cell(breakdown.name, category, part.key) for part in known)
                counts[whole] = sum(tally[part] for part in parts)
                stage.append(whole)
                if not breakdown.yearly:
                    counts[parts[-1]] = tally[parts[-1]]
                    stage.append(parts[-1])
                    sums.append(Sum(whole, parts))
            sums += _across(breakdown, year.key)
            if not breakdown.yearly:
                sums += _across(breakdown, one.key)
        stages.append(stage)
    return counts, sums, stages


def _tally(facts: Iterable[Fact], breakdowns: Sequence[Breakdown], quarters: set[str]) -> Counter[Cell]:
    tally: Counter[Cell] = Counter()
    for fact in facts:
        key = Quarter.of(fact.on).key
        if key not in quarters:
            continue
        tally[Cell(ALL, ALL, key)] += fact.times
        for breakdown in breakdowns:
            category = fact.categories[breakdown.name]
            if category not in breakdown.categories:
                raise KeyError(f"{category!r} is no category of {breakdown.name!r}")
            tally[Cell(breakdown.name, category, key)] += fact.times
    return tally


def _across(breakdown: Breakdown, period: str) -> list[Sum]:
    """The sums within one period: categories to the total, or finer categories to coarser ones."""
    cells = {category: Cell(breakdown.name, category, period) for category in breakdown.categories}
    if breakdown.name == ALL or not cells:
        return []
    if not breakdown.of:
        return [Sum(Cell(ALL, ALL, period), tuple(cells.values()))]
    coarse = dict.fromkeys(breakdown.within[category] for category in breakdown.categories)
    return [
        Sum(
            Cell(breakdown.of, whole, period),
            tuple(cells[part] for part in breakdown.categories if breakdown.within[part] == whole),
        )
        for whole in coarse
    ]
