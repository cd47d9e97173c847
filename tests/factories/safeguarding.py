"""Concerns in their entry state, and the people who carry them. Later states are reached through actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alongside.core import tenancy
from alongside.partnerships.models import Member
from alongside.people.models import Person
from alongside.safeguarding.actions import concerns, duty
from alongside.safeguarding.models import Concern
from tests.factories.people import a_person

AT = dt.datetime(2026, 11, 3, 14, 2, tzinfo=dt.UTC)
SEEN = "Two bruises on her left arm."
SAID = "He gets cross when the money runs out."


def named(cast: Any, *, deputy: Member | None = None, at: dt.datetime = AT) -> None:
    """The safeguarding lead of the cast is named lead, their team lead (or another) deputy."""
    duty.name(lead=cast.safeguarding_lead, deputy=deputy or cast.team_lead, by=cast.steward, at=at)


def a_concern(by: Member, *, person: Person | None = None, at: dt.datetime = AT, **more: Any) -> Concern:
    """A concern of `by` about Mrs A."""
    told = {"seen": SEEN, "said": SAID, "knows": "not_safe"} | more
    if person is None and "referral" not in more:
        person = a_person(by=by)
    return concerns.raise_concern(person=person, by=by, at=at, **told)


@contextmanager
def eyes_of(member: Member) -> Iterator[None]:
    """See what the database shows to this member, as a page of theirs would."""
    with tenancy.within(member.partnership_id, actor=f"member:{member.pk}"):
        yield
