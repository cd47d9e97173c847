"""What a volunteer offers: when they are free, when they are away, how far they go; resting and coming back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core.clock import local
from alongside.volunteering import roles
from alongside.volunteering.actions.applications import OFFERED, check_age, tidied
from alongside.volunteering.actions.errors import CannotRecord
from alongside.volunteering.enums import Channel, Skill, SkillLevel, VolunteerStatus
from alongside.volunteering.models import Availability, AwayPeriod, Volunteer

if TYPE_CHECKING:
    from alongside.partnerships.models import Member

LONGEST_AWAY = timedelta(days=366)
MOST_SLOTS = 40


@transaction.atomic
def set_availability(
    *, volunteer: Volunteer, slots: Iterable[tuple[int, int, int]], by: Member | None, at: datetime
) -> None:
    """Replace the weekly times: (weekday, from minute, to minute). Times that touch become one."""
    current = _locked(volunteer)
    whole = _joined(slots)
    if len(whole) > MOST_SLOTS:
        raise CannotRecord(_("These are too many times."))
    Availability.objects.filter(volunteer=current).delete()
    Availability.objects.bulk_create(
        Availability(volunteer=current, weekday=day, from_minute=start, to_minute=end)
        for day, start, end in whole
    )


def _joined(slots: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    joined: list[tuple[int, int, int]] = []
    for day, start, end in sorted(set(slots)):
        if not (0 <= day <= 6 and 0 <= start < end <= 24 * 60):
            raise CannotRecord(_("A time ends after it starts, on the same day."))
        if joined and joined[-1][0] == day and start <= joined[-1][2]:
            joined[-1] = (day, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((day, start, end))
    return joined


@transaction.atomic
def add_away(
    *, volunteer: Volunteer, starts_on: date, ends_on: date, by: Member | None, at: datetime
) -> AwayPeriod:
    """Say that somebody is away from a day to a day. The same days again change nothing."""
    current = _locked(volunteer)
    if ends_on < starts_on:
        raise CannotRecord(_("The last day away comes before the first."))
    if ends_on < local(at).date():
        raise CannotRecord(_("These days have passed."))
    if ends_on - starts_on > LONGEST_AWAY:
        raise CannotRecord(_("This is more than a year. Tell your supervisor that you would like to rest."))
    away, _new = AwayPeriod.objects.get_or_create(volunteer=current, starts_on=starts_on, ends_on=ends_on)
    return away


@transaction.atomic
def remove_away(*, away: AwayPeriod, by: Member | None, at: datetime) -> None:
    """They are here after all."""
    AwayPeriod.objects.filter(pk=away.pk).delete()


@transaction.atomic
def change_offer(
    *, volunteer: Volunteer, offered: Mapping[str, Any], channels: Iterable[str] | None, at: datetime
) -> Volunteer:
    """Change what somebody told us about themselves and what they offer."""
    current = _locked(volunteer)
    if unknown := set(offered) - OFFERED:
        raise CannotRecord(f"Not part of an offer: {', '.join(sorted(unknown))}")
    for field, value in tidied(offered).items():
        setattr(current, field, value)
    check_age(current.born_on, current.roles, local(at).date())
    if not (current.phone or current.email):
        raise CannotRecord(_("Leave us one way to reach you: a phone number or an e-mail address."))
    said_nothing_yet = not current.tasks  # an enquiry: what comes with the roles, until somebody decides
    if said_nothing_yet:
        current.tasks = roles.tasks_of(current.roles)
    if channels is not None:
        chosen = set(channels) or set(roles.channels_of(current.roles) if said_nothing_yet else ())
        current.channels = [channel for channel in Channel.values if channel in chosen]
    if not set(current.skills) <= set(Skill.values) or not set(current.skills.values()) <= set(
        SkillLevel.values
    ):
        raise CannotRecord(_("Choose a level from the list."))
    try:
        current.clean_fields(exclude=["partnership", "organisation", "supervisor", "deputy", "member"])
    except ValidationError as error:
        raise CannotRecord("; ".join(" ".join(v) for v in error.message_dict.values())) from error
    current.save()
    return current


@transaction.atomic
def rest(*, volunteer: Volunteer, by: Member, at: datetime) -> Volunteer:
    """Take a break: no new matches until they come back."""
    return _become(volunteer, VolunteerStatus.READY, VolunteerStatus.RESTING)


@transaction.atomic
def come_back(*, volunteer: Volunteer, by: Member, at: datetime) -> Volunteer:
    """The break is over. What has lapsed meanwhile still stands in the way."""
    return _become(volunteer, VolunteerStatus.RESTING, VolunteerStatus.READY)


def _become(volunteer: Volunteer, was: VolunteerStatus, wanted: VolunteerStatus) -> Volunteer:
    current = _locked(volunteer)
    if current.status == wanted:
        return current
    if current.status != was:
        raise CannotRecord(_("%(name)s is not with us any more.") % {"name": current.name})
    current.status = wanted
    current.save(update_fields=["status"])
    return current


def _locked(volunteer: Volunteer) -> Volunteer:
    current = Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer.pk)
    if current.status in (VolunteerStatus.LEFT, VolunteerStatus.REFUSED):
        raise CannotRecord(_("%(name)s is not with us any more.") % {"name": current.name})
    return current
