"""The only writer of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.measures import instruments
from alongside.measures.enums import AskedBy, Stage
from alongside.measures.models import Response
from alongside.people import actions as people
from alongside.people.enums import TimelineKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from alongside.measures.instruments import Instrument
    from alongside.partnerships.models import Member
    from alongside.people.models import Person


class CannotRecord(ValueError):
    """These answers cannot be kept; the sentence says why."""


@transaction.atomic
def record(
    *,
    person: Person,
    instrument: Instrument,
    stage: Stage,
    held_on: date,
    answers: Sequence[str | None],
    asked_by: AskedBy,
    by: Member | None,
    at: datetime,
) -> Response | None:
    """Score and keep a set of answers; missing ones are fine. Returns None when every answer is missing.

    Recording the same instrument for the same person, stage and day again corrects the earlier answers;
    the very same answers again, by a second press of the button, change nothing. Raises CannotRecord for a
    day that has not come yet, and instruments.WrongAnswers for answers that are not options.
    """
    if held_on > clock.local(at).date():
        raise CannotRecord(_("The day the questions were asked cannot be in the future."))
    result = instruments.score(instrument, answers)
    if len(result.missing) == len(instrument.items):
        return None
    padded = [*answers, *[None] * (len(instrument.items) - len(answers))]
    kept = [(answer or "").strip().lower() or None for answer in padded]
    same_day = Response.objects.select_for_update().filter(
        person=person, instrument_code=instrument.code, stage=stage, held_on=held_on
    )
    if unchanged := same_day.filter(answers=kept, asked_by=asked_by).first():
        return unchanged
    response, is_new = same_day.update_or_create(
        person=person,
        instrument_code=instrument.code,
        stage=stage,
        held_on=held_on,
        defaults={
            "answers": kept,
            "score": result.score,
            "band": result.band or "",
            "missing": list(result.missing),
            "asked_by": asked_by,
            "recorded_by": by,
            "recorded_at": at,
        },
    )
    sentence = _("Answered: %(name)s") if is_new else _("Answers corrected: %(name)s")
    people.remember(
        person=person,
        sentence=sentence % {"name": instrument.name},
        by=by,
        at=at,
        kind=TimelineKind.MEASURE,
    )
    return response


@transaction.atomic
def record_together(
    *,
    person: Person,
    answers: Sequence[tuple[Instrument, Sequence[str | None]]],
    stage: Stage,
    held_on: date,
    asked_by: AskedBy,
    by: Member | None,
    at: datetime,
) -> list[Response]:
    """Keep several instruments asked in one conversation, e.g. the four ONS loneliness questions."""
    kept = [
        record(
            person=person,
            instrument=instrument,
            stage=stage,
            held_on=held_on,
            answers=given,
            asked_by=asked_by,
            by=by,
            at=at,
        )
        for instrument, given in answers
    ]
    return [response for response in kept if response is not None]
