"""Circles of support and the edges of agreement in the demo place: a few, of every kind the pages show."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from alongside.casework.actions import circle
from alongside.casework.enums import CaseStatus
from alongside.casework.models import Case
from alongside.core import clock, tenancy
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member, Partnership
from alongside.people.actions import agreements
from alongside.people.enums import ConsentPurpose
from alongside.people.models import Consent, Person

CIRCLES = 12
WEEK = dt.timedelta(weeks=1)
#: who, kind, tie, ring at first, how often at first, ring now, how often now, could they help, with what
AROUND: tuple[tuple[str, str, str, str, str, str, str, bool | None, str], ...] = (
    ("Fatma", "person", "neighbour", "middle", "weekly", "inner", "daily", True, "a lift on Tuesdays"),
    ("My daughter", "person", "child", "inner", "monthly", "inner", "weekly", True, "letters and forms"),
    ("Mosque", "group", "faith", "outer", "rarely", "middle", "weekly", None, ""),
    ("Roy", "person", "friend", "outer", "not_now", "outer", "monthly", False, ""),
    ("The lunch club", "group", "club", "outer", "rarely", "middle", "weekly", None, ""),
    ("Biscuit", "person", "pet", "inner", "daily", "inner", "daily", None, ""),
    ("My brother", "person", "sibling", "middle", "not_now", "middle", "monthly", None, ""),
    ("The nurse", "person", "paid", "outer", "weekly", "outer", "monthly", True, "the stockings"),
)


def begins(partnership: Partnership, now: dt.datetime) -> None:
    """Draw circles for people with support that has gone on for a while; name one attorney and a few to ring."""
    rng = random.Random(f"circles of {partnership.slug}")
    with tenancy.within(partnership.pk, actor="system:demo", reason="the demo place"):
        steward = Member.objects.filter(role=Role.STEWARD).order_by("name", "id").first()
        if steward is not None:
            agreements.set_term(
                purpose=ConsentPurpose.SHARE, months=12, by=steward, at=now - dt.timedelta(days=364)
            )
        old = (
            Case.objects.filter(
                status=CaseStatus.OPEN,
                connector__isnull=False,
                opened_at__lte=now - 8 * WEEK,
                person__deceased_on__isnull=True,
            )
            .select_related("person", "connector")
            .order_by("connector__name", "opened_at", "id")[:CIRCLES]
        )
        for number, case in enumerate(old):
            _draw(case, rng, now)
            if number == 0:
                _has_an_attorney(case, now)
            if number < 4:
                # What the stories agreed to has no end; these were asked for nearly a year ago.
                Consent.objects.filter(
                    person=case.person_id, purpose=ConsentPurpose.SHARE, withdrawn_at__isnull=True
                ).update(expires_on=clock.local(now).date() + dt.timedelta(days=6 * number + 2))
                Person.objects.filter(pk=case.person_id).update(
                    emergency_name="Leyla", emergency_relation="daughter", emergency_phone="+447700900555"
                )


def _draw(case: Case, rng: random.Random, now: dt.datetime) -> None:
    if case.connector is None:
        return
    first, then = case.opened_at + WEEK, now - WEEK
    for who, kind, tie, ring, often, ring_now, often_now, could_help, can_help in rng.sample(
        AROUND, rng.randint(3, 6)
    ):
        told: dict[str, Any] = {
            "who": who, "kind": kind, "tie": tie, "ring": ring, "how_often": often, "could_help": could_help,
            "can_help": can_help, "phone": "", "phone_agreed": False,
        }  # fmt: skip
        made = circle.add(case=case, told=told, by=case.connector, at=first)
        if rng.random() < 0.7:
            told |= {"ring": ring_now, "how_often": often_now}
            circle.change(case=case, tie=made, told=told, by=case.connector, at=then)


def _has_an_attorney(case: Case, now: dt.datetime) -> None:
    if case.connector is None:
        return
    agreements.name_representative(
        person=case.person,
        told={
            "kind": "attorney",
            "name": "Leyla Demir",
            "phone": "07700 900555",
            "email": "",
            "scope": "care and where she lives; not money",
            "health_and_welfare": True,
            "registered_seen_on": (now - 4 * WEEK).date(),
        },
        by=case.connector,
        at=now - 3 * WEEK,
    )
