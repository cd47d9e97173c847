"""Given … : the states a befriending story begins in, reached by the actions that lead there in life.

scene = given_befriending.scene(cast)                 # a scheme, Mrs A waits, Grace is ready
proposal = given_befriending.a_proposal(cast)
match = given_befriending.an_active_match(cast)
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from alongside.befriending.actions import matches, proposals, rounds, visits
from alongside.befriending.enums import Said, Side, Via
from alongside.befriending.models import Answer, Match, Proposal, Review, Round, Scheme, Visit, Wish
from alongside.core import clock
from alongside.messaging.models import Message
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member
from alongside.volunteering.models import Volunteer
from tests.cast import member
from tests.factories.befriending import AT, a_scheme, a_volunteer, a_wish
from tests.factories.people import a_person

FIRST_TUESDAY = dt.date(2026, 11, 10)
TWO = 14 * 60


@dataclass(frozen=True)
class Scene:
    """A scheme, a wish and a volunteer with a membership."""

    scheme: Scheme
    wish: Wish
    volunteer: Volunteer
    member: Member


def scene(cast: Any, **changed: Any) -> Scene:
    """Mrs A waits for visits; Grace, a member of the same organisation, is ready for her."""
    number = Scheme.objects.count()
    more = f" {number + 1}" if number else ""  # a world may hold several stories
    scheme = a_scheme(cast.owner, name=f"Visits at home{more}")
    grace = member(cast.organisation, Role.VOLUNTEER, f"Grace Mensah{more}")
    volunteer = a_volunteer(cast.owner, cast.team_lead, member=grace, **changed)
    return Scene(scheme, a_wish(cast.owner, scheme), volunteer, grace)


def a_round(cast: Any, *, on: Scene | None = None, at: dt.datetime = AT) -> Round:
    """A round that was run."""
    return rounds.run_round(scheme=(on or scene(cast)).scheme, by=cast.owner, at=at, seconds_at_most=None)


def a_proposal(cast: Any, *, on: Scene | None = None, at: dt.datetime = AT) -> Proposal:
    """Grace proposed for Mrs A."""
    return a_round(cast, on=on, at=at).proposals.get()


def a_proposed_match(cast: Any, *, on: Scene | None = None, at: dt.datetime = AT) -> Match:
    """A supervisor accepted; both are asked."""
    return proposals.accept(proposal=a_proposal(cast, on=on, at=at), by=cast.owner, at=at)


def secret_for(match: Match, side: Side) -> str:
    """The secret of a side's link, read from the outbox as that side reads it."""
    to = match.person.phone if side == Side.PERSON else match.volunteer.email
    message = (
        Message.objects.filter(to=to, body__contains="/befriending/").order_by("-created_at", "-id").first()
    )
    assert message is not None
    return message.body.split("/befriending/")[1].split("/")[0]


def an_agreed_match(cast: Any, *, on: Scene | None = None, at: dt.datetime = AT) -> Match:
    """Both said yes: she by phone, Grace by the link."""
    match = a_proposed_match(cast, on=on, at=at)
    matches.answer(answer=match.answers.get(side="volunteer"), said=Said.YES, via=Via.LINK, at=at)
    return matches.answer(
        answer=match.answers.get(side="person"), said=Said.YES, via=Via.PHONE, by=cast.owner, at=at
    )


def an_introduced_match(cast: Any, *, on: Scene | None = None, at: dt.datetime = AT) -> Match:
    """They met once, with Ayse there."""
    return matches.introduce(match=an_agreed_match(cast, on=on, at=at), starts_at=None, by=cast.owner, at=at)


def a_trial_match(cast: Any, *, on: Scene | None = None, at: dt.datetime = AT) -> Match:
    """Tuesdays at 2pm, from the week after."""
    return matches.begin_trial(
        match=an_introduced_match(cast, on=on, at=at),
        first_on=FIRST_TUESDAY,
        weekday=1,
        minute=TWO,
        by=cast.owner,
        at=at,
    )


def an_active_match(cast: Any, *, on: Scene | None = None, at: dt.datetime = AT) -> Match:
    """Active, by a named person."""
    return matches.activate(match=a_trial_match(cast, on=on, at=at), by=cast.owner, at=at)


def a_visit(cast: Any, *, on: Scene | None = None) -> Visit:
    """The first visit of an active match."""
    return an_active_match(cast, on=on).visits.order_by("during").first()  # type: ignore[return-value]


def a_logged_visit(cast: Any, **more: Any) -> Visit:
    """The first visit, logged an hour after it ended."""
    visit = a_visit(cast)
    told = {"happened": True, "person_felt": "good", "volunteer_felt": "good", **more}
    visits.log(visit=visit, by=cast.owner, at=visit.during.upper + dt.timedelta(hours=1), **told)
    visit.refresh_from_db()
    return visit


def an_open_scheme(cast: Any) -> Scheme:
    """Somebody waits for it."""
    return scene(cast).scheme


def a_waiting_wish(cast: Any) -> Wish:
    """Mrs A waits."""
    return scene(cast).wish


def an_open_answer(cast: Any) -> Answer:
    """She was asked, and has not answered."""
    return a_proposed_match(cast).answers.get(side=Side.PERSON)


def a_link(cast: Any) -> str:
    """The secret of the link she was sent a moment ago."""
    now = clock.now()
    return secret_for(a_proposed_match(cast, on=scene(cast, at=now), at=now), Side.PERSON)


def a_review(cast: Any) -> Review:
    """The review at six weeks."""
    return an_active_match(cast).reviews.order_by("due_on").first()  # type: ignore[return-value]


def a_calendar_link(cast: Any) -> str:
    """The secret of Grace's calendar link."""
    return visits.make_calendar_link(volunteer=an_active_match(cast).volunteer, at=AT)


def a_visit_of_the_cast(cast: Any) -> Visit:
    """A visit tomorrow of the volunteer of the cast, at the organisation they help."""
    now = clock.now()
    deputy = member(cast.other_organisation, Role.CONNECTOR, "Dora Deputy")
    volunteer = a_volunteer(cast.stranger, deputy, member=cast.volunteer, at=now)
    wish = a_wish(
        cast.stranger,
        a_scheme(cast.stranger, name="Visits from Age Well"),
        person=a_person(by=cast.stranger, contact_by="text"),
    )
    on = Scene(wish.scheme, wish, volunteer, cast.volunteer)
    made = rounds.run_round(scheme=on.scheme, by=cast.stranger, at=now, seconds_at_most=None)
    match = proposals.accept(proposal=made.proposals.get(), by=cast.stranger, at=now)
    for answer in match.answers.all():
        match = matches.answer(answer=answer, said=Said.YES, via=Via.PHONE, by=cast.stranger, at=now)
    match = matches.introduce(match=match, starts_at=None, by=cast.stranger, at=now)
    return visits.book(match=match, starts_at=now + dt.timedelta(hours=20), by=cast.stranger, at=now)
