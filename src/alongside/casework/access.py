"""Who may see and change a case: the connectors and team leads of the organisation that holds it, nobody
else.

Refusal looks like absence: pages look cases up through `visible_to` and answer 404. An organiser sees the
onward referrals sent to their own organisation, or to their own e-mail address, and nothing of the case
behind them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from alongside.casework import cover
from alongside.casework.models import Case, OnwardReferral
from alongside.partnerships.enums import Role
from alongside.partnerships.models import User

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer

CARRIES_CASES = frozenset({Role.CONNECTOR, Role.TEAM_LEAD})


def visible_to(viewer: Viewer | None) -> QuerySet[Case]:
    """The cases a viewer may open: those of their own organisation."""
    if viewer is None or viewer.role not in CARRIES_CASES:
        return Case.objects.none()
    return Case.objects.filter(organisation_id=viewer.organisation_id)


def can_work_on(viewer: Viewer | None, case: Case) -> bool:
    """Whether the viewer may write on this case."""
    return (
        viewer is not None and viewer.role in CARRIES_CASES and viewer.organisation_id == case.organisation_id
    )


def check_can_work_on(viewer: Viewer | None, case: Case) -> None:
    """Raise PermissionDenied unless the viewer may write on this case."""
    if not can_work_on(viewer, case):
        raise PermissionDenied


def can_hand_over(viewer: Viewer | None, case: Case, *, today: date) -> bool:
    """Whether the viewer may give this case to another connector: team leads, the connector who has it, and who
    covers for that one, for as long as they cover."""
    if viewer is None or not can_work_on(viewer, case):
        return False
    is_theirs = viewer.role == Role.TEAM_LEAD or case.connector_id in {None, viewer.member_id}
    return is_theirs or cover.covers(viewer, case, today)


def onward_visible_to(viewer: Viewer | None) -> QuerySet[OnwardReferral]:
    """The onward referrals an organiser may see: to their organisation or their own e-mail address."""
    if viewer is None or viewer.role != Role.ORGANISER:
        return OnwardReferral.objects.none()
    email = User.objects.filter(pk=viewer.user_id).values_list("email", flat=True).first() or ""
    return OnwardReferral.objects.filter(
        Q(to_organisation_id=viewer.organisation_id) | Q(to_email__iexact=email)
    )
