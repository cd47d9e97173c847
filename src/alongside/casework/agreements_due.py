"""Agreements to ask for again: those that run out soon or have run out, and those in words that have changed since."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from alongside.casework import access
from alongside.casework.enums import CaseStatus
from alongside.core.statements import statement
from alongside.people import reaching
from alongside.people.models import Consent, ConsentWording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from alongside.partnerships.viewer import Viewer

#: How long before its last day an agreement is asked for again.
SOON = timedelta(days=30)


def old_wordings() -> tuple[UUID, ...]:
    """The wordings that have changed since in a way that has to be asked for again."""
    return tuple(_old_wordings())


@statement
def _old_wordings() -> QuerySet[ConsentWording, UUID]:
    newer = ConsentWording.objects.filter(
        purpose=OuterRef("purpose"), ask_again=True, version__gt=OuterRef("version")
    )
    return ConsentWording.objects.filter(Exists(newer)).order_by("id").values_list("pk", flat=True)


def to_ask_again(
    viewer: Viewer | None, on: date, *, until: date | None = None, old: Sequence[UUID] | None = None
) -> QuerySet[Consent]:
    """Standing agreements of the people whose cases the viewer's organisation holds, the most pressing first.

    Each brings `case_id` (where to record it) and `in_old_words` with it. Nobody who died or asked us not to be in
    touch is on it.
    `until` (the last day that counts as soon) and `old` (`old_wordings`) are worked out unless they are given.
    """
    cases = access.visible_to(viewer).filter(person=OuterRef("person"), status=CaseStatus.OPEN)
    # The few wordings first: then both halves of the question below are answered by an index, whoever else agreed.
    old = old_wordings() if old is None else old
    until = on + SOON if until is None else until
    return (
        Consent.objects.filter(
            Q(expires_on__lte=until) | Q(wording__in=old),
            reaching.may_be_contacted("person"),
            Exists(cases),
            withdrawn_at__isnull=True,
        )
        .annotate(
            in_old_words=Case(When(wording__in=old, then=True), default=False, output_field=BooleanField()),
            case_id=Subquery(cases.order_by("opened_at", "id").values("pk")[:1]),
        )
        .select_related("person", "shared_with", "wording")
        .order_by(F("expires_on").asc(nulls_last=True), "given_at", "id")
    )
