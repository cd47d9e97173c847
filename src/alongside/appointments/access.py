"""Who may see and change appointments and check-ins. Refusal looks like absence.

Appointments follow the case: the connectors and team leads of the organisation that holds it. A check-in is open to who
is out, their buddy, the deputy the partnership named, and the team leads of their organisation. Where somebody went is
closed to all but who is out until an alert was raised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.appointments.models import Appointment, Arrangement, CheckIn
from alongside.casework import access as casework
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer

CARRIES_CASES = casework.CARRIES_CASES
WATCHES = CARRIES_CASES | {Role.SAFEGUARDING_LEAD}
"""Who may be a buddy or a deputy: members with a door in which the alert can be read."""


def visible_to(viewer: Viewer | None) -> QuerySet[Appointment]:
    """The appointments a viewer may open."""
    return Appointment.objects.filter(case__in=casework.visible_to(viewer))


def may_watch() -> QuerySet[Member]:
    """Who of the partnership may be a buddy or the deputy, by name."""
    return (
        Member.objects.filter(role__in=sorted(WATCHES), left_at__isnull=True)
        .select_related("organisation")
        .order_by("name", "id")
    )


def check_ins_visible_to(viewer: Viewer | None) -> QuerySet[CheckIn]:
    """The check-ins a viewer may open."""
    if viewer is None or viewer.role not in WATCHES:
        return CheckIn.objects.none()
    seen = Q(member=viewer.member_id) | Q(buddy=viewer.member_id)
    if viewer.role == Role.TEAM_LEAD:
        seen |= Q(member__organisation=viewer.organisation_id)
    if Arrangement.objects.filter(deputy=viewer.member_id).exists():
        return CheckIn.objects.all()
    return CheckIn.objects.filter(seen)


def is_out_oneself(viewer: Viewer, check_in: CheckIn) -> bool:
    """Whether the viewer is who went out."""
    return viewer.member_id == check_in.member_id


def told_ids(check_in: CheckIn) -> set[UUID]:
    """Who was told of anything beyond the reminder to oneself."""
    return set(check_in.alerts.filter(round__gte=1).values_list("to", flat=True))
