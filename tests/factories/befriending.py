"""Befriending in its entry states: a scheme, a wish that waits, a volunteer who could be the one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from alongside.befriending.actions import queue
from alongside.befriending.enums import Channel
from alongside.befriending.models import Scheme, Wish
from alongside.partnerships.models import Member
from alongside.people.models import Person
from alongside.places.fields import Point
from alongside.volunteering.models import Availability, Volunteer
from tests.factories.people import a_person
from tests.factories.volunteering import a_ready_volunteer

AT = dt.datetime(2026, 11, 3, 10, 0, tzinfo=dt.UTC)  # a Tuesday
BEFORE = AT - dt.timedelta(weeks=6)
TUESDAY_AFTERNOON = [1, 13 * 60, 17 * 60]
WISHED: dict[str, Any] = {
    "times": [TUESDAY_AFTERNOON],
    "languages_wish": ["tr"],
    "interests": ["reading", "food"],
    "what_to_know": "Hard of hearing on the left. Likes to be called Mrs A.",
    "how_to_get_in": "Top bell. Give her a minute.",
}


def a_scheme(by: Member, *, at: dt.datetime = BEFORE, **more: Any) -> Scheme:
    """Visits at home, every week for an hour."""
    given = {
        "name": "Visits at home",
        "channel": Channel.VISIT,
        "eligibility": "For people over 60 who live alone in Hackney or the City.",
        "meanwhile": "The lunch club at the Green House, Thursdays",
    }
    return queue.open_scheme(organisation=by.organisation, by=by, at=at, **{**given, **more})


def a_wish(
    by: Member,
    scheme: Scheme | None = None,
    *,
    person: Person | None = None,
    at: dt.datetime = BEFORE,
    **wished: Any,
) -> Wish:
    """Mrs A waits for a visitor, since six weeks ago."""
    return queue.join(
        scheme=scheme or a_scheme(by),
        person=person or a_person(by=by, contact_by="text"),
        wished={**WISHED, **wished},
        by=by,
        at=at,
    )


def a_volunteer(
    by: Member,
    deputy: Member,
    *,
    member: Member | None = None,
    times: list[list[int]] | None = None,
    at: dt.datetime = AT - dt.timedelta(days=1),
    **changed: Any,
) -> Volunteer:
    """Grace: ready, near, free on Tuesday afternoons, speaks Turkish and reads."""
    offered = {name: changed.pop(name) for name in ("name", "email") if name in changed}
    volunteer = a_ready_volunteer(by, deputy, at=at, member=member, **offered)
    fields: dict[str, Any] = {
        "channels": ["visit", "phone"],
        "languages": ["en", "tr"],
        "interests": ["reading", "walking"],
        "point": Point(535100, 184600),
        "radius_m": 5000,
        "people_at_most": 2,
        "hours_per_week": 6,
        "gender": "woman",
        **changed,
    }
    if member is not None:
        fields["member"] = member
    for name, value in fields.items():
        setattr(volunteer, name, value)
    volunteer.save()
    Availability.objects.filter(volunteer=volunteer).delete()
    for weekday, start, end in times if times is not None else [TUESDAY_AFTERNOON]:
        Availability.objects.create(volunteer=volunteer, weekday=weekday, from_minute=start, to_minute=end)
    return volunteer
