"""Who is away, and who stands in for whom on a day. Reads only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from alongside.casework.models import Absence, Case
from alongside.core.statements import statement
from alongside.partnerships.models import Member

if TYPE_CHECKING:
    from uuid import UUID

    from alongside.partnerships.viewer import Viewer


def on(day: date) -> QuerySet[Absence]:
    """Who is away on a day."""
    return Absence.objects.filter(called_off_at__isnull=True, starts_on__lte=day).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    )


def covered(member_id: UUID, day: date) -> list[Absence]:
    """The absences a member covers on a day, the longest away first. Cover ends with its last day, by itself, and at
    once when the one who covers has left the organisation of the one who is away."""
    return _covered(member_id, day)


@statement
def _covered(member_id: UUID, day: date) -> QuerySet[Absence]:
    found = on(day).filter(covered_by=member_id, covered_by__left_at__isnull=True)
    same = found.filter(covered_by__organisation=F("member__organisation"))
    return same.select_related("member").order_by("starts_on", "id")


def lists_of(viewer: Viewer, day: date) -> list[UUID]:
    """Whose worklists a member does on a day: their own, and those of the colleagues they cover."""
    return [viewer.member_id, *(absence.member_id for absence in covered(viewer.member_id, day))]


def stand_in_for(member: Member, day: date) -> Member | None:
    """Who covers a member on a day; None when they are there, or nobody covers."""
    absence = (
        on(day).filter(member=member).select_related("covered_by__user", "covered_by__organisation").first()
    )
    found = absence.covered_by if absence else None
    covers = found is not None and found.is_present and found.organisation_id == member.organisation_id
    return found if covers else None


def covers(viewer: Viewer, case: Case, day: date) -> bool:
    """Whether the viewer stands in for the connector of a case on a day."""
    return case.connector_id is not None and case.connector_id in {
        absence.member_id for absence in covered(viewer.member_id, day)
    }


def standing(viewer: Viewer, day: date) -> list[Absence]:
    """Absences of the viewer's organisation that have not ended, the earliest first."""
    found = Absence.objects.filter(
        member__organisation=viewer.organisation_id, called_off_at__isnull=True
    ).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    return list(found.select_related("member", "covered_by", "made_by").order_by("starts_on", "id")[:200])
