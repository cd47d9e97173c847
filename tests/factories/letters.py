"""Letters and life events in their entry states; later states come from the actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from alongside.casework.models import Case
from alongside.letters import actions
from alongside.letters.actions import Draft
from alongside.letters.enums import LetterKind, Way
from alongside.letters.models import Letter, LookIn
from alongside.partnerships.models import Member
from alongside.signposting import actions as signposting
from alongside.signposting.enums import LifeEventKind, ToldBy
from alongside.signposting.models import LifeEvent
from tests.factories.casework import AT, a_case
from tests.factories.people import a_person

HOME = {"address": "Flat 31, Lamb House", "postcode": "E8 3NR"}


def a_case_with_a_home(by: Member, **details: Any) -> Case:
    """An open case of Mrs A, whose address is known."""
    return a_case(by, person=a_person(by=by, **{**HOME, **details}))


def a_draft(**more: Any) -> Draft:
    """A free letter to post."""
    words = {
        "kind": LetterKind.FREE,
        "way": Way.POST,
        "subject": "A few lines",
        "body": "Dear Mrs A\n\nHello.",
    }
    return Draft(**{**words, **more})


def a_letter(by: Member, *, case: Case | None = None, at: dt.datetime = AT, **more: Any) -> Letter:
    """A letter that waits to be printed."""
    return actions.write(
        case=case or a_case_with_a_home(by), draft=a_draft(**more), partnership=by.partnership, by=by, at=at
    )


def a_printed_letter(by: Member, *, case: Case | None = None, at: dt.datetime = AT, **more: Any) -> Letter:
    """One that was printed and posted."""
    return actions.mark_printed(letters=[a_letter(by, case=case, at=at, **more)], by=by, at=at)[0]


def looks_in(case: Case, by: Member, *, at: dt.datetime = AT) -> list[LookIn]:
    """After three and six months."""
    return actions.arrange_looks_in(case=case, ended_on=at.date(), by=by, at=at)


def a_life_event(
    case: Case,
    by: Member,
    kind: LifeEventKind = LifeEventKind.RETIREMENT,
    *,
    happened_on: dt.date | None = None,
    at: dt.datetime = AT,
    **more: Any,
) -> LifeEvent:
    """Mrs A stopped work, as she told us herself."""
    told = {"told_by": ToldBy.PERSON, **more}
    return signposting.note(person=case.person, kind=kind, happened_on=happened_on, by=by, at=at, **told)
