"""What became of referrals that systems sent: one query that their door reads, and nobody else's.

Each row says what may be told and when that last changed. The moment is made of the same facts as the state, so
that whoever asks "what changed since" misses nothing that the state shows.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from alongside.casework.enums import CaseStatus, Outcome, Result
from alongside.casework.models import Case, Contact, Conversation
from alongside.core.clock import local
from alongside.people.enums import ConsentPurpose
from alongside.people.models import Consent
from alongside.referrals.fhir.rules import Support
from alongside.referrals.fhir.writing import Standing
from alongside.referrals.models import ReferringSystem, SystemReferral

FACTS = (
    "changed_at",
    "referral__asked_at",
    "referral__learned_at",
    "referral__decided_at",
    "support_opened_at",
    "support_closed_at",
    "support_reopened_at",
    "reached_at",
    "talked_at",
    "share_given_at",
    "share_withdrawn_at",
)


def _support(field: str) -> Subquery:
    """A field of the case in which a referral was taken on: the one that was running or opened then."""
    rows = (
        Case.objects.filter(person=OuterRef("referral__person"), organisation=OuterRef("referral__given_to"))
        .filter(
            Q(closed_at=None) | Q(closed_at__gte=OuterRef("referral__decided_at")) | Q(status=CaseStatus.OPEN)
        )
        .order_by("opened_at", "id")
    )
    return Subquery(rows.values(field)[:1])


def _first(rows: QuerySet[Any], field: str) -> Subquery:
    return Subquery(
        rows.filter(case=OuterRef("support_id"))
        .order_by()
        .values("case")
        .annotate(first=Min(field))
        .values("first")[:1],
        output_field=DateTimeField(),
    )


def _share(field: str) -> Subquery:
    """The newest agreement to share with the organisation that referred."""
    rows = Consent.objects.filter(
        person=OuterRef("referral__person"),
        purpose=ConsentPurpose.SHARE,
        shared_with=OuterRef("referral__source"),
    ).order_by(F("withdrawn_at").desc(nulls_first=True), "-given_at", "id")
    return Subquery(rows.values(field)[:1], output_field=DateTimeField())


def sent_by(system: ReferringSystem) -> QuerySet[Any]:
    """The referrals of a system with what became of them; `told_at` is when that last changed."""
    return (
        SystemReferral.objects.filter(system=system)
        .select_related("referral__given_to", "system__organisation")
        .annotate(support_id=_support("id"))
        .annotate(
            support_status=_support("status"),
            support_outcome=_support("outcome"),
            support_opened_at=_support("opened_at"),
            support_closed_at=_support("closed_at"),
            support_reopened_at=_support("reopened_at"),
            reached_at=_first(Contact.objects.filter(result=Result.REACHED), "at"),
            talked_at=_first(Conversation.objects.all(), "changed_at"),
            share_given_at=_share("given_at"),
            share_withdrawn_at=_share("withdrawn_at"),
        )
        .annotate(told_at=Greatest(*FACTS, output_field=DateTimeField()))
    )


def changed(rows: QuerySet[Any], *, after: tuple[datetime, Any] | None, **bounds: datetime) -> QuerySet[Any]:
    """Those whose `told_at` keeps the bounds (`gt`, `ge`, `lt`, `le`), the longest unchanged first."""
    lookups = {"gt": "gt", "ge": "gte", "lt": "lt", "le": "lte"}
    for name, moment in bounds.items():
        rows = rows.filter(**{f"told_at__{lookups[name]}": moment})
    if after is not None:
        moment, key = after
        rows = rows.filter(Q(told_at__gt=moment) | Q(told_at=moment, pk__gt=key))
    return rows.order_by("told_at", "id")


def standing(row: Any) -> Standing:
    """What a row of `sent_by` tells, with as much of the outcome as the person agrees to share."""
    if row.referral is None or row.support_id is None:
        return Standing(row, row.told_at)
    is_open = row.support_status == CaseStatus.OPEN
    shares = row.share_given_at is not None and row.share_withdrawn_at is None
    tells = shares and not is_open
    return Standing(
        row,
        row.told_at,
        support=Support(is_open=is_open, has_begun=row.reached_at is not None or row.talked_at is not None),
        began_on=local(row.referral.decided_at).date(),
        ended_on=None if is_open or row.support_closed_at is None else local(row.support_closed_at).date(),
        outcome=row.support_outcome if tells else "",
        outcome_words=str(Outcome(row.support_outcome).label) if tells else "",
    )
