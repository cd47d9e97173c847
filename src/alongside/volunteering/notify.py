"""What volunteering sends. A message names no person who is supported; what a worry says is read after signing in.

Volunteers are written to by e-mail, or by text where they left no address. A message that has no way is no error:
the lists on our own pages show the same things.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from alongside.core.clock import local
from alongside.messaging import actions as messaging
from alongside.messaging.enums import Channel
from alongside.volunteering import queries
from alongside.volunteering.enums import CheckKind, RefusalReason, Stage

if TYPE_CHECKING:
    from alongside.partnerships.models import Member
    from alongside.volunteering.models import Application, Expense, Reference, Tribute, Volunteer, Worry


def site(path: str) -> str:
    """A path of this site as an address that works in a message."""
    return f"{settings.SITE_URL}{path}"


def in_words(day: date) -> str:
    """A day as a message says it."""
    return date_format(day, "l j F")


def to_volunteer(
    volunteer: Volunteer, template: str, *, key: str, at: datetime, by: Member | None = None, **context: Any
) -> bool:
    """Queue a message to the volunteer; False when there is no way."""
    to, channel = volunteer.email, Channel.EMAIL
    if not to:
        to, channel = volunteer.phone, Channel.SMS
    if not to:
        return False
    try:
        messaging.queue(
            partnership=volunteer.partnership,
            channel=channel,
            to=to,
            template=template,
            context={"name": volunteer.called, "organisation": volunteer.organisation, **context},
            key=key,
            at=at,
            by=by,
            organisation=volunteer.organisation,
        )
    except messaging.CannotQueue:
        return False
    return True


def to_members(
    members: Iterable[Member], volunteer: Volunteer, template: str, *, key: str, at: datetime, **context: Any
) -> int:
    """Queue a message to each of the members; return how many."""
    count = 0
    for member in members:
        messaging.queue(
            partnership=volunteer.partnership,
            channel=Channel.EMAIL,
            to=member.user.email,
            template=template,
            context={"member": member, "volunteer_name": volunteer.name, **context},
            key=f"{key}:{member.pk}",
            at=at,
            organisation=volunteer.organisation,
        )
        count += 1
    return count


def received(application: Application, *, at: datetime) -> None:
    """Thank somebody for asking or applying."""
    to_volunteer(
        application.volunteer,
        "volunteer_enquired" if application.stage == Stage.ENQUIRY else "volunteer_applied",
        key=f"volunteer-received:{application.pk}",
        reference=application.reference,
        at=at,
    )


def refused(application: Application, *, by: Member, at: datetime) -> None:
    """Tell an applicant that we do not take them on, and why."""
    to_volunteer(
        application.volunteer,
        "volunteer_refused",
        key=f"volunteer-refused:{application.pk}",
        reason=RefusalReason(application.refusal_reason).label,
        note=application.refusal_note,
        at=at,
        by=by,
    )


def ready(volunteer: Volunteer, *, by: Member, at: datetime) -> None:
    """Welcome a new volunteer, with the way to their own pages."""
    to_volunteer(
        volunteer,
        "volunteer_ready",
        key=f"volunteer-ready:{volunteer.pk}",
        supervisor=volunteer.supervisor,
        has_door=volunteer.member_id is not None,
        sign_in=site(reverse("volunteer:home")),
        choose_password=site(reverse("account_reset_password")),
        at=at,
        by=by,
    )


def new_supervisor(volunteer: Volunteer, *, by: Member, at: datetime) -> None:
    """Tell a volunteer who stands behind them from now on."""
    to_volunteer(
        volunteer,
        "volunteer_supervisor",
        key=f"volunteer-supervisor:{volunteer.pk}:{volunteer.supervisor_id}:{at.isoformat()}",
        supervisor=volunteer.supervisor,
        deputy=volunteer.deputy,
        at=at,
        by=by,
    )


def ask_referee(reference: Reference, *, secret: str, again: bool, by: Member | None, at: datetime) -> None:
    """Send the link to a referee. The secret is blotted out of the outbox once the message has left."""
    volunteer = reference.application.volunteer
    link = site(reverse("public:volunteer-reference", args=[secret]))
    messaging.queue(
        partnership=reference.partnership,
        channel=Channel.EMAIL,
        to=reference.email,
        template="referee_asked",
        context={
            "referee": reference.name,
            "name": volunteer.name,
            "organisation": volunteer.organisation,
            "link": link,
            "again": again,
            "expires": in_words(local(reference.expires_at).date()) if reference.expires_at else "",
        },
        key=f"referee:{reference.pk}:{at.isoformat()}",
        by=by,
        organisation=volunteer.organisation,
        conceal=link,
        at=at,
    )


def lapses(line: queries.Lapsing, days: int, *, at: datetime) -> None:
    """Tell a volunteer and their supervisor that something lapses. Once for each of 60, 30 and 7 days."""
    volunteer = line.volunteer
    key = f"lapses:{volunteer.pk}:{line.kind}:{line.expires_on}:{days}"
    check, day = str(CheckKind(line.kind).label), in_words(line.expires_on)
    to_volunteer(
        volunteer, "check_lapses", key=key, supervisor=volunteer.supervisor, check=check, day=day, at=at
    )
    to_members(
        queries.stands_behind(volunteer)[:1],
        volunteer,
        "check_lapses_staff",
        key=f"{key}:staff",
        check=check,
        day=day,
        link=_page(volunteer),
        at=at,
    )


def lapsed(line: queries.Lapsing, *, at: datetime) -> None:
    """Tell supervisor and deputy that somebody may do nothing from today. Once for each check."""
    volunteer = line.volunteer
    to_members(
        queries.stands_behind(volunteer),
        volunteer,
        "check_lapsed",
        key=f"lapsed:{volunteer.pk}:{line.kind}:{line.expires_on}",
        check=str(CheckKind(line.kind).label),
        day=in_words(line.expires_on),
        link=_page(volunteer),
        at=at,
    )


def waits(application: Application, *, days: int, at: datetime) -> None:
    """Ask whoever owns an application to look at it; the team leads where nobody does. Once for each stage."""
    volunteer = application.volunteer
    owner = application.owner
    members = (
        [owner] if owner is not None and owner.is_present else queries.team_leads(volunteer.organisation)
    )
    to_members(
        members,
        volunteer,
        "application_waits",
        key=f"waits:{application.pk}:{application.stage}",
        stage=application.get_stage_display(),
        days=days,
        link=_page(volunteer),
        at=at,
    )


def worry_raised(worry: Worry, *, at: datetime) -> int:
    """Tell supervisor and deputy; return how many were told."""
    volunteer = worry.volunteer
    return to_members(
        queries.stands_behind(volunteer),
        volunteer,
        "worry_raised",
        key=f"worry:{worry.pk}",
        link=site(reverse("connector:volunteer-worry", args=[worry.pk])),
        phone=volunteer.phone,
        escalated=False,
        at=at,
    )


def worry_escalated(worry: Worry, *, at: datetime) -> int:
    """Tell the safeguarding leads and the team leads; return how many were told."""
    volunteer = worry.volunteer
    organisation = volunteer.organisation
    members = {
        m.pk: m for m in [*queries.safeguarding_leads(organisation), *queries.team_leads(organisation)]
    }
    return to_members(
        members.values(),
        volunteer,
        "worry_raised",
        key=f"worry-escalated:{worry.pk}",
        link=site(reverse("connector:volunteer-worry", args=[worry.pk])),
        phone=volunteer.phone,
        escalated=True,
        at=at,
    )


def expense_refused(expense: Expense, *, by: Member, at: datetime) -> None:
    """Tell a volunteer why a claim was not approved."""
    to_volunteer(
        expense.volunteer,
        "expense_refused",
        key=f"expense-refused:{expense.pk}",
        amount=str(expense),
        day=in_words(expense.spent_on),
        why=expense.refusal,
        sender=by,
        at=at,
        by=by,
    )


def leaving(volunteer: Volunteer, *, at: datetime) -> None:
    """Tell supervisor and deputy that a volunteer will stop."""
    to_members(
        queries.stands_behind(volunteer) or queries.team_leads(volunteer.organisation),
        volunteer,
        "volunteer_leaving",
        key=f"leaving:{volunteer.pk}:{volunteer.leaving_on}",
        day=in_words(volunteer.leaving_on or local(at).date()),
        link=_page(volunteer),
        at=at,
    )


def left(volunteer: Volunteer, *, thanks: str, by: Member, at: datetime) -> None:
    """Thank somebody who has left, with what they gave."""
    to_volunteer(
        volunteer,
        "volunteer_left",
        key=f"left:{volunteer.pk}",
        thanks=thanks,
        hours=round(queries.minutes_given(volunteer) / 60),
        sender=by,
        at=at,
        by=by,
    )


def tribute(given: Tribute, *, by: Member, at: datetime) -> None:
    """Send a thank-you or a reference to the volunteer it is about."""
    to_volunteer(
        given.volunteer,
        "volunteer_tribute",
        key=f"tribute:{given.pk}",
        kind=given.kind,
        words=given.words,
        sender=by,
        at=at,
        by=by,
    )


def _page(volunteer: Volunteer) -> str:
    return site(reverse("connector:volunteer", args=[volunteer.pk]))
