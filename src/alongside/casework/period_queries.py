"""Support for a time and its reviews, as the page of a case shows them. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from alongside.casework import period_rules
from alongside.casework.models import CaseReview, PeriodExtension, SupportPeriod

if TYPE_CHECKING:
    from alongside.casework.models import Case


@dataclass(frozen=True)
class PeriodView:
    """The time that is agreed (None when none is), how many weeks are left, and what looking back showed."""

    period: SupportPeriod | None
    weeks_left: int
    is_over: bool
    extensions: list[PeriodExtension]
    reviews: list[CaseReview]


def period_of(case: Case, today: date) -> PeriodView:
    """Read it in a fixed number of queries."""
    period = (
        case.periods.filter(ended_at__isnull=True).prefetch_related("extensions__by").order_by("id").first()
    )
    reviews = list(case.reviews.select_related("by").order_by("-held_on", "-id")[:5])
    if period is None:
        return PeriodView(None, 0, False, [], reviews)
    return PeriodView(
        period,
        period_rules.weeks_left(period.ends_on, today),
        today > period.ends_on,
        list(period.extensions.all()),
        reviews,
    )
