"""The facts the figures are counted from: one a person, on the day it happened. Named reads, constant in
number.

Everything is read inside the partnership's wall. Nothing here is shown as it is: facts go into a cube.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alongside.casework.enums import OnwardStatus, Result, StepStatus
from alongside.casework.models import Case, Contact, Conversation, OnwardReferral, Step
from alongside.core import clock
from alongside.core.working_days import working_days_between
from alongside.insight.cube import Fact
from alongside.measures import queries as measures
from alongside.measures.instruments import instrument
from alongside.people import rules as people
from alongside.places.models import Area
from alongside.referrals.models import Referral
from alongside.referrals.rules import OPEN

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import date, datetime

    from alongside.measures.queries import Pair

NOT_KNOWN = "not_known"
ELSEWHERE = "elsewhere"
#: Youngest age of each band, and its name.
AGE_BANDS = ((80, "80_and_over"), (65, "65_to_79"), (45, "45_to_64"), (25, "25_to_44"), (0, "under_25"))
#: Working days by which a first talk counts as quite late.
TWO_WEEKS = 10


@dataclass(frozen=True, slots=True)
class Waited:
    """One person's wait from being told to us until we first spoke with them, in working days; or `times` alike."""

    on: date
    working_days: int
    times: int = 1


@dataclass(frozen=True, slots=True)
class Waiting:
    """People waiting at this moment for a first talk: within what we promise, and longer."""

    within: int
    longer: int


def reached(authorities: Iterable[str]) -> list[Fact]:
    """Everybody we began to support, on the day of their first case."""
    ours = set(authorities)
    rows = (
        Case.objects.order_by("person_id", "opened_at", "id")
        .distinct("person_id")
        .values_list(
            "opened_at",
            "referral__kind",
            "person__born_on",
            "person__birth_year",
            "person__local_authority",
            "person__ward",
        )
    )
    found = []
    for opened_at, kind, born_on, birth_year, authority, ward in rows:
        on = clock.local(opened_at).date()
        where = authority if authority in ours else ELSEWHERE if authority else NOT_KNOWN
        found.append(
            Fact(
                on,
                {
                    "source": kind or NOT_KNOWN,
                    "age": age_band(people.age(born_on, birth_year, on)),
                    "authority": where,
                    "ward": ward if ward and where == authority else f"{where}/{NOT_KNOWN}",
                },
            )
        )
    return found


def age_band(age: int | None) -> str:
    """The band of an age in years."""
    if age is None or age < 0:
        return NOT_KNOWN
    return next(name for youngest, name in AGE_BANDS if age >= youngest)


def area_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of areas by code; codes that are not loaded are left out."""
    return dict(Area.objects.filter(code__in=set(codes)).order_by("code").values_list("code", "name"))


def waited() -> list[Waited]:
    """Everybody we have spoken with, on the day of the first talk, with how long they had waited for it."""
    started = _started()
    return [
        Waited(on, working_days_between(clock.local(started[person_id]).date(), on))
        for person_id, on in sorted(_first_talks().items(), key=lambda row: (row[1], row[0]))
        if person_id in started
    ]


def waiting(at: datetime, promised_working_days: int) -> Waiting:
    """Who waits for a first talk at this moment: open referrals, and open cases in which nobody has been reached."""
    spoken = _first_talks()
    since = [began for person_id, began in _started(open_only=True).items() if person_id not in spoken]
    since += Referral.objects.filter(status__in=OPEN).order_by("id").values_list("received_at", flat=True)
    today = clock.local(at).date()
    longer = sum(
        working_days_between(clock.local(one).date(), today) > promised_working_days for one in since
    )
    return Waiting(within=len(since) - longer, longer=longer)


def _started(*, open_only: bool = False) -> dict[uuid.UUID, datetime]:
    """When each person's first case began: with the referral, else with the case itself."""
    cases = Case.objects.filter(status="open") if open_only else Case.objects.all()
    rows = (
        cases.order_by("person_id", "opened_at", "id")
        .distinct("person_id")
        .values_list("person_id", "referral__received_at", "opened_at")
    )
    return {person_id: received_at or opened_at for person_id, received_at, opened_at in rows}


def _first_talks() -> dict[uuid.UUID, date]:
    calls = (
        Contact.objects.filter(result=Result.REACHED)
        .order_by("case__person_id", "at", "id")
        .distinct("case__person_id")
        .values_list("case__person_id", "at")
    )
    first = {person_id: clock.local(at).date() for person_id, at in calls}
    talks = (
        Conversation.objects.order_by("case__person_id", "held_on", "id")
        .distinct("case__person_id")
        .values_list("case__person_id", "held_on")
    )
    for person_id, held_on in talks:
        first[person_id] = min(held_on, first.get(person_id, held_on))
    return first


def answers() -> list[Fact]:
    """Every onward referral that is settled, on the day it was: welcomed, not possible, or no answer in time."""
    rows = (
        OnwardReferral.objects.filter(
            status__in=[OnwardStatus.ACCEPTED, OnwardStatus.DECLINED, OnwardStatus.EXPIRED]
        )
        .order_by("id")
        .values_list("status", "answered_at", "expires_at")
    )
    return [
        Fact(clock.local(answered_at or expires_at).date(), {"answer": status})
        for status, answered_at, expires_at in rows
    ]


def first_steps() -> list[Fact]:
    """Everybody with a step of their plan done, on the day of the first one."""
    rows = (
        Step.objects.filter(status=StepStatus.DONE, done_at__isnull=False)
        .order_by("case__person_id", "done_at", "id")
        .distinct("case__person_id")
        .values_list("done_at", flat=True)
    )
    return [Fact(clock.local(done_at).date(), {}) for done_at in rows if done_at]


def changes(code: str) -> list[Pair]:
    """Everybody's first pair of answers to an instrument."""
    return measures.pairs(instrument(code))
