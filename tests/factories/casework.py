"""Cases and their parts in their entry states. Everything later is reached through actions: see tests/given.py."""

from __future__ import annotations

import datetime as dt
from typing import Any

from alongside.casework.actions import cases
from alongside.casework.models import Case
from alongside.partnerships.models import Member
from alongside.people.models import Person
from tests.factories.people import a_person

AT = dt.datetime(2026, 11, 3, 10, 0, tzinfo=dt.UTC)  # a Tuesday


def a_case(by: Member, *, person: Person | None = None, at: dt.datetime = AT, **more: Any) -> Case:
    """An open case of Mrs A with the organisation of `by`, who is the connector unless told otherwise."""
    return cases.open_case(
        person=person or a_person(by=by),
        organisation=by.organisation,
        by=by,
        at=at,
        **{"connector": by, **more},
    )
