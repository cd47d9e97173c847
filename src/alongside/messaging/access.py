"""Who may see which messages, and how much of them.

A steward sees that messages leave or fail – not what is in them. A connector sees those sent for their own
organisation. In a demo nothing leaves and everybody is invented, so the steward may read them there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.db.models.functions import Lower

from alongside.messaging.models import Message
from alongside.partnerships.enums import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alongside.partnerships.viewer import Viewer


def visible_to(viewer: Viewer | None) -> QuerySet[Message]:
    """The messages a viewer may list."""
    if viewer is None:
        return Message.objects.none()
    if viewer.role == Role.STEWARD:
        return Message.objects.all()
    if viewer.role in {Role.CONNECTOR, Role.TEAM_LEAD}:
        return Message.objects.filter(organisation=viewer.organisation_id)
    return Message.objects.none()


def may_read(viewer: Viewer | None, *, is_demo: bool) -> bool:
    """Whether the viewer may read addresses and bodies of the messages they may list."""
    return viewer is not None and (viewer.role in {Role.CONNECTOR, Role.TEAM_LEAD} or is_demo)


def latest_to(viewer: Viewer, addresses: Iterable[str], *, templates: Iterable[str]) -> dict[str, Message]:
    """The newest message of these kinds to each address that the viewer may see, by the address in lower case."""
    found = (
        visible_to(viewer)
        .annotate(address=Lower("to"))
        .filter(
            address__in={address.lower() for address in addresses if address}, template__in=list(templates)
        )
        .order_by("address", "-created_at", "-id")
        .distinct("address")
    )
    return {message.to.lower(): message for message in found}
