"""How sure we are that a service is still as we tell it: fresh, ageing, stale, and out of the results. Pure.

Counted from the day somebody last confirmed it – its publisher, its organiser, a connector – or from the day it came to
us, when nobody ever has. Months are those of the calendar. What is out is never deleted: its page stays and says so.
A service that came in with an old date keeps its place for `GRACE_MONTHS`, marked as old: a new feed must not be born
empty because its publisher is behind (docs/adr/0016-a-directory-that-does-not-rot.md).
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from dateutil.relativedelta import relativedelta

GRACE_MONTHS = 3


class Freshness(StrEnum):
    """The states, from best to worst."""

    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Ages:
    """After how many months a service is ageing (we ask), stale (we warn) and out of the results."""

    ageing: int = 6
    stale: int = 9
    out: int = 12

    def __post_init__(self) -> None:
        if not 1 <= self.ageing < self.stale < self.out <= 120:
            raise ValueError("Give three numbers of months that grow, from 1 to 120, like 6,9,12.")


def freshness(*, confirmed_on: dt.date | None, came_on: dt.date, on: dt.date, ages: Ages) -> Freshness:
    """Return the state of a service on a day."""
    since = confirmed_on or came_on
    if on >= out_on(confirmed_on=confirmed_on, came_on=came_on, ages=ages):
        return Freshness.OUT
    if on >= since + relativedelta(months=ages.stale):
        return Freshness.STALE
    return Freshness.AGEING if on >= since + relativedelta(months=ages.ageing) else Freshness.FRESH


def out_on(*, confirmed_on: dt.date | None, came_on: dt.date, ages: Ages) -> dt.date:
    """Return the first day on which the service is not in the results any more, unless somebody confirms it."""
    since = confirmed_on or came_on
    return max(since + relativedelta(months=ages.out), came_on + relativedelta(months=GRACE_MONTHS))
