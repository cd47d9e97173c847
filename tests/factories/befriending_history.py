"""A year of befriending, written down directly: who came, who was ready, whose matches began and ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from alongside.befriending.enums import EndReason, MatchStatus
from alongside.befriending.models import Match, Scheme, Wish
from alongside.partnerships.models import Member
from alongside.people.models import Person
from alongside.volunteering.models import Volunteer
from tests.factories.befriending import AT, TUESDAY_AFTERNOON, a_scheme, a_volunteer

HACKNEY, THE_CITY = "E09000012", "E09000001"
WEEK = dt.timedelta(weeks=1)


def a_year(
    by: Member,
    deputy: Member,
    *,
    people: int = 60,
    volunteers: int = 3,
    weeks: int = 52,
    matched: int = 20,
    city: int = 15,
    at: dt.datetime = AT,
    **wished: Any,
) -> Scheme:
    """People come one after the other; every second of the first is matched, for ten weeks each.

    `city` of them live in the City.
    """
    scheme = a_scheme(by, at=at - weeks * WEEK)
    ready = [
        a_volunteer(by, deputy, at=at - weeks * WEEK, name=f"Helper {n}", email=f"helper{n}@example.org")
        for n in range(volunteers)
    ]
    came = [at - weeks * WEEK + n * weeks * WEEK / people for n in range(people)]
    rows = Person.objects.bulk_create(
        [
            Person(
                given_name=f"Person{n}",
                local_authority=THE_CITY if n < city else HACKNEY,
                easting=534_000 + 7 * n,
                northing=184_000,
                languages=["tr"] if n % 4 == 0 else ["en"],
                access_needs=["step_free"] if n % 3 == 0 else [],
                created_at=moment,
                updated_at=moment,
            )
            for n, moment in enumerate(came)
        ]
    )
    wishes = Wish.objects.bulk_create(
        [
            Wish(
                scheme=scheme,
                person=person,
                channels=["visit"],
                times=[TUESDAY_AFTERNOON],
                waiting_since_at=moment,
                joined_at=moment,
                joined_by=by,
                checked_at=moment,
                **wished,
            )
            for person, moment in zip(rows, came, strict=True)
        ]
    )
    for n, wish in enumerate(wishes[: 2 * matched : 2]):
        _a_match(wish, ready[n % len(ready)], by)
    return scheme


def _a_match(wish: Wish, volunteer: Volunteer, by: Member) -> Match:
    agreed = wish.joined_at + WEEK
    return Match.objects.create(
        scheme=wish.scheme,
        wish=wish,
        person=wish.person,
        volunteer=volunteer,
        supervisor=by,
        channel="visit",
        status=MatchStatus.ENDED,
        proposed_at=wish.joined_at,
        proposed_by=by,
        agreed_at=agreed,
        ended_at=agreed + 10 * WEEK,
        ended_by=by,
        end_reason=EndReason.PLANNED,
    )
