"""Sending a shortlist that a visitor made: to the address they give, in the language they read, in our words only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.core.clock import local
from alongside.core.ids import new_id
from alongside.directory.service_facts import ServiceFacts
from alongside.messaging import actions as messaging
from alongside.messaging.enums import Channel
from alongside.partnerships.models import Partnership

UK_MOBILE = "+447"
MOST_IN_A_TEXT = 3
"""Names in a text message; the link holds all."""


class CannotSend(ValueError):
    """The address is none; one sentence for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One service in a message."""

    name: str
    when: str
    where: str
    stops: list[str]
    phone: str
    next: str


def send_shortlist(
    *, partnership: Partnership, to: str, facts: Sequence[ServiceFacts], path: str, key: str, at: dt.datetime
) -> Channel:
    """Queue the list and return how it goes. Raises `CannotSend`."""
    address, number = _read(to)
    if not (address or number):
        raise CannotSend(
            _("Write an e-mail address like name@example.org, or a mobile number like 07700 900123.")
        )
    channel = Channel.EMAIL if address else Channel.SMS
    try:
        messaging.queue(
            partnership=partnership,
            channel=channel,
            to=address or number,
            template="shortlist" if address else "shortlist_text",
            context={
                "lines": [_line(one) for one in facts],
                "few": [one.service.name for one in facts[:MOST_IN_A_TEXT]],
                "link": f"{settings.SITE_URL}{path}",
            },
            key=f"shortlist:{key or new_id()}",
            language=get_language() or "",
            at=at,
        )
    except messaging.CannotQueue as problem:
        raise CannotSend(str(problem)) from problem
    return channel


def _read(to: str) -> tuple[str, str]:
    """Return an e-mail address or a mobile number, as the outbox takes them; two empty texts for anything else."""
    try:
        validate_email(to.strip())
        return to.strip(), ""
    except ValidationError:
        pass
    try:
        found = phonenumbers.parse(to, "GB")
    except phonenumbers.NumberParseException:
        return "", ""
    number = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    return "", number if phonenumbers.is_possible_number(found) and number.startswith(UK_MOBILE) else ""


def _line(facts: ServiceFacts) -> Line:
    site = facts.sites[0] if facts.sites else None
    return Line(
        name=facts.service.name,
        when="; ".join([*facts.when, *(site.when if site else [])][:2]),
        where=", ".join([site.name, *site.address]) if site else "",
        stops=[str(stop) for stop in site.stops] if site else [],
        phone=facts.phones[0].number if facts.phones else "",
        next=date_format(local(facts.next[0]), "l j E", use_l10n=False) if facts.next else "",
    )
