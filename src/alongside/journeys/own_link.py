"""A person's own way to what they agreed to: a link they can be sent, or be given on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from alongside.befriending.notify import way_to_person
from alongside.messaging import actions as messaging
from alongside.messaging import writing
from alongside.people.actions import agreements

if TYPE_CHECKING:
    from alongside.partnerships.models import Member
    from alongside.people.models import Person


@dataclass(frozen=True)
class Given:
    """The address of the link, and whether it is on its way by the way the person likes to be written to."""

    address: str
    sent: bool


@transaction.atomic
def give(*, person: Person, by: Member, at: datetime) -> Given:
    """Make a fresh link; earlier ones stop. It is sent where the person likes to be written to, else only returned."""
    _link, secret = agreements.make_link(person=person, by=by, at=at)
    address = f"{settings.SITE_URL}{reverse('public:agreed', args=[secret])}"
    way = way_to_person(person)
    if way is not None:
        messaging.queue(
            partnership=person.partnership,
            channel=way[0],
            to=way[1],
            template="what_you_agreed_to",
            context={"called": person.called, "link": address},
            key=f"own-link:{person.pk}:{at.isoformat()}",
            about=person,
            by=by,
            conceal=address,
            language=writing.language_of(person.languages),
            at=at,
        )
    return Given(address, way is not None)
