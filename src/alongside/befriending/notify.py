"""What befriending sends, to whom and by which way. A message never says who the other side is.

Nothing goes to somebody who died or asked not to be contacted: checked here, and again by the outbox as it leaves.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from alongside.befriending.enums import Side
from alongside.befriending.models import Answer, Match, Visit
from alongside.core.clock import local
from alongside.messaging import actions as messaging
from alongside.messaging import rules as message_rules
from alongside.messaging import writing
from alongside.messaging.enums import Channel
from alongside.people import reaching
from alongside.people.enums import ContactBy
from alongside.volunteering.queries import stands_behind

if TYPE_CHECKING:
    from alongside.messaging.models import Message
    from alongside.partnerships.models import Member
    from alongside.people.models import Person
    from alongside.volunteering.models import Volunteer


def way_to_person(person: Person) -> tuple[Channel, str] | None:
    """How a person likes to be written to; None where somebody must ring or post a letter."""
    by = reaching.written_way(person)
    if by == ContactBy.EMAIL and message_rules.is_address(Channel.EMAIL, person.email):
        return Channel.EMAIL, person.email
    if by == ContactBy.TEXT and message_rules.is_address(Channel.SMS, person.phone):
        return Channel.SMS, person.phone
    return None


def way_to_volunteer(volunteer: Volunteer) -> tuple[Channel, str] | None:
    """How a volunteer is written to: by e-mail, else by text message."""
    if message_rules.is_address(Channel.EMAIL, volunteer.email):
        return Channel.EMAIL, volunteer.email
    if message_rules.is_address(Channel.SMS, volunteer.phone):
        return Channel.SMS, volunteer.phone
    return None


def ask_side(answer: Answer, *, secret: str, by: Member, at: datetime) -> Message | None:
    """Send one side its link; None where they are rung instead."""
    match = answer.match
    link = site(reverse("public:befriending-answer", args=[secret]))
    context = {
        "side": answer.side,
        "link": link,
        "scheme": match.scheme.name,
        "expires": partial(day, answer.expires_at),
    }
    key = f"befriending-ask:{answer.pk}:{at.isoformat()}"
    if answer.side == Side.PERSON:
        return to_person(match, "befriending_ask", context, key=key, at=at, by=by, conceal=link)
    return to_volunteer(match.volunteer, "befriending_ask", context, key=key, at=at, by=by, conceal=link)


def to_person(
    match: Match, template: str, context: dict[str, Any], *, key: str, at: datetime, **more: Any
) -> Message | None:
    """Write to the person of a match, if that is how they like it."""
    return write_to_person(match.person, template, context, key=f"{key}:person", at=at, **more)


def write_to_person(
    person: Person, template: str, context: dict[str, Any], *, key: str, at: datetime, **more: Any
) -> Message | None:
    """Write to a person in their language, if that is how they like it."""
    way = way_to_person(person)
    if way is None:
        return None
    return messaging.queue(
        partnership=person.partnership,
        channel=way[0],
        to=way[1],
        template=template,
        context={**context, "called": person.called},
        key=key,
        about=person,
        language=writing.language_of(person.languages),
        at=at,
        **more,
    )


def to_volunteer(
    volunteer: Volunteer, template: str, context: dict[str, Any], *, key: str, at: datetime, **more: Any
) -> Message | None:
    """Write to a volunteer."""
    way = way_to_volunteer(volunteer)
    if way is None or not volunteer.is_active:
        return None
    return messaging.queue(
        partnership=volunteer.partnership,
        channel=way[0],
        to=way[1],
        template=template,
        context={**context, "called": volunteer.called},
        key=f"{key}:volunteer",
        organisation=volunteer.organisation,
        at=at,
        **more,
    )


def tell_supervisors(match: Match, template: str, context: dict[str, Any], *, key: str, at: datetime) -> int:
    """Write to the supervisor of a match and the volunteer's deputy; return to how many."""
    behind = {match.supervisor_id: match.supervisor} if match.supervisor.is_present else {}
    behind |= {member.pk: member for member in stands_behind(match.volunteer)}
    link = site(reverse("connector:befriending-match", args=[match.pk]))
    for member in behind.values():
        messaging.queue(
            partnership=match.partnership,
            channel=Channel.EMAIL,
            to=member.user.email,
            template=template,
            context={
                **context,
                "called": member.name.split(" ")[0],
                "link": link,
                "scheme": match.scheme.name,
            },
            key=f"{key}:{member.pk}",
            organisation=member.organisation,
            at=at,
        )
    return len(behind)


def visit_words(visit: Visit) -> dict[str, Any]:
    """What a message may say about a visit: when and how, never with whom or where. Day and time are said in each
    language the message is written in."""
    starts = visit.during.lower
    return {"day": partial(day, starts), "time": partial(time_of_day, starts), "channel": visit.channel}


def day(moment: datetime) -> str:
    """`Tuesday 1 December`."""
    return date_format(local(moment), "l j E", use_l10n=False)


def time_of_day(moment: datetime) -> str:
    """`2 p.m.`."""
    return date_format(local(moment), "P", use_l10n=False)


def site(path: str) -> str:
    """A path of this site as an address that works in a message."""
    return f"{settings.SITE_URL}{path}"
