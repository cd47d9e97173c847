"""May this person be contacted now, and how: the one place that answers it. Every sender, list and page asks here.

Two forms of one rule (ADR 6): `hindrance` about a person in hand, `may_be_contacted` about rows of a query. A test
(`tests/domain/people/test_reaching.py`) keeps others from reading the wish not to be contacted for themselves.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django.db.models import Q

from alongside.people import rules
from alongside.people.enums import ContactBy, Hindrance

#: Ways of writing. A call is no message left; a letter in the post stays shut.
WRITTEN = (ContactBy.EMAIL, ContactBy.TEXT, ContactBy.LETTER)
#: What a number begins with that takes text messages here.
UK_MOBILE = "+447"


class Reachable(Protocol):
    """What the rule reads of a person."""

    do_not_contact: bool
    deceased_on: date | None
    address: str
    email: str
    phone: str
    contact_by: str
    leave_message: bool


class Addressed(Reachable, Protocol):
    """What stands on an envelope besides."""

    postcode: str

    @property
    def name(self) -> str: ...


def not_at_all(person: Reachable) -> Hindrance | None:
    """Why somebody is not to be contacted in any way; None where they may be."""
    if person.deceased_on is not None:
        return Hindrance.DIED
    if person.do_not_contact:
        return Hindrance.ASKED_NOT_TO
    return None


def hindrance(by: ContactBy, person: Reachable) -> Hindrance | None:
    """Why somebody cannot be reached in this way, ever; None when they can. When is `rules.next_safe_moment`.

    An e-mail or a text is a message left: it needs their word that this is safe, or that it is the way they like.
    """
    why = not_at_all(person)
    if why is not None:
        return why
    if by == ContactBy.LETTER:
        return None if person.address.strip() else Hindrance.NO_ADDRESS
    if by == ContactBy.EMAIL and not person.email:
        return Hindrance.NO_EMAIL
    if by == ContactBy.TEXT and not person.phone.startswith(UK_MOBILE):
        return Hindrance.NO_MOBILE
    if by in {ContactBy.PHONE, ContactBy.SOMEONE_ELSE}:
        return None if person.phone else Hindrance.NO_PHONE
    return Hindrance.NOT_SAFE if rules.message_refused(by, person) else None


def written_way(person: Reachable) -> ContactBy | None:
    """How somebody is written to: the written way they like, where nothing hinders it. None: they are rung, or nothing
    is said to them at all (`not_at_all`)."""
    liked = next((by for by in WRITTEN if by == person.contact_by), None)
    return liked if liked is not None and hindrance(liked, person) is None else None


def may_be_contacted(prefix: str = "") -> Q:
    """The same of rows: those whose person may be contacted at all. `prefix` leads to the person ("case__person")."""
    path = f"{prefix}__" if prefix else ""
    return Q(**{f"{path}deceased_on__isnull": True, f"{path}do_not_contact": False})


def address_of(person: Addressed, by: ContactBy) -> str:
    """Where something written goes: an address on lines as on an envelope, an e-mail address, a number; "" if none."""
    if by == ContactBy.EMAIL:
        return person.email
    if by == ContactBy.TEXT:
        return person.phone if person.phone.startswith(UK_MOBILE) else ""
    lines = [person.name, *person.address.strip().splitlines(), person.postcode]
    return "\n".join(line for line in lines if line) if person.address.strip() else ""
