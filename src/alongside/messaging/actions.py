"""The only writers of messages: queue one, deliver one, try one again, stop what has not left, mark a letter as posted.

This is the one gate through which anything written reaches anybody. What a person said about being reached is obeyed
here, whoever queued the message: not after a death, not when they asked us not to, not by a way that leaves a message
where that is not safe, and no text outside of the times they named: it waits for the next of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.messaging import channels, rules, writing
from alongside.messaging.enums import Channel, MessageStatus
from alongside.messaging.models import Message
from alongside.people import reaching
from alongside.people import rules as people_rules
from alongside.people.enums import ContactBy, Hindrance

if TYPE_CHECKING:
    from alongside.partnerships.models import Member, Organisation, Partnership
    from alongside.people.models import Person


#: A way of sending, in the words of a person's record.
BY = {Channel.EMAIL: ContactBy.EMAIL, Channel.SMS: ContactBy.TEXT, Channel.LETTER: ContactBy.LETTER}


class CannotQueue(ValueError):
    """The message cannot go out as it is: a wrong address, or a text that would break out of its header."""


class CannotSendAgain(ValueError):
    """Only a message that failed can be tried again."""


@dataclass(frozen=True)
class Kept:
    """A message that was stopped before it left, and how it stood: what `put_back` needs to undo that."""

    message: Message
    status: str
    trouble: str


@transaction.atomic
def queue(
    *,
    partnership: Partnership,
    channel: Channel,
    to: str,
    template: str,
    context: Mapping[str, Any],
    key: str,
    at: datetime,
    about: Person | None = None,
    by: Member | None = None,
    organisation: Organisation | None = None,
    conceal: str = "",
    language: str = "",
    resident: bool = False,
) -> Message:
    """Put one message into the outbox, in the caller's transaction. The same `key` again returns the first.

    `context` is given to the template together with `partnership`. `conceal` is what is blotted out of
    the body once the message was sent: secret links, one a line. Written in English unless `language` names another;
    to a person, or a `resident` we hold no record of, a draft of a language goes with the English below it.
    Raises CannotQueue.
    """
    known = Message.objects.filter(key=key).first()
    if known is not None:
        return known
    if not rules.is_address(channel, to):
        raise CannotQueue(_("This is not an address a message can go to."))
    said = {**context, "partnership": partnership, "site": settings.SITE_URL}
    if (about is not None or resident) and language:
        subject, body = writing.write_to_person(
            template, said, language=language, is_text=channel == Channel.SMS
        )
    else:
        subject, body = writing.write(template, said, language=language)
    if rules.breaks_a_header(subject):
        raise CannotQueue(_("The subject holds a line break or another hidden character."))
    message = Message(
        channel=channel,
        to=to,
        subject=subject[:200],
        body=body,
        conceal=conceal,
        template=template,
        about=about,
        organisation=organisation or (by.organisation if by else None),
        caused_by=by,
        key=key,
        created_at=at,
    )
    why = _why_held(message)
    if why is not None:
        message.status, message.trouble = MessageStatus.HELD, why
    wait = _wait_for_them(message, at) if message.status == MessageStatus.QUEUED else timedelta(0)
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:  # another transaction queued the same key a moment ago
        return Message.objects.get(key=key)
    if message.status == MessageStatus.QUEUED:
        _defer(message, wait_seconds=int(wait.total_seconds()))
    return message


def _why_held(message: Message) -> str | None:
    """Why a message stays here: None when it may go; an empty text in a demo, where nothing is wrong."""
    person = message.about
    never = reaching.not_at_all(person) if person is not None else None
    if never == Hindrance.DIED:
        return _("The person it is about has died.")
    if person is not None and is_to_them(message, person):
        if never is not None:
            return _("The person asked not to be contacted.")
        if message.channel == Channel.SMS and message.to != person.phone:
            return _("Their number has changed since this was written. Ring them.")
        if message.channel != Channel.LETTER and people_rules.message_refused(
            BY[Channel(message.channel)], person
        ):
            return _("They asked to be reached another way, and not to be left messages.")
    if message.channel == Channel.LETTER:
        return _("To print and post.")
    return "" if settings.MESSAGES_MODE != "send" else None


def is_to_them(message: Message, person: Person) -> bool:
    """Whether a message about a person goes to the person. A text about somebody goes to nobody else."""
    if message.channel == Channel.SMS:
        return True
    if message.channel == Channel.LETTER:
        return bool(person.address.strip()) and person.address.strip() in message.to
    own = {person.email.casefold(), person.address.casefold()} - {""}
    return message.to.casefold() in own


def _wait_for_them(message: Message, at: datetime) -> timedelta:
    """How long a text waits for the times the person named; `trouble` says until when. Nothing for anybody else."""
    person = message.about
    if person is None or message.channel != Channel.SMS or not is_to_them(message, person):
        return timedelta(0)
    local = clock.local(at)
    moment = people_rules.next_safe_moment(person.contact_times, local)
    if moment == local:
        return timedelta(0)
    message.trouble = _("Waits until %(day)s, %(time)s: the times they like to be reached.") % {
        "day": date_format(moment, "l j F"),
        "time": date_format(moment, "P"),
    }
    return max(timedelta(seconds=1), moment.astimezone(at.tzinfo) - at)


def _defer(message: Message, *, wait_seconds: int) -> None:
    """Queue the job in this same transaction: no message without a job, no job without a message."""
    from alongside.messaging.jobs import deliver

    deliver.configure(schedule_in={"seconds": wait_seconds} if wait_seconds else None).defer(
        partnership_id=str(message.partnership_id), message_id=str(message.pk)
    )


@transaction.atomic
def deliver(*, message_id: UUID, at: datetime) -> Message | None:
    """Send one queued message; None when it is no longer queued or another worker holds it.

    The row stays locked while the channel takes the message, so two workers never send it at once. A worker
    killed after the other side took it and before the commit leaves it queued: it is sent again (at least once).
    """
    message = (
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("about")
        .filter(pk=message_id, status=MessageStatus.QUEUED)
        .first()
    )
    if message is None:
        return None
    why = _why_held(message)
    if why is not None:
        message.status, message.trouble = MessageStatus.HELD, why
        message.save(update_fields=["status", "trouble"])
        return message
    quiet = _wait_for_them(message, at)
    if quiet:
        message.save(update_fields=["trouble"])
        _defer(message, wait_seconds=int(quiet.total_seconds()))
        return message
    message.attempts += 1
    try:
        channels.send(message)
    except channels.Refused as error:
        message.status, message.trouble = MessageStatus.FAILED, str(error)
    except channels.TryLater as error:
        message.trouble = str(error)
        wait = rules.wait_after(message.attempts)
        if wait is None:
            message.status = MessageStatus.FAILED
        else:
            _defer(message, wait_seconds=int(wait.total_seconds()))
    else:
        message.status, message.sent_at, message.trouble = MessageStatus.SENT, at, ""
        if message.conceal:
            for piece in message.conceal.splitlines():
                message.body = message.body.replace(piece, "…")
            message.conceal = ""
    message.save(update_fields=["attempts", "status", "trouble", "sent_at", "body", "conceal"])
    return message


@transaction.atomic
def withdraw(*, message: Message, why: str) -> bool:
    """Keep a message that has not left from leaving: what it says no longer holds. False where it is too late."""
    current = Message.objects.select_for_update(of=("self",)).filter(pk=message.pk).first()
    if current is None or current.status != MessageStatus.QUEUED:
        return False
    current.status, current.trouble = MessageStatus.HELD, why
    current.save(update_fields=["status", "trouble"])
    return True


@transaction.atomic
def send_again(*, message: Message, by: Member, at: datetime) -> Message:
    """Try a failed message again from the beginning. Raises CannotSendAgain."""
    current = Message.objects.select_for_update().get(pk=message.pk)
    if MessageStatus.QUEUED not in rules.TRANSITIONS[current.status]:
        raise CannotSendAgain(_("This message did not fail, so there is nothing to try again."))
    current.status, current.attempts, current.caused_by = MessageStatus.QUEUED, 0, current.caused_by or by
    current.save(update_fields=["status", "attempts", "caused_by"])
    _defer(current, wait_seconds=0)
    return current


@transaction.atomic
def call_off(*, message: Message) -> Message:
    """Call off a message that has not left: it stays here and is neither sent nor posted. One that has left stays
    sent, which the caller reads from the answer."""
    current = Message.objects.select_for_update().get(pk=message.pk)
    if current.status in {MessageStatus.QUEUED, MessageStatus.HELD}:
        current.status, current.trouble = MessageStatus.HELD, _("Called off: do not send or post this.")
        current.save(update_fields=["status", "trouble"])
    return current


@transaction.atomic
def post(*, message: Message, at: datetime) -> Message:
    """A letter that was held to print is on its way. Anything else stays as it is."""
    current = Message.objects.select_for_update().get(pk=message.pk)
    if current.channel == Channel.LETTER and current.status == MessageStatus.HELD:
        current.status, current.sent_at, current.trouble = MessageStatus.SENT, at, ""
        current.save(update_fields=["status", "sent_at", "trouble"])
    return current


@transaction.atomic
def unpost(*, message: Message) -> Message:
    """A letter was not posted after all: it is held to print again."""
    current = Message.objects.select_for_update(of=("self",)).select_related("about").get(pk=message.pk)
    if current.channel == Channel.LETTER and current.status == MessageStatus.SENT:
        current.status, current.sent_at = MessageStatus.HELD, None
        current.trouble = _why_held(current) or ""
        current.save(update_fields=["status", "sent_at", "trouble"])
    return current


@transaction.atomic
def keep_here(
    *,
    about: Person,
    why: str,
    addresses: Collection[str] | None = None,
    letters: bool = False,
    spare: Collection[str] = (),
) -> list[Kept]:
    """Stop what has not left yet about a person: to `addresses`, or to anybody. It stays here with `why` as its reason.

    Messages of the templates in `spare` go on: they tell somebody to stop.

    A message that a worker is handing over this moment has left: this waits for it. With `letters`, those that wait to
    be printed are not to be posted either.
    """
    wanted = Q(status__in=[MessageStatus.QUEUED, MessageStatus.FAILED])
    if letters:
        wanted |= Q(status=MessageStatus.HELD, channel=Channel.LETTER)
    waiting = (
        Message.objects.select_for_update(of=("self",))
        .filter(wanted, about=about)
        .exclude(template__in=spare)
    )
    lowered = None if addresses is None else {one.casefold() for one in addresses if one}
    kept = []
    for message in waiting.order_by("created_at", "id"):
        if lowered is not None and message.to.casefold() not in lowered:
            continue
        kept.append(Kept(message, message.status, message.trouble))
        message.status, message.trouble = MessageStatus.HELD, why
        message.save(update_fields=["status", "trouble"])
    return kept


@transaction.atomic
def put_back(*, message_id: UUID, status: str, trouble: str) -> Message | None:
    """Undo `keep_here` for one message: it stands as it stood, and goes on its way. None where it is gone."""
    current = Message.objects.select_for_update(of=("self",)).filter(pk=message_id).first()
    if current is None or current.status != MessageStatus.HELD:
        return None
    current.status, current.trouble = status, trouble
    current.save(update_fields=["status", "trouble"])
    if current.status == MessageStatus.QUEUED:
        _defer(current, wait_seconds=0)
    return current
