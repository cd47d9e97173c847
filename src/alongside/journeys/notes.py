"""A note to each person, in their language and by the way they like: seen by staff first, then sent exactly so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from alongside.casework.enums import NoteBy
from alongside.messaging import actions as messaging
from alongside.messaging import writing
from alongside.messaging.enums import Channel
from alongside.people import reaching
from alongside.people.enums import ContactBy

if TYPE_CHECKING:
    from alongside.messaging.models import Message
    from alongside.partnerships.models import Member, Partnership
    from alongside.people.models import Person

CHANNELS = {NoteBy.EMAIL: Channel.EMAIL, NoteBy.TEXT: Channel.SMS, NoteBy.LETTER: Channel.LETTER}


@dataclass(frozen=True)
class Note:
    """What somebody reads. `language` is a code, `is_draft` whether a computer translated it; `english` is the same in
    English, "" where it is English."""

    subject: str
    body: str
    language: str
    is_draft: bool
    english: str

    @property
    def language_name(self) -> str:
        """How the language calls itself."""
        return writing.SPOKEN[self.language]


def written(
    template: str, context: Mapping[str, Any], person: Person, by: NoteBy, partnership: Partnership
) -> Note:
    """The note as it would be sent to somebody."""
    language = writing.language_of(person.languages)
    said = {**context, "partnership": partnership}
    subject, body = writing.write_to_person(template, said, language=language, is_text=by == NoteBy.TEXT)
    is_draft = writing.is_draft(language)
    # a draft that is not a text message carries its English with it already
    alone = language != writing.ENGLISH and (by == NoteBy.TEXT or not is_draft)
    return Note(subject, body, language, is_draft, writing.write(template, said)[1] if alone else "")


def send(
    template: str,
    context: Mapping[str, Any],
    person: Person,
    by: NoteBy,
    *,
    partnership: Partnership,
    key: str,
    by_member: Member,
    at: datetime,
) -> Message | None:
    """Send it, or hold it to print and post; the same `key` once. None where it cannot be written to them: ring."""
    channel = CHANNELS.get(by)
    if channel is None or reaching.hindrance(ContactBy(by.value), person) is not None:
        return None
    try:
        with transaction.atomic():
            return messaging.queue(
                partnership=partnership,
                channel=channel,
                to=reaching.address_of(person, ContactBy(by.value)),
                template=template,
                context=context,
                key=key,
                about=person,
                by=by_member,
                language=writing.language_of(person.languages),
                at=at,
            )
    except messaging.CannotQueue:
        return None
