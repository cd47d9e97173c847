"""Named reads of answers: one person's over time, and pairs of before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alongside.core.statements import knowing, statement
from alongside.measures.enums import FOLLOW_UPS, Stage
from alongside.measures.models import Response

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal
    from uuid import UUID

    from django.db.models import QuerySet

    from alongside.measures.instruments import Instrument
    from alongside.people.models import Person


@dataclass(frozen=True, slots=True)
class Pair:
    """One person's scores at the start and at the first follow-up."""

    person_id: uuid.UUID
    before: Decimal
    after: Decimal
    before_on: date
    after_on: date


def responses_of(person: Person, instrument: Instrument | None = None) -> list[Response]:
    """A person's answers, oldest first."""
    found = knowing(_responses(person.pk), person=person)
    return [one for one in found if instrument is None or one.instrument_code == instrument.code]


@statement
def _responses(person_id: UUID) -> QuerySet[Response]:
    return Response.objects.filter(person=person_id).order_by("held_on", "recorded_at", "id")


def before_and_after(responses: Iterable[Response]) -> tuple[Response, Response] | None:
    """The last start and the newest later answers of one person to one instrument, both scored or itemised.

    `responses` oldest first. A reopened case starts again, so the last start counts.
    """
    usable = [r for r in responses if r.score is not None or not r.instrument.has_total]
    starts = [place for place, r in enumerate(usable) if r.stage == Stage.START]
    if not starts or starts[-1] == len(usable) - 1:
        return None
    return usable[starts[-1]], usable[-1]


def pairs(instrument: Instrument, *, until: date | None = None) -> list[Pair]:
    """One pair a person: their first scored start, and the first scored follow-up after it, by day of
    follow-up.

    The first pair is taken, not the newest, so that figures once published do not move when somebody
    answers again. Follow-ups after `until` are left out. One query.
    """
    scored = Response.objects.filter(
        instrument_code=instrument.code, score__isnull=False, stage__in=[Stage.START, *FOLLOW_UPS]
    )
    if until is not None:
        scored = scored.filter(held_on__lte=until)
    rows = scored.order_by("person_id", "held_on", "recorded_at", "id").values_list(
        "person_id", "stage", "score", "held_on"
    )
    starts: dict[uuid.UUID, tuple[Decimal, date]] = {}
    found: dict[uuid.UUID, Pair] = {}
    for person_id, stage, score, held_on in rows:
        if score is None:
            continue
        if stage == Stage.START:
            starts.setdefault(person_id, (score, held_on))
        elif person_id in starts and person_id not in found and held_on > starts[person_id][1]:
            before, before_on = starts[person_id]
            found[person_id] = Pair(person_id, before, score, before_on, held_on)
    return sorted(found.values(), key=lambda pair: (pair.after_on, pair.person_id))
