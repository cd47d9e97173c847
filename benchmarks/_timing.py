"""Timing calls: p50 and p95 in milliseconds, and ratios of them."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any


def times_ms(calls: Sequence[Callable[[], Any]]) -> list[float]:
    """Return how long each call took, in milliseconds."""
    taken = []
    for call in calls:
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1_000)
    return taken


def percentiles(taken: Sequence[float]) -> dict[str, float]:
    """Return p50 and p95."""
    cuts = statistics.quantiles(taken, n=20, method="inclusive")
    return {"p50_ms": round(statistics.median(taken), 2), "p95_ms": round(cuts[18], 2)}


def ratios(ours: dict[str, float], floor: dict[str, float]) -> dict[str, float]:
    """Return ours over the floor, at p50 and p95."""
    return {key.removesuffix("_ms"): round(ours[key] / floor[key], 2) for key in ours}
