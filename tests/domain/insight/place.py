"""A small place, made quickly: people with cases, talks, steps, onward referrals and answers on chosen days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from alongside.casework.models import Case, Contact, OnwardReferral, Step
from alongside.measures.models import Response
from alongside.partnerships.models import Member
from alongside.people.models import Person

#: All tests of figures look back from here: the third quarter of 2026 is over.
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
JULY = date(2026, 7, 6)
_numbers = count(1)


def noon(on: date) -> datetime:
    return datetime.combine(on, time(12), tzinfo=UTC)


def a_case(by: Member, on: date = JULY, **details: Any) -> Case:
    """A new person whose support began that day."""
    person = Person.objects.create(
        given_name=f"Person {next(_numbers)}",
        **({"birth_year": 1950, "local_authority": "E09000012"} | details),
        created_at=noon(on),
        updated_at=noon(on),
    )
    return Case.objects.create(
        person=person, organisation=by.organisation, connector=by, opened_at=noon(on), opened_by=by
    )


def a_talk(case: Case, on: date) -> Contact:
    return Contact.objects.create(case=case, at=noon(on), by=case.opened_by, result="reached")


def a_step_done(case: Case, on: date) -> Step:
    return Step.objects.create(
        case=case,
        title="Lunch club",
        status="done",
        added_at=noon(on),
        added_by=case.opened_by,
        done_at=noon(on),
        done_by=case.opened_by,
    )


def an_answer(case: Case, on: date, status: str = "accepted") -> OnwardReferral:
    number = next(_numbers)
    return OnwardReferral.objects.create(
        case=case,
        to_organisation=case.organisation,
        to_name="Green House",
        to_email="green@example.org",
        status=status,
        token_hash=f"{number:064}",
        sent_at=noon(on - timedelta(days=2)),
        sent_by=case.opened_by,
        expires_at=noon(on + timedelta(days=14)) if status != "expired" else noon(on),
        answered_at=None if status == "expired" else noon(on),
        decline_reason="full" if status == "declined" else "",
    )


def answers(case: Case, before: str, after: str, on: date = JULY, code: str = "ucla3") -> None:
    """The same questions about three months before that day and on it."""
    for stage, day, given in (("start", on - timedelta(days=91), before), ("three_months", on, after)):
        response = Response(
            person=case.person,
            instrument_code=code,
            stage=stage,
            held_on=day,
            answers=given.split(","),
            asked_by="phone",
            recorded_at=noon(day),
        )
        response.score = response.result.score  # type: ignore[assignment]
        response.band = response.result.band or ""
        response.save()
