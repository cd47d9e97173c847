"""Paired change: the same people before and after, with a confidence interval that does not pretend.

Change is not impact: without a comparison group nobody can say what caused it. The words for that live
with the pages; this module only does the arithmetic of the pairs it is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np


class NoInterval(StrEnum):
    """Why there is no interval around the mean change."""

    NOBODY = "nobody"
    ONE_PERSON = "one_person"
    ALL_CHANGED_ALIKE = "all_changed_alike"


@dataclass(frozen=True, slots=True)
class PairedChange:
    """Scores of `n` people at two times. `mean_change` is after minus before, in points of the instrument."""

    n: int
    mean_before: float | None
    mean_after: float | None
    mean_change: float | None
    low: float | None
    high: float | None
    no_interval: NoInterval | None
    improved: int
    same: int
    worse: int


def paired_change(
    before: Sequence[float],
    after: Sequence[float],
    *,
    lower_is_better: bool,
    confidence: float = 0.95,
) -> PairedChange:
    """Mean change with Student's t interval for paired differences (n - 1 degrees of freedom).

    `before[i]` and `after[i]` belong to the same person, both finite. There is no interval for fewer than two
    people, and none when everyone changed by the same amount: the formula would give a width of zero,
    which claims a certainty that a few people cannot give.
    Raises ValueError for unequal lengths or scores that are not finite numbers.
    """
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError("Paired change needs one score before and one after for each person.")
    if not (np.isfinite(first).all() and np.isfinite(second).all()):
        raise ValueError("Paired change needs finite scores: leave out people with a missing score.")
    if not 0 < confidence < 1:
        raise ValueError(f"Confidence {confidence} is not between 0 and 1.")
    n = int(first.size)
    if n == 0:
        return PairedChange(0, None, None, None, None, None, NoInterval.NOBODY, 0, 0, 0)
    # Rounded at the ninth decimal so that equal decimal changes (19.25 - 17.43, 21.07 - 19.25) count as
    # equal.
    change = np.round(second - first, 9)
    fell, rose = int((change < 0).sum()), int((change > 0).sum())
    improved, worse = (fell, rose) if lower_is_better else (rose, fell)
    mean = float(change.mean())
    low, high, reason = _interval(change, mean, confidence)
    return PairedChange(
        n,
        float(first.mean()),
        float(second.mean()),
        mean,
        low,
        high,
        reason,
        improved,
        n - fell - rose,
        worse,
    )


def _interval(
    change: np.ndarray, mean: float, confidence: float
) -> tuple[float | None, float | None, NoInterval | None]:
    n = int(change.size)
    if n < 2:
        return None, None, NoInterval.ONE_PERSON
    if float(np.ptp(change)) == 0.0:
        return None, None, NoInterval.ALL_CHANGED_ALIKE
    from scipy.special import stdtrit  # here, so that scoring on the command line does not wait for scipy

    half = float(stdtrit(n - 1, 0.5 + confidence / 2)) * float(change.std(ddof=1)) / n**0.5
    return mean - half, mean + half, None
