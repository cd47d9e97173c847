"""Two records of one person, and joins in their entry state. Later states are reached through actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from alongside.joining import actions
from alongside.joining.models import Join
from alongside.partnerships.models import Member
from alongside.people.models import Person
from tests.factories.people import a_person

AT = dt.datetime(2026, 11, 10, 9, 0, 0, 123456, tzinfo=dt.UTC)
WHY = "She told me on the phone."


def two_records(by: Member, **other: Any) -> tuple[Person, Person]:
    """Mrs A, and Mrs A again as somebody else wrote her down."""
    again = {"given_name": "Ayten", "family_name": "Aydin", "known_as": "", "phone": "07700 900124", **other}
    return a_person(by=by), a_person(by=by, **again)


def a_proposal(by: Member, *, both: tuple[Person, Person] | None = None, at: dt.datetime = AT) -> Join:
    """The first of the two goes on."""
    kept, gone = both or two_records(by)
    return actions.propose(kept=kept, gone=gone, reason=WHY, by=by, at=at)


def joined(
    by: Member,
    second: Member,
    *,
    both: tuple[Person, Person] | None = None,
    at: dt.datetime = AT,
    **chosen: str,
) -> Join:
    """Proposed by the one, confirmed by the other."""
    return actions.confirm(join=a_proposal(by, both=both, at=at), chosen=chosen, by=second, at=at)
