"""Who is looking: the part of a member that access rules need, and nothing more."""

import uuid
from dataclasses import dataclass

from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member


@dataclass(frozen=True)
class Viewer:
    """A signed-in member of one partnership."""

    member_id: uuid.UUID
    user_id: uuid.UUID
    partnership_id: uuid.UUID
    organisation_id: uuid.UUID
    role: Role
    name: str

    @property
    def actor(self) -> str:
        """How the audit trail names them."""
        return f"member:{self.member_id}"


def viewer_of(member: Member) -> Viewer:
    """Return the viewer a member is."""
    return Viewer(
        member_id=member.pk,
        user_id=member.user_id,
        partnership_id=member.partnership.pk,
        organisation_id=member.organisation_id,
        role=Role(member.role),
        name=member.name,
    )
