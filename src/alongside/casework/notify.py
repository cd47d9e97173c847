"""What casework sends, and to whom. A message names no person: what was agreed to be shared is behind the
link."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from alongside.casework import cover
from alongside.casework.models import OnwardReferral
from alongside.core.clock import local
from alongside.messaging import actions as messaging
from alongside.messaging.enums import Channel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alongside.partnerships.models import Member


def ask_organiser(onward: OnwardReferral, *, secret: str, template: str, by: Member, at: datetime) -> None:
    """Send the link to the organiser. The secret is blotted out of the outbox once the message has left."""
    link = site(reverse("public:onward-answer", args=[secret]))
    _to_organiser(onward, template, by=by, at=at, link=link, conceal=link)


def call_off(onward: OnwardReferral, *, by: Member, at: datetime) -> None:
    """Tell the organiser that no answer is needed any more."""
    _to_organiser(onward, "onward_withdrawn", by=by, at=at)


def stop_sharing(onward: OnwardReferral, *, by: Member, at: datetime) -> None:
    """Tell an organiser with whom the person is that what we shared is closed."""
    _to_organiser(onward, "onward_unshared", by=by, at=at)


def remind_organiser(onward: OnwardReferral, *, secret: str, at: datetime) -> None:
    """Remind a silent organiser, by ourselves and once."""
    link = site(reverse("public:onward-answer", args=[secret]))
    _to_organiser(onward, "onward_nudge", by=onward.sent_by, at=at, link=link, conceal=link)


def tell_leads(onward: OnwardReferral, *, leads: Iterable[Member], days: int, at: datetime) -> None:
    """Tell the team leads that an organiser is silent; whom it is about is read after signing in."""
    for lead in leads:
        messaging.queue(
            partnership=onward.partnership,
            channel=Channel.EMAIL,
            to=lead.user.email,
            template="onward_silent",
            context={
                "onward": words_of(onward),
                "days": days,
                "link": site(reverse("connector:onward", args=[onward.pk])),
            },
            key=f"onward-silent:{onward.pk}:{lead.pk}",
            organisation=lead.organisation,
            at=at,
        )


def tell_connector(onward: OnwardReferral, *, at: datetime) -> None:
    """Tell the connector that there is an answer; what it says is read after signing in."""
    connector = onward.case.connector or onward.sent_by
    connector = cover.stand_in_for(connector, local(at).date()) or connector
    if not connector.is_present:
        return
    messaging.queue(
        partnership=onward.partnership,
        channel=Channel.EMAIL,
        to=connector.user.email,
        template="onward_answered",
        context={
            "onward": words_of(onward),
            "link": site(reverse("connector:case", args=[onward.case_id])),
        },
        key=f"onward-answered:{onward.pk}:{onward.status}:{at.isoformat()}",
        organisation=connector.organisation,
        at=at,
    )


def site(path: str) -> str:
    """A path of this site as an address that works in a message."""
    return f"{settings.SITE_URL}{path}"


def words_of(onward: OnwardReferral) -> dict[str, Any]:
    """What a message may say about an onward referral: the service and the organisation, never the person."""
    return {"to_name": onward.to_name, "service_name": onward.service.name if onward.service else ""}


def _to_organiser(
    onward: OnwardReferral, template: str, *, by: Member, at: datetime, link: str = "", conceal: str = ""
) -> None:
    messaging.queue(
        partnership=onward.partnership,
        channel=Channel.EMAIL,
        to=onward.to_email,
        template=template,
        context={
            "onward": words_of(onward),
            "sender": by,
            "link": link,
            "asked": date_format(local(onward.sent_at), "l j F"),
            "expires": date_format(local(onward.expires_at), "l j F"),
        },
        key=f"{template}:{onward.pk}:{at.isoformat()}",
        about=onward.case.person,
        by=by,
        conceal=conceal,
        at=at,
    )
