"""Agreements to ask for again: those that run out soon or have run out, and those in words that have changed since."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

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
        purpose=OuterRef("purpose"), ask_again=True, version__gt=OuterRef("wording__version")
    )
    return (
        Consent.objects.filter(reaching.may_be_contacted("person"), withdrawn_at__isnull=True)
        .annotate(
            in_old_words=Exists(newer),
            case_id=Subquery(cases.order_by("opened_at", "id").values("pk")[:1]),
        )
        .filter(Q(expires_on__lte=on + SOON) | Q(in_old_words=True), case_id__isnull=False)
        .select_related("person", "shared_with", "wording")
        .order_by(F("expires_on").asc(nulls_last=True), "given_at", "id")
    )
