"""A whole round, from the database to stored proposals, for 5,000 people and 2,000 volunteers ÷ the bare solve.

The bare solve is the same kernel on the same arrays, in this process, without reading or writing anything. The
breakdown says where the rest goes: reading, making arrays, the kernel (candidates, solver, times, reasons), writing.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from typing import Any

from django.db import connections

from alongside.befriending import problem
from alongside.befriending.actions import queue, rounds
from alongside.befriending.enums import Channel
from alongside.befriending.models import Scheme, Wish
from alongside.core import clock, tenancy
from alongside.numerics.matching import shapes
from alongside.numerics.matching.kernel import solve_round
from alongside.partnerships.enums import OrganisationKind, Role
from alongside.partnerships.models import Member, Organisation, Partnership
from alongside.people.models import Person
from alongside.places.fields import Point
from alongside.volunteering.models import Availability, Check, Volunteer

PEOPLE, VOLUNTEERS = 5_000, 2_000
ROUNDS = 3
LANGUAGES = ("en", "tr", "bn", "pl", "es", "yi", "so", "fr")
INTERESTS = (
    "reading",
    "food",
    "walking",
    "music",
    "gardening",
    "crafts",
    "games",
    "faith",
    "company",
    "trips",
)
PARTS = ((9 * 60, 12 * 60), (12 * 60, 17 * 60), (17 * 60, 20 * 60))


def measure() -> dict[str, Any]:
    """Invent a queue, run rounds, compare with the bare solve of the same arrays."""
    partnership, scheme, lead = invented_queue(PEOPLE, VOLUNTEERS)
    at = clock.now()
    with tenancy.within(partnership.pk, actor="system:bench"):
        seen = problem.snapshot(scheme, at=at, params=shapes.Parameters())
    bare = min(_timed(lambda: solve_round(seen.problem)) for _each in range(ROUNDS))
    runs = []
    for _each in range(ROUNDS):
        begun = time.perf_counter()
        with tenancy.within(partnership.pk, actor="system:bench"):
            done = rounds.run_round(scheme=scheme, by=lead, at=at, seconds_at_most=None)
        runs.append((time.perf_counter() - begun, done))
    whole, made = min(runs, key=lambda run: run[0])
    if made.status != "solved":
        raise RuntimeError("The round was not solved.")
    return {
        "people": made.figures["people"],
        "volunteers": made.figures["volunteers"],
        "proposals": made.figures["proposals"],
        "whole_seconds": round(whole, 3),
        "bare_solve_seconds": round(bare, 3),
        "whole_to_bare_solve": round(whole / bare, 2),
        "breakdown_seconds": made.figures["seconds"],
    }


def invented_queue(people: int, volunteers: int) -> tuple[Partnership, Scheme, Member]:
    """A partnership with a scheme, a queue and volunteers of this size, and the statistics of its tables."""
    from tests.cast import found_partnership, member

    partnership = found_partnership("bench", is_default=True)
    with tenancy.within(partnership.pk, actor="system:bench"):
        team = Organisation.objects.create(name="Team", kind=OrganisationKind.COUNCIL, supports_people=True)
        lead, deputy = (member(team, Role.TEAM_LEAD, name) for name in ("Tess Lead", "Dora Deputy"))
        scheme = queue.open_scheme(
            organisation=team,
            name="Visits",
            channel=Channel.VISIT,
            eligibility="For everybody.",
            by=lead,
            at=clock.now(),
            meanwhile="Lunch club",
        )
        _invent(scheme, lead, deputy, people, volunteers)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    return partnership, scheme, lead


def _timed(act: Any) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _times(dice: random.Random, how_many: int) -> list[list[int]]:
    return [[dice.randrange(7), *dice.choice(PARTS)] for _each in range(how_many)]


def _invent(scheme: Scheme, lead: Member, deputy: Member, how_many: int, how_many_volunteers: int) -> None:
    dice, now = random.Random(5), clock.now()
    today = clock.today()
    people = [
        Person(
            given_name=f"P{n}",
            easting=dice.randrange(530_000, 542_000),
            northing=dice.randrange(180_000, 190_000),
            birth_year=dice.randrange(1930, 1965),
            gender=dice.choice(["woman", "man"]),
            created_at=now,
            updated_at=now,
        )
        for n in range(how_many)
    ]
    Person.objects.bulk_create(people, batch_size=1000)
    Wish.objects.bulk_create([_wish(scheme, person, lead, dice, now) for person in people], batch_size=1000)
    volunteers = [_volunteer(n, lead, deputy, dice, now) for n in range(how_many_volunteers)]
    Volunteer.objects.bulk_create(volunteers, batch_size=1000)
    Availability.objects.bulk_create(
        [
            Availability(volunteer=v, weekday=day, from_minute=start, to_minute=end)
            for v in volunteers
            for day, start, end in {(d, s): (d, s, e) for d, s, e in _times(dice, 4)}.values()
        ],
        batch_size=2000,
    )
    Check.objects.bulk_create(
        [
            Check(
                volunteer=v,
                kind=kind,
                level="basic" if kind == "dbs" else "",
                issued_on=today - dt.timedelta(days=7),
                recorded_at=now,
                recorded_by=lead,
            )
            for v in volunteers
            for kind in ("identity", "references", "dbs", "training", "agreement", "supervision")
        ],
        batch_size=2000,
    )


def _wish(scheme: Scheme, person: Person, lead: Member, dice: random.Random, now: dt.datetime) -> Wish:
    since = now - dt.timedelta(days=dice.randrange(0, 300))
    return Wish(
        scheme=scheme,
        person=person,
        channels=["visit", "phone"] if dice.random() < 0.3 else ["visit"],
        times=_times(dice, 4),
        minutes=dice.choice([60, 60, 90]),
        languages_wish=dice.sample(LANGUAGES[1:], dice.randrange(0, 2)),
        languages_must=[dice.choice(LANGUAGES)] if dice.random() < 0.2 else [],
        gender_must=["woman"] if dice.random() < 0.05 else [],
        interests=dice.sample(INTERESTS, 3),
        skills={"dementia": 1} if dice.random() < 0.1 else {},
        waiting_since_at=since,
        joined_at=since,
        joined_by=lead,
        checked_at=since,
    )


def _volunteer(n: int, lead: Member, deputy: Member, dice: random.Random, now: dt.datetime) -> Volunteer:
    return Volunteer(
        organisation=lead.organisation,
        status="ready",
        supervisor=lead,
        deputy=deputy,
        name=f"Volunteer {n}",
        point=Point(dice.randrange(530_000, 542_000), dice.randrange(180_000, 190_000)),
        radius_m=dice.choice([2000, 3000, 5000]),
        travel=dice.choice(["walk", "bus", "cycle"]),
        channels=["visit", "phone"],
        tasks=["visit_home", "talk_afar"],
        people_at_most=dice.choice([1, 1, 2]),
        hours_per_week=dice.choice([3, 4, 6]),
        languages=["en", *dice.sample(LANGUAGES[1:], dice.randrange(0, 3))],
        interests=dice.sample(INTERESTS, 4),
        skills={"dementia": dice.randrange(0, 4)},
        gender=dice.choice(["woman", "man"]),
        created_at=now,
        ready_at=now,
    )
