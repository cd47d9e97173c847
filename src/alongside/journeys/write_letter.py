"""Write a letter, and let what it answers be answered: a look-in, a proposal, something due on the worklist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from alongside.casework.actions import contacts
from alongside.casework.enums import FollowUpKind
from alongside.letters import actions as letters
from alongside.letters.enums import LookInOutcome
from alongside.signposting import actions as signposting
from alongside.signposting.enums import Answer

if TYPE_CHECKING:
    from alongside.casework.models import Case, FollowUp
    from alongside.letters.models import Letter, LookIn
    from alongside.partnerships.models import Member, Partnership
    from alongside.signposting.models import Proposal


@dataclass(frozen=True)
class Answers:
    """What a letter answers, if anything, and when to be in touch next."""

    look_in: LookIn | None = None
    proposal: Proposal | None = None
    follow_up: FollowUp | None = None
    next_on: date | None = None


@transaction.atomic
def write_letter(
    *, case: Case, draft: letters.Draft, answers: Answers, partnership: Partnership, by: Member, at: datetime
) -> Letter:
    """All of it or nothing. Raises letters' CannotWrite, signposting's CannotNote."""
    letter = letters.write(case=case, draft=draft, partnership=partnership, by=by, at=at)
    if answers.look_in is not None:
        letters.settle_look_in(
            look_in=answers.look_in, outcome=LookInOutcome.WRITTEN, letter=letter, by=by, at=at
        )
    if answers.proposal is not None:
        signposting.answer(proposal=answers.proposal, answer=Answer.ACCEPTED, letter=letter, by=by, at=at)
    if answers.follow_up is not None:
        contacts.tick_off(follow_up=answers.follow_up, by=by, at=at)
    if answers.next_on is not None and case.is_open:
        contacts.arrange(case=case, due_on=answers.next_on, kind=FollowUpKind.CALL, by=by, at=at)
    return letter
