"""Who may see and manage volunteers: the connectors and team lead of the organisation they give their time to.

A volunteer sees what is theirs. The safeguarding lead of the organisation reads worries. Everyone else – other
organisations, stewards, organisers, programme leads – sees nothing here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from alongside.partnerships.enums import Role
from alongside.volunteering.enums import VolunteerStatus
from alongside.volunteering.models import Expense, Volunteer, Worry

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer

MANAGES = frozenset({Role.CONNECTOR, Role.TEAM_LEAD})
HEARS_WORRIES = MANAGES | {Role.SAFEGUARDING_LEAD}
ACTIVE = (VolunteerStatus.READY, VolunteerStatus.RESTING)


def visible_to(viewer: Viewer | None) -> QuerySet[Volunteer]:
    """The volunteers and applicants a member of staff may see and manage."""
    if viewer is None or viewer.role not in MANAGES:
        return Volunteer.objects.none()
    return Volunteer.objects.filter(organisation=viewer.organisation_id)


def own(viewer: Viewer | None) -> QuerySet[Volunteer]:
    """The viewer's own row as a volunteer, while they are one of us."""
    if viewer is None or viewer.role != Role.VOLUNTEER:
        return Volunteer.objects.none()
    return Volunteer.objects.filter(member=viewer.member_id, status__in=ACTIVE)


def expenses_visible_to(viewer: Viewer | None) -> QuerySet[Expense]:
    """The claims of the organisation's volunteers for its staff; for a volunteer, their own."""
    if viewer is not None and viewer.role == Role.VOLUNTEER:
        return Expense.objects.filter(volunteer__in=own(viewer))
    return Expense.objects.filter(volunteer__in=visible_to(viewer))


def worries_visible_to(viewer: Viewer | None) -> QuerySet[Worry]:
    """The worries of the organisation's volunteers."""
    if viewer is None or viewer.role not in HEARS_WORRIES:
        return Worry.objects.none()
    return Worry.objects.filter(volunteer__organisation=viewer.organisation_id)


def can_approve(viewer: Viewer | None, volunteer: Volunteer) -> bool:
    """Whether the viewer may approve this volunteer's expenses: a team lead, the supervisor or the deputy."""
    if viewer is None or not visible_to(viewer).filter(pk=volunteer.pk).exists():
        return False
    behind = {volunteer.supervisor_id, volunteer.deputy_id}
    return volunteer.member_id != viewer.member_id and (
        viewer.role == Role.TEAM_LEAD or viewer.member_id in behind
    )


def check_can_approve(viewer: Viewer | None, volunteer: Volunteer) -> None:
    """Raise PermissionDenied unless the viewer may approve this volunteer's expenses."""
    if not can_approve(viewer, volunteer):
        raise PermissionDenied
