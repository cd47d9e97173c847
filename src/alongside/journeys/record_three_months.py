"""Three months on: the same questions again, and what they show beside the first answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from alongside.casework.actions import contacts
from alongside.casework.enums import FollowUpKind
from alongside.casework.models import Case
from alongside.measures import actions as measures
from alongside.measures.enums import AskedBy, Stage

if TYPE_CHECKING:
    from alongside.measures.instruments import Instrument
    from alongside.measures.models import Response
    from alongside.partnerships.models import Member


@transaction.atomic
def record_three_months(
    *,
    case: Case,
    answers: Sequence[tuple[Instrument, Sequence[str | None]]],
    held_on: date,
    asked_by: AskedBy,
    by: Member,
    at: datetime,
    stage: Stage = Stage.THREE_MONTHS,
) -> list[Response]:
    """Keep the answers and end the follow-up that asked for them, even when nothing was answered."""
    kept = measures.record_together(
        person=case.person, answers=answers, stage=stage, held_on=held_on, asked_by=asked_by, by=by, at=at
    )
    due = case.follow_ups.filter(done_at__isnull=True, kind=FollowUpKind.THREE_MONTHS)
    for follow_up in due.order_by("due_on", "id"):
        contacts.tick_off(follow_up=follow_up, by=by, at=at)
    return kept
