"""Caring in its entry states; later states come from the actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from alongside.caring import actions, rules
from alongside.caring.enums import Result, Stage
from alongside.caring.models import AssessmentMove, Caring
from alongside.casework.models import Case
from alongside.partnerships.models import Member
from alongside.people.models import Person
from tests.factories.casework import AT

DAY = AT.date()


def a_caring(
    case: Case, by: Member, *, cared_for: Person | None = None, at: dt.datetime = AT, **told: Any
) -> Caring:
    """The person of the case looks after her husband."""
    words = {"relationship": "partner", "tasks": ["home", "watching"], "hours": "35-49", "note": "", **told}
    return actions.tell(case=case, told=words, cared_for=cared_for, by=by, at=at)


def moved(
    case: Case,
    caring: Caring,
    stage: Stage,
    by: Member,
    *,
    seen: int,
    on: dt.date = DAY,
    at: dt.datetime = AT,
    result: str = "",
    review_on: dt.date | None = None,
) -> AssessmentMove:
    """One move of the assessment."""
    told = rules.Told(stage=stage, happened_on=on, result=result, review_on=review_on)
    return actions.move(case=case, caring=caring, told=told, seen=seen, by=by, at=at)


def with_outcome(case: Case, caring: Caring, by: Member, *, review_on: dt.date) -> AssessmentMove:
    """Offered, asked for, done, and support agreed: four moves."""
    for seen, stage in enumerate((Stage.OFFERED, Stage.REQUESTED, Stage.DONE)):
        moved(case, caring, stage, by, seen=seen)
    return moved(case, caring, Stage.OUTCOME, by, seen=3, result=Result.SUPPORT, review_on=review_on)
