"""Who may do what about rights. A person's request is seen by whoever may see the person.

A connector writes a request down; a team lead puts the copy together, reads it through and gives it. What is erased is
confirmed by whoever carries the safeguarding duty: they alone can see whether a concern is held, so asking them
always tells nobody that there is one. Complaints are read by stewards and team leads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from alongside.partnerships.enums import Role
from alongside.people import access as people
from alongside.rights.models import AccessRequest, Complaint, Correction, Erasure
from alongside.safeguarding import access as safeguarding

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer
    from alongside.people.models import Person

CARRIES = frozenset({Role.CONNECTOR, Role.TEAM_LEAD})
SEES = people.SEES_PEOPLE
GIVES = frozenset({Role.TEAM_LEAD})
CONFIRMS = safeguarding.MAY_CARRY
KEEPS = frozenset({Role.STEWARD})
HEARS = frozenset({Role.STEWARD, Role.TEAM_LEAD})
COMPLAINS = HEARS | {Role.CONNECTOR}


def requests_visible_to(viewer: Viewer | None) -> QuerySet[AccessRequest]:
    """The requests for a copy a viewer may see."""
    return AccessRequest.objects.filter(person__in=people.visible_to(viewer))


def corrections_visible_to(viewer: Viewer | None) -> QuerySet[Correction]:
    """The corrections a viewer may see."""
    return Correction.objects.filter(person__in=people.visible_to(viewer))


def erasures_visible_to(viewer: Viewer | None) -> QuerySet[Erasure]:
    """The erasures a viewer may see: of people they may see, and every one for whoever confirms them."""
    if viewer is not None and safeguarding.holds(viewer):
        return Erasure.objects.all()
    return Erasure.objects.filter(person__in=people.visible_to(viewer))


def may_confirm(viewer: Viewer | None, erasure: Erasure) -> bool:
    """Whether the viewer may decide about an erasure: the one who carries the duty, if somebody else asked."""
    return viewer is not None and safeguarding.holds(viewer) and erasure.asked_by_id != viewer.member_id


def may_give(viewer: Viewer | None, person: Person) -> bool:
    """Whether the viewer may put a copy together and give it."""
    return viewer is not None and viewer.role in GIVES and people.can_see(viewer, person)


def complaints_visible_to(viewer: Viewer | None) -> QuerySet[Complaint]:
    """The complaints a viewer may read."""
    if viewer is None or viewer.role not in HEARS:
        return Complaint.objects.none()
    return Complaint.objects.all()
