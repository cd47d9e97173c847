"""What has a time of its own besides people and volunteers: the directory's correspondence, absences, moves.

Each gives (key, ended on) of rows that ended by a day, and leaves out what was emptied already.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from alongside.casework.models import Absence, CaseloadMove
from alongside.core import clock
from alongside.directory.enums import ClaimState
from alongside.directory.models import Claim, OrganiserLink, ProblemReport, ProposedChange

ERASED = "Erased"
Ended = Iterator[tuple[UUID, date]]


def absences(before: date, keys: set[UUID] | None) -> Ended:
    """Absences that are over, or were called off. Why somebody was ill is nobody's business a year later."""
    rows = _of(Absence.objects.all(), keys).annotate(over=Coalesce("called_off_at__date", "ends_on"))
    yield from _days(rows.filter(over__lte=before), "over")


def moves(before: date, keys: set[UUID] | None) -> Ended:
    """Moves that were done, undone or dropped."""
    rows = _of(CaseloadMove.objects.all(), keys).annotate(over=Coalesce("ended_at", "done_at"))
    yield from _days(rows.filter(over__date__lte=before), "over")


def problem_reports(before: date, keys: set[UUID] | None) -> Ended:
    """Reports that were settled."""
    rows = _of(ProblemReport.objects.filter(settled_at__date__lte=before), keys).exclude(words=ERASED)
    rows = rows.exclude(words="", answer_to="", sender="", settled_note="")  # of these nothing is anybody's
    yield from _days(rows, "settled_at")


def proposed_changes(before: date, keys: set[UUID] | None) -> Ended:
    """Changes that were decided, or went live by themselves."""
    rows = _of(ProposedChange.objects.filter(decided_at__date__lte=before), keys)
    yield from _days(rows.exclude(by_name=ERASED), "decided_at")


def claims(before: date, keys: set[UUID] | None) -> Ended:
    """Claims that were refused or have ended."""
    rows = _of(Claim.objects.filter(decided_at__date__lte=before), keys)
    ended = rows.exclude(state__in=[ClaimState.WAITING, ClaimState.ACCEPTED]).exclude(by_name=ERASED)
    yield from _days(ended, "decided_at")


def organiser_links(before: date, keys: set[UUID] | None) -> Ended:
    """Links that have run out or were withdrawn."""
    rows = _of(OrganiserLink.objects.filter(Q(expires_at__date__lte=before)), keys)
    yield from _days(rows.exclude(email=ERASED).annotate(over=F("expires_at")), "over")


def _of(rows: QuerySet[Any], keys: set[UUID] | None) -> QuerySet[Any]:
    return rows if keys is None else rows.filter(pk__in=keys)


def _days(rows: QuerySet[Any], field: str) -> Ended:
    for key, at in rows.order_by(field, "pk").values_list("pk", field).iterator(chunk_size=2000):
        yield key, clock.local(at).date() if hasattr(at, "hour") else at
