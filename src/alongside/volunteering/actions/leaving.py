"""Leaving well: it is said in time, the supervisor arranges the endings, there are thanks and a reference."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core.clock import local
from alongside.partnerships.actions import end_membership
from alongside.volunteering import notify
from alongside.volunteering.access import ACTIVE
from alongside.volunteering.actions.errors import CannotRecord
from alongside.volunteering.enums import TributeKind, VolunteerStatus
from alongside.volunteering.models import AwayPeriod, Tribute, Volunteer

if TYPE_CHECKING:
    from alongside.partnerships.models import Member


@transaction.atomic
def say_leaving(*, volunteer: Volunteer, on: date, note: str, at: datetime) -> Volunteer:
    """A volunteer says that they will stop: their supervisor is told, nothing ends by itself."""
    current = _locked(volunteer)
    if on < local(at).date():
        raise CannotRecord(_("Choose today or a day to come."))
    current.leaving_on, current.leaving_note = on, note.strip()
    current.save(update_fields=["leaving_on", "leaving_note"])
    notify.leaving(current, at=at)
    return current


@transaction.atomic
def stay(*, volunteer: Volunteer, at: datetime) -> Volunteer:
    """They stay after all."""
    current = _locked(volunteer)
    current.leaving_on, current.leaving_note = None, ""
    current.save(update_fields=["leaving_on", "leaving_note"])
    return current


@transaction.atomic
def leave(*, volunteer: Volunteer, by: Member, at: datetime, thanks: str = "") -> Volunteer:
    """End it: their pages close at once, in every session; what they gave stays; they are thanked by message."""
    current = _locked(volunteer)
    if thanks.strip():
        Tribute.objects.create(
            volunteer=current, kind=TributeKind.THANKS, words=thanks.strip(), given_at=at, given_by=by
        )
    current.status, current.left_at = VolunteerStatus.LEFT, at
    current.save(update_fields=["status", "left_at"])
    AwayPeriod.objects.filter(volunteer=current, starts_on__gt=local(at).date()).delete()
    if current.member is not None and current.member.is_present:
        end_membership(member=current.member, at=at)
    notify.left(current, thanks=thanks.strip(), by=by, at=at)
    return current


@transaction.atomic
def give_tribute(*, volunteer: Volunteer, kind: str, words: str, by: Member, at: datetime) -> Tribute:
    """Thank somebody, or write a reference they can show; also for those who have left. It is sent to them."""
    if kind not in TributeKind.values or not words.strip():
        raise CannotRecord(_("Write what you want to say."))
    if volunteer.status in (VolunteerStatus.APPLICANT, VolunteerStatus.REFUSED):
        raise CannotRecord(_("%(name)s has not volunteered with us yet.") % {"name": volunteer.name})
    tribute = Tribute.objects.create(
        volunteer=volunteer, kind=kind, words=words.strip(), given_at=at, given_by=by
    )
    notify.tribute(tribute, by=by, at=at)
    return tribute


def _locked(volunteer: Volunteer) -> Volunteer:
    current = (
        Volunteer.objects.select_for_update(of=("self",))
        .select_related("organisation", "member", "supervisor__user", "deputy__user")
        .get(pk=volunteer.pk)
    )
    if current.status not in ACTIVE:
        raise CannotRecord(_("%(name)s is not with us any more.") % {"name": current.name})
    return current
