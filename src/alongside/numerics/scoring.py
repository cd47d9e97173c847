"""Exact scoring: sums with a missing-answer rule, bands, and look-up tables. No rounding anywhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """A named range of scores, both ends included."""

    name: str
    low: Number
    high: Number

    def __contains__(self, score: Number) -> bool:
        return self.low <= score <= self.high


def missing(points: Sequence[object | None]) -> tuple[int, ...]:
    """The numbers (from 1) of the items without an answer."""
    return tuple(number for number, point in enumerate(points, start=1) if point is None)


def total(points: Sequence[int | None], *, may_miss: int = 0) -> int | None:
    """The sum of the answered items, or None when more than `may_miss` are unanswered.

    Nothing is imputed: with an answer missing and allowed to be, the sum of the others stands.
    An instrument with no answers at all has no score, whatever the rule allows.
    """
    answered = [point for point in points if point is not None]
    if not answered or len(points) - len(answered) > may_miss:
        return None
    return sum(answered)


def band_of(score: Number | None, bands: Iterable[Band]) -> str | None:
    """The name of the band a score falls in; None without a score, or where no band covers it."""
    if score is None:
        return None
    return next((band.name for band in bands if score in band), None)


def look_up(raw: int | None, table: Mapping[int, Decimal]) -> Decimal | None:
    """The converted score of a raw total. Raises KeyError for a raw total the table does not know."""
    return None if raw is None else table[raw]
