"""Who is away, who stands in for whom today, and how much everybody carries. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from alongside.casework import handover_rules
from alongside.casework.enums import CaseStatus
from alongside.casework.models import Absence, Case
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member

if TYPE_CHECKING:
    from uuid import UUID

    from alongside.partnerships.viewer import Viewer

CARRIERS = (Role.CONNECTOR, Role.TEAM_LEAD)


def on(day: date) -> QuerySet[Absence]:
    """Who is away on a day."""
    return Absence.objects.filter(called_off_at__isnull=True, starts_on__lte=day).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    )


def covered(member_id: UUID, day: date) -> list[Absence]:
    """The absences a member covers on a day, the longest away first. Cover ends with its last day, by itself, and at
    once when the one who covers has left the organisation of the one who is away."""
    found = on(day).filter(covered_by=member_id, covered_by__left_at__isnull=True)
    same = found.filter(covered_by__organisation=F("member__organisation"))
    return list(same.select_related("member").order_by("starts_on", "id"))


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


@dataclass(frozen=True)
class Load:
    """What a colleague carries: people and their weight (`handover_rules.weight`), and whether they are away."""

    member: Member
    people: int
    weight: int
    is_away: bool


def loads(organisation_id: UUID, day: date) -> list[Load]:
    """What each connector and team lead of an organisation carries, by name, in three queries."""
    members = Member.objects.filter(
        organisation=organisation_id, role__in=CARRIERS, left_at__isnull=True
    ).order_by("name", "id")
    away = set(on(day).filter(member__organisation=organisation_id).values_list("member_id", flat=True))
    people: dict[UUID, int] = {}
    weights: dict[UUID, int] = {}
    carried = Case.objects.filter(
        organisation=organisation_id, status=CaseStatus.OPEN, connector__isnull=False
    ).order_by()
    for connector_id, opened_at in carried.values_list("connector_id", "opened_at"):
        if connector_id is not None:
            people[connector_id] = people.get(connector_id, 0) + 1
            weighs = handover_rules.weight(clock.local(opened_at).date(), day)
            weights[connector_id] = weights.get(connector_id, 0) + weighs
    return [
        Load(member, people.get(member.pk, 0), weights.get(member.pk, 0), member.pk in away)
        for member in members
    ]
