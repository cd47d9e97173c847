"""Agreements to ask for again: those that run out soon or have run out, and those in words that have changed since."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from alongside.casework import access
from alongside.casework.enums import CaseStatus
from alongside.people import reaching
from alongside.people.models import Consent, ConsentWording

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer

#: How long before its last day an agreement is asked for again.
SOON = timedelta(days=30)


def to_ask_again(viewer: Viewer | None, on: date) -> QuerySet[Consent]:
    """Standing agreements of the people whose cases the viewer's organisation holds, the most pressing first.

    Each brings `case_id` (where to record it) and `in_old_words` with it. Nobody who died or asked us not to be in
    touch is on it.
    """
    cases = access.visible_to(viewer).filter(person=OuterRef("person"), status=CaseStatus.OPEN)
    newer = ConsentWording.objects.filter(
        purpose=OuterRef("purpose"), ask_again=True, version__gt=OuterRef("version")
    )
    # The few wordings first: then both halves of the question below are answered by an index, whoever else agreed.
    old = list(ConsentWording.objects.filter(Exists(newer)).order_by().values_list("pk", flat=True))
    return (
        Consent.objects.filter(
            Q(expires_on__lte=on + SOON) | Q(wording__in=old),
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
