"""What has a time of its own besides people and volunteers: the directory's correspondence, absences, moves.

Each gives (key, ended on) of rows that ended by a day, and leaves out what was emptied already.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models.functions import Coalesce

from alongside.casework.models import Absence, CaseloadMove
from alongside.core.records import ERASED
from alongside.directory.enums import ClaimState
from alongside.directory.models import Claim, OrganiserLink, ProblemReport, ProposedChange
from alongside.rights.ended import Ended, among, ended


def absences(before: date, keys: set[UUID] | None) -> Ended:
    """Absences that are over, or were called off. Why somebody was ill is nobody's business a year later."""
    rows = among(Absence.objects.all(), keys).annotate(over=Coalesce("called_off_at__date", "ends_on"))
    return ended(rows.filter(over__lte=before), "over")


def moves(before: date, keys: set[UUID] | None) -> Ended:
    """Moves that were done, undone or dropped."""
    rows = among(CaseloadMove.objects.all(), keys).annotate(over=Coalesce("ended_at", "done_at"))
    return ended(rows.filter(over__date__lte=before), "over")


def problem_reports(before: date, keys: set[UUID] | None) -> Ended:
    """Reports that were settled."""
    rows = among(ProblemReport.objects.filter(settled_at__date__lte=before), keys).exclude(words=ERASED)
    rows = rows.exclude(words="", answer_to="", sender="", settled_note="")  # of these nothing is anybody's
    return ended(rows, "settled_at")


def proposed_changes(before: date, keys: set[UUID] | None) -> Ended:
    """Changes that were decided, or went live by themselves."""
    rows = among(ProposedChange.objects.filter(decided_at__date__lte=before), keys)
    return ended(rows.exclude(by_name=ERASED), "decided_at")


def claims(before: date, keys: set[UUID] | None) -> Ended:
    """Claims that were refused or have ended."""
    rows = among(Claim.objects.filter(decided_at__date__lte=before), keys)
    rows = rows.exclude(state__in=[ClaimState.WAITING, ClaimState.ACCEPTED]).exclude(by_name=ERASED)
    return ended(rows, "decided_at")


def organiser_links(before: date, keys: set[UUID] | None) -> Ended:
    """Links that have run out or were withdrawn."""
    rows = among(OrganiserLink.objects.filter(expires_at__date__lte=before), keys)
    return ended(rows.exclude(email=ERASED), "expires_at")
