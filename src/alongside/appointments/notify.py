"""What is sent: a reminder to a person, and words to colleagues about somebody who is out.

A reminder says when; to somebody for whom a message may be read by others, no more than that. What colleagues are sent
never says where somebody went, nor to whom: that is read after signing in, and the look is written down.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from alongside.appointments import queries, words
from alongside.appointments.enums import Place, RemindBy
from alongside.messaging import actions as messaging
from alongside.messaging import rules as message_rules
from alongside.messaging import writing
from alongside.messaging.enums import Channel
from alongside.people import reaching
from alongside.people.enums import ContactBy
from alongside.people.rules import spoken_phone

if TYPE_CHECKING:
    from alongside.appointments.models import CheckIn, Reminder
    from alongside.messaging.models import Message
    from alongside.partnerships.models import Member
    from alongside.people.models import Person

CHANNELS = {RemindBy.TEXT: Channel.SMS, RemindBy.EMAIL: Channel.EMAIL, RemindBy.LETTER: Channel.LETTER}
#: A way of reminding, in the words of a person's record.
BY = {RemindBy.TEXT: ContactBy.TEXT, RemindBy.EMAIL: ContactBy.EMAIL, RemindBy.LETTER: ContactBy.LETTER}


def address_of(person: Person, channel: str) -> str:
    """Where a reminder of that kind would go; "" where there is no such address."""
    to = reaching.address_of(person, BY[RemindBy(channel)])
    return to if message_rules.is_address(CHANNELS[RemindBy(channel)], to) else ""


def reminder(reminder: Reminder, *, at: datetime) -> Message:
    """Write a reminder in the person's language. Raises messaging.CannotQueue."""
    appointment = reminder.appointment
    person, organisation = appointment.case.person, appointment.case.organisation
    language = writing.language_of(person.languages)
    return messaging.queue(
        partnership=appointment.partnership,
        channel=CHANNELS[RemindBy(reminder.channel)],
        to=address_of(person, reminder.channel),
        template="appointment_reminder",
        context={
            "called": person.called,
            "when": partial(words.when, appointment.during.lower),  # said in each language it is written in
            "who": appointment.member.name,
            "place": appointment.place,
            "at_home": Place.HOME,
            "by_phone": Place.PHONE,
            "by_video": Place.VIDEO,
            "where": appointment.where,
            # A text or an e-mail that somebody else may read says when, and nothing more.
            "discreet": reminder.channel != RemindBy.LETTER and not person.leave_message,
            "ring": organisation.phone,
        },
        key=f"appointment-reminder:{reminder.pk}",
        about=person,
        organisation=organisation,
        language=language,
        at=at,
    )


def link_to_self(check_in: CheckIn, *, secret: str, at: datetime) -> None:
    """Send who goes out their own link, by e-mail and, where a number is known, by text."""
    link = site(reverse("public:check-in", args=[secret]))
    context = {"until": words.time_of_day(check_in.due_at), "link": link, "buddy": check_in.buddy.name}
    _to_member(
        check_in.member,
        "check_in_link",
        context,
        key=f"check-in-link:{check_in.pk}",
        at=at,
        phone=check_in.phone,
        conceal=link,
    )


def ask_buddy(check_in: CheckIn, *, at: datetime) -> None:
    """Tell the buddy that they are one, and until when. By e-mail: nothing is wrong yet."""
    context = {**_who_and_when(check_in), "link": _page(check_in)}
    _to_member(check_in.buddy, "check_in_buddy", context, key=f"check-in-buddy:{check_in.pk}", at=at)


def alert(
    check_in: CheckIn, member: Member, *, round_number: int, phone: str, help_asked: bool, at: datetime
) -> tuple[Message | None, Message | None]:
    """Tell a colleague by e-mail and text that somebody did not say that they are safe."""
    context = {
        **_who_and_when(check_in),
        "ring": spoken_phone(check_in.phone) if check_in.phone else "",
        "link": _page(check_in),
        "help_asked": help_asked,
        "again": round_number > 1,
    }
    key = f"check-in:{check_in.pk}:{check_in.due_at.isoformat()}:{round_number}:{member.pk}"
    return _to_member(member, "check_in_alert", context, key=key, at=at, phone=phone)


def remind_self(check_in: CheckIn, *, phone: str, at: datetime) -> tuple[Message | None, Message | None]:
    """Remind who is out that their time is nearly over. Their link went to them when they set out."""
    key = f"check-in:{check_in.pk}:{check_in.due_at.isoformat()}:0:{check_in.member_id}"
    context = {"until": words.time_of_day(check_in.due_at), "buddy": check_in.buddy.name}
    return _to_member(check_in.member, "check_in_nearly_over", context, key=key, at=at, phone=phone)


def how_it_ended(
    check_in: CheckIn, members: Iterable[Member], *, what: str, number: int, at: datetime
) -> None:
    """Tell everybody who was alerted that they are safe, need longer, or that it was closed. `number` is the line's."""
    members = list(members)
    phones = queries.phones_of({member.pk for member in members})
    for member in members:
        _to_member(
            member,
            "check_in_news",
            {**_who_and_when(check_in), "what": what, "link": _page(check_in)},
            key=f"check-in-news:{check_in.pk}:{number}:{member.pk}",
            at=at,
            phone=phones.get(member.pk, ""),
        )


def _who_and_when(check_in: CheckIn) -> dict[str, str]:
    return {"who": check_in.member.name, "until": words.time_of_day(check_in.due_at)}


def _page(check_in: CheckIn) -> str:
    return site(reverse("connector:check-in", args=[check_in.pk]))


def _to_member(
    member: Member,
    template: str,
    context: dict[str, Any],
    *,
    key: str,
    at: datetime,
    phone: str = "",
    conceal: str = "",
) -> tuple[Message | None, Message | None]:
    """An e-mail, and a text where a number is known; None for what has no address. Colleagues do not list them."""
    ways = [(Channel.EMAIL, member.user.email)] + ([(Channel.SMS, phone)] if phone else [])
    made: dict[Channel, Message] = {}
    for channel, to in ways:
        try:
            made[channel] = messaging.queue(
                partnership=member.partnership,
                channel=channel,
                to=to,
                template=template,
                context={"member": member, "is_text": channel == Channel.SMS, **context},
                key=f"{key}:{channel}",
                conceal=conceal,
                at=at,
            )
        except messaging.CannotQueue:
            continue
    return made.get(Channel.EMAIL), made.get(Channel.SMS)


def site(path: str) -> str:
    """The whole address of a path of ours."""
    return f"{settings.SITE_URL}{path}"
