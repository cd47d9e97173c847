"""Volunteers: somebody who applies, and somebody who is ready, reached by the actions that lead there in life."""

from __future__ import annotations

import datetime as dt
from typing import Any

from alongside.core import clock
from alongside.messaging.models import Message
from alongside.partnerships.models import Member
from alongside.volunteering.actions import applications, checks, given, offers, references, worries
from alongside.volunteering.enums import CheckKind, DbsLevel, Stage, TrainingTopic
from alongside.volunteering.models import Application, AwayPeriod, Expense, Reference, Volunteer, Worry

AT = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
ON = AT.date()
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 100
OFFERED: dict[str, Any] = {
    "name": "Grace Mensah",
    "email": "grace.mensah@example.org",
    "phone": "07700 900456",
    "postcode": "E8 1EA",
    "born_on": dt.date(1961, 3, 27),
    "roles": ["visit", "phone"],
    "languages": ["en", "ak"],
}
REFEREES = (
    ("Rita Fox", "rita.fox@example.org", "My neighbour"),
    ("Paul Okoro", "paul.okoro@example.org", "My old manager"),
)


def an_application(by: Member, *, at: dt.datetime = AT, **offered: Any) -> Application:
    """Grace applies to the organisation of `by`."""
    return applications.apply(
        organisation=by.organisation,
        offered={**OFFERED, **offered},
        told={"motivation": "My mother had visitors. It changed her week."},
        referees=REFEREES,
        at=at,
    )


def moved(application: Application, by: Member, *, at: dt.datetime = AT) -> Application:
    """The application, one stage on."""
    application.refresh_from_db()
    return applications.move_on(application=application, expected=application.stage, by=by, at=at)


def secret_of(reference: Reference) -> str:
    """The secret of a referee's newest link, read from the outbox as the referee reads it."""
    message = Message.objects.filter(to=reference.email).order_by("-created_at", "-id").first()
    assert message is not None
    return message.body.split("/reference/")[1].split("/")[0]


def answered(reference: Reference, *, at: dt.datetime = AT) -> Reference:
    """A referee who speaks well of Grace."""
    return references.answer(
        reference=reference,
        known_how="Next door, for twelve years.",
        words="Kind, and always on time.",
        concerns="",
        recommends="yes",
        at=at,
    )


def interviewed(by: Member, *, at: dt.datetime = AT, **offered: Any) -> Application:
    """An application that has come through references and interview, at the stage of identity."""
    application = moved(an_application(by, at=at, **offered), by, at=at)
    for reference in application.references.all():
        references.judge(reference=answered(reference, at=at), accept=True, by=by, at=at)
    moved(application, by, at=at)
    marks = {"listening": 5, "reliable": 4, "boundaries": 4, "respect": 5}
    applications.record_interview(
        application=application, marks=marks, note="Listens well.", held_on=at.date(), by=by, at=at
    )
    return moved(application, by, at=at)


def see(volunteer: Volunteer, kind: CheckKind, by: Member, *, at: dt.datetime = AT, **more: Any) -> None:
    """Somebody saw a document today."""
    checks.record_check(volunteer=volunteer, kind=kind, issued_on=at.date(), by=by, at=at, **more)


def a_ready_volunteer(
    by: Member, deputy: Member, *, at: dt.datetime = AT, member: Member | None = None, **offered: Any
) -> Volunteer:
    """Grace, ready: everything seen, `by` supervises and `deputy` stands in.

    With `member`, somebody who has a membership already: their name and address are used.
    """
    if member is not None:
        offered = {"name": member.name, "email": member.user.email, **offered}
    elif Volunteer.objects.filter(email=OFFERED["email"]).exists():
        offered = {"email": f"grace.{Volunteer.objects.count()}@example.org", **offered}
    application = interviewed(by, at=at, **offered)
    volunteer = application.volunteer
    see(volunteer, CheckKind.IDENTITY, by, at=at)
    moved(application, by, at=at)
    see(volunteer, CheckKind.DBS, by, at=at, level=DbsLevel.BASIC)
    moved(application, by, at=at)
    checks.record_training(volunteer=volunteer, topic=TrainingTopic.CORE, held_on=at.date(), by=by, at=at)
    moved(application, by, at=at)
    see(volunteer, CheckKind.AGREEMENT, by, at=at)
    checks.name_supervisors(volunteer=volunteer, supervisor=by, deputy=deputy, by=by, at=at)
    application = moved(application, by, at=at)
    assert application.stage == Stage.READY
    volunteer.refresh_from_db()
    return volunteer


def the_volunteer(cast: Any) -> Volunteer:
    """The volunteer of the cast, ready, with two connectors of their own organisation behind them."""
    from alongside.partnerships.enums import Role
    from tests.cast import member

    known = Volunteer.objects.filter(member=cast.volunteer).first()
    if known is not None:
        return known
    deputy = Member.objects.filter(name="Dora Deputy").first() or member(
        cast.other_organisation, Role.TEAM_LEAD, "Dora Deputy"
    )
    return a_ready_volunteer(cast.stranger, deputy, member=cast.volunteer)


def two_weeks_away(volunteer: Volunteer) -> AwayPeriod:
    """A holiday from tomorrow on."""
    tomorrow = clock.today() + dt.timedelta(days=1)
    return offers.add_away(
        volunteer=volunteer,
        starts_on=tomorrow,
        ends_on=tomorrow + dt.timedelta(days=13),
        by=None,
        at=clock.now(),
    )


def a_receipt(by: Member, deputy: Member) -> Expense:
    """An expense of Grace, with a picture of the receipt."""
    grace = Volunteer.objects.filter(organisation=by.organisation).first() or a_ready_volunteer(by, deputy)
    return given.claim(
        volunteer=grace, spent_on=ON, kind="parking", pence=240, what="=Parking", receipt=JPEG, at=AT
    )


def a_worry(by: Member, deputy: Member, words: str = "Mrs A had a bruise.") -> Worry:
    """A worry of Grace."""
    grace = Volunteer.objects.filter(organisation=by.organisation).first() or a_ready_volunteer(by, deputy)
    return worries.raise_worry(volunteer=grace, words=words, at=AT)
