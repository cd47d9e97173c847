"""Intervals for a share of a group.

Wilson's score interval (Wilson 1927): honest for few people and near 0 or 1.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share between 0 and 1 with its interval; all None when there was nobody to ask."""

    count: int
    of: int
    share: float | None
    low: float | None
    high: float | None


def wilson(count: int, of: int, *, confidence: float = 0.95) -> Proportion:
    """The share `count / of` with Wilson's interval, always inside 0..1.

    Raises ValueError when the count is negative or larger than the group, or confidence is not between 0
    and 1.
    """
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is not a share of a group.")
    if not 0 < confidence < 1:
        raise ValueError(f"Confidence {confidence} is not between 0 and 1.")
    if of == 0:
        return Proportion(count, of, None, None, None)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = count / of
    spread = 1 + z * z / of
    middle = (share + z * z / (2 * of)) / spread
    half = z / spread * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == of else min(1.0, middle + half)
    return Proportion(count, of, share, low, high)
