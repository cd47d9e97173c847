"""Kept views of the work, and people to be found."""

from __future__ import annotations

import datetime as dt
from typing import Any

from alongside.casework.actions import contacts, seeing
from alongside.casework.enums import Result, WorkList
from alongside.casework.models import Case, SavedView
from alongside.partnerships.models import Member
from tests.factories.casework import AT, a_case
from tests.factories.people import a_person


def a_view(by: Member, name: str = "Turkish speakers", **more: Any) -> SavedView:
    """A kept view of what is overdue."""
    told: dict[str, Any] = {"which": WorkList.OVERDUE, "query": "language=tr", **more}
    return seeing.keep_view(by=by, name=name, at=AT, **told)


def a_case_of(
    by: Member, *, given: str = "Ayten", family: str = "Aydın", at: dt.datetime = AT, **details: Any
) -> Case:
    """A case of somebody with these details."""
    person = a_person(by=by, given_name=given, family_name=family, **{"known_as": "", **details})
    return a_case(by, person=person, at=at)


def noted(case: Case, by: Member, note: str, at: dt.datetime = AT) -> None:
    """A call with a line written down."""
    contacts.log(case=case, result=Result.REACHED, note=note, by=by, at=at)
