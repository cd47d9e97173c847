"""What safeguarding sends. No message names a person or says what was seen: that is read after signing in.

An alert is a row of our own first, and a message second. A message that cannot be written leaves the alert standing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from alongside.messaging import actions as messaging
from alongside.messaging.enums import Channel
from alongside.safeguarding.models import Alert

if TYPE_CHECKING:
    from alongside.messaging.models import Message
    from alongside.partnerships.models import Member
    from alongside.safeguarding.models import BreakGlass, Concern


def concern(concern: Concern, members: Iterable[Member], *, round_number: int, at: datetime) -> list[Alert]:
    """Tell members of a concern nobody has acknowledged."""
    return [
        _alert(
            member,
            "concern_raised",
            key=f"safeguarding:{concern.pk}:{round_number}:{member.pk}",
            context={
                "reference": concern.reference,
                "again": round_number > 1,
                "link": _site(reverse("connector:concern", args=[concern.pk])),
            },
            at=at,
            concern=concern,
            round=round_number,
        )
        for member in members
    ]


def more(concern: Concern, members: Iterable[Member], *, key: str, at: datetime) -> None:
    """Tell the safeguarding roles that whoever raised it said more. No alert: nothing waits to be acknowledged."""
    for member in members:
        _message(
            member,
            "concern_more",
            key=f"safeguarding-more:{key}:{member.pk}",
            context={
                "reference": concern.reference,
                "link": _site(reverse("connector:concern", args=[concern.pk])),
            },
            at=at,
        )


def glass(glass: BreakGlass, members: Iterable[Member], *, at: datetime) -> list[Alert]:
    """Tell the safeguarding roles that somebody without one opened a record, and who."""
    return [
        _alert(
            member,
            "glass_broken",
            key=f"safeguarding-glass:{glass.pk}:{member.pk}",
            context={"who": glass.by.name, "link": _site(reverse("connector:concerns-opened"))},
            at=at,
            glass=glass,
            round=1,
        )
        for member in members
    ]


def _alert(
    member: Member, template: str, *, key: str, context: dict[str, Any], at: datetime, **of: Any
) -> Alert:
    message = _message(member, template, key=key, context=context, at=at)
    return Alert.objects.create(to=member, at=at, message=message, **of)


def _message(
    member: Member, template: str, *, key: str, context: dict[str, Any], at: datetime
) -> Message | None:
    """Queue it, or None when there is no address it can go to. No organisation: colleagues do not list it."""
    try:
        return messaging.queue(
            partnership=member.partnership,
            channel=Channel.EMAIL,
            to=member.user.email,
            template=template,
            context={"member": member, **context},
            key=key,
            at=at,
        )
    except messaging.CannotQueue:
        return None


def _site(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
