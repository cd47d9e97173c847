"""What the work itself adds up to, counted by the database: one fact for each quarter and kind, with how often.

Referrals, barriers, contacts and endings are counted, not people: somebody rung five times is five contacts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncQuarter

from alongside.casework.enums import CaseStatus, OnwardStatus
from alongside.casework.models import Barrier, Case, Contact, OnwardReferral
from alongside.core.clock import LONDON
from alongside.insight.cube import Fact
from alongside.referrals.enums import ReferralStatus
from alongside.referrals.models import Referral

if TYPE_CHECKING:
    from collections.abc import Mapping


def referrals_in() -> list[Fact]:
    """Every referral, in the quarter it was received, by the door it came through."""
    return _counted(Referral.objects.all(), "received_at", {"door": "kind"})


def declined() -> list[Fact]:
    """Every referral we declined, in the quarter we did, and why."""
    return _counted(
        Referral.objects.filter(status=ReferralStatus.DECLINED), "decided_at", {"why": "decline_reason"}
    )


def barriers() -> list[Fact]:
    """Everything found in somebody's way, in the quarter it was written down."""
    return _counted(Barrier.objects.all(), "added_at", {"barrier": "kind"})


def removed() -> list[Fact]:
    """Everything taken out of somebody's way, in the quarter it was."""
    return _counted(Barrier.objects.all(), "removed_at", {"removed": "kind"})


def refused_onward() -> list[Fact]:
    """Every onward referral an organiser said no to, and why."""
    found = OnwardReferral.objects.filter(status=OnwardStatus.DECLINED)
    return _counted(found, "answered_at", {"why": "decline_reason"})


def contacts() -> list[Fact]:
    """Every contact and every try at one, by how and by what came of it."""
    return _counted(Contact.objects.all(), "at", {"channel": "channel", "result": "result"})


def ended() -> list[Fact]:
    """Every case that is closed, in the quarter it was, by what changed and why it ended."""
    found = Case.objects.filter(status=CaseStatus.CLOSED)
    return _counted(found, "closed_at", {"outcome": "outcome", "reason": "closing_reason"})


def _counted(found: QuerySet[Any], at: str, categories: Mapping[str, str]) -> list[Fact]:
    """One query: facts by quarter of `at` and by the fields that `categories` names."""
    rows = (
        found.filter(**{f"{at}__isnull": False})
        .annotate(quarter=TruncQuarter(at, tzinfo=LONDON))
        .order_by()
        .values_list("quarter", *categories.values())
        .annotate(Count("pk"))
    )
    return [
        Fact(quarter.date(), dict(zip(categories, values, strict=True)), times)
        for quarter, *values, times in sorted(rows, key=str)
    ]
