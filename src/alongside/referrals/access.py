"""Who may see and decide a referral: the connectors and team lead of the organisation it was given to.

The safeguarding lead of that organisation may read it. Everyone else – the organisation it came from, other
organisations, stewards, volunteers – sees nothing: the referrer is told by message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from alongside.partnerships.enums import Role
from alongside.referrals.models import Referral

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer

DECIDES = frozenset({Role.CONNECTOR, Role.TEAM_LEAD})
READS = DECIDES | {Role.SAFEGUARDING_LEAD}


def visible_to(viewer: Viewer | None) -> QuerySet[Referral]:
    """The referrals a viewer may see."""
    if viewer is None or viewer.role not in READS or viewer.organisation_id is None:
        return Referral.objects.none()
    return Referral.objects.filter(given_to=viewer.organisation_id)


def can_decide(viewer: Viewer | None, referral: Referral) -> bool:
    """Whether the viewer may accept, ask about or decline this referral."""
    return (
        viewer is not None and viewer.role in DECIDES and visible_to(viewer).filter(pk=referral.pk).exists()
    )


def check_can_decide(viewer: Viewer | None, referral: Referral) -> None:
    """Raise PermissionDenied unless the viewer may decide this referral."""
    if not can_decide(viewer, referral):
        raise PermissionDenied
