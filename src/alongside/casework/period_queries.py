"""Support for a time and its reviews, as the page of a case shows them. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from alongside.casework import period_rules
from alongside.casework.models import CaseReview, PeriodExtension, SupportPeriod
from alongside.core.statements import knowing, statement

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

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
    period = next(iter(knowing(_going_on(case.pk), case=case)), None)
    reviews = knowing(_reviews(case.pk), case=case)
    if period is None:
        return PeriodView(None, 0, False, [], reviews)
    return PeriodView(
        period,
        period_rules.weeks_left(period.ends_on, today),
        today > period.ends_on,
        list(period.extensions.all()),
        reviews,
    )


@statement
def _going_on(case_id: UUID) -> QuerySet[SupportPeriod]:
    found = SupportPeriod.objects.filter(case=case_id, ended_at__isnull=True)
    return found.prefetch_related("extensions__by").order_by("id")[:1]


@statement
def _reviews(case_id: UUID) -> QuerySet[CaseReview]:
    return CaseReview.objects.filter(case=case_id).select_related("by").order_by("-held_on", "-id")[:5]
