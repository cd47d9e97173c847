"""The only writers of messages: queue one, deliver one, try one again, mark a letter as posted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from alongside.messaging import channels, rules, writing
from alongside.messaging.enums import Channel, MessageStatus
from alongside.messaging.models import Message

if TYPE_CHECKING:
    from alongside.partnerships.models import Member, Organisation, Partnership
    from alongside.people.models import Person


class CannotQueue(ValueError):
    """The message cannot go out as it is: a wrong address, or a text that would break out of its header."""


class CannotSendAgain(ValueError):
    """Only a message that failed can be tried again."""


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
) -> Message:
    """Put one message into the outbox, in the caller's transaction. The same `key` again returns the first.

    `context` is given to the template together with `partnership`. `conceal` is what is blotted out of
    the body once the message was sent: secret links, one a line. Written in English unless `language` names another.
    Raises CannotQueue.
    """
    known = Message.objects.filter(key=key).first()
    if known is not None:
        return known
    if not rules.is_address(channel, to):
        raise CannotQueue(_("This is not an address a message can go to."))
    subject, body = writing.write(
        template, {**context, "partnership": partnership, "site": settings.SITE_URL}, language=language
    )
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
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:  # another transaction queued the same key a moment ago
        return Message.objects.get(key=key)
    if message.status == MessageStatus.QUEUED:
        _defer(message, wait_seconds=0)
    return message


def _why_held(message: Message) -> str | None:
    """Why a message stays here: None when it may go; an empty text in a demo, where nothing is wrong."""
    person = message.about
    if person is not None and person.deceased_on is not None:
        return _("The person it is about has died.")
    if person is not None and person.do_not_contact and _is_theirs(message, person):
        return _("The person asked not to be contacted.")
    if message.channel == Channel.LETTER:
        return _("To print and post.")
    return "" if settings.MESSAGES_MODE != "send" else None


def _is_theirs(message: Message, person: Person) -> bool:
    """Whether a message goes to the person themselves: their number or mail address, or an envelope to their home."""
    if message.channel == Channel.LETTER:
        return bool(person.address.strip()) and person.address.strip() in message.to
    return message.to in {person.phone, person.email}


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
