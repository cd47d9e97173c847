"""What members tell for going out, their calendar link, and what the partnership arranged."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.appointments import access
from alongside.appointments.actions.errors import CannotDo
from alongside.appointments.models import Arrangement, CalendarFeed, GoingOut
from alongside.core import ids
from alongside.people.rules import normal_phone
from alongside.people.whereabouts import tidy
from alongside.places.queries import look_up

if TYPE_CHECKING:
    from alongside.partnerships.models import Member


@transaction.atomic
def tell(
    *,
    member: Member,
    at: datetime,
    phone: str = "",
    start_postcode: str = "",
    travel_mode: str = "",
    buddy: Member | None = None,
) -> GoingOut:
    """Keep a member's own number, where they set out from, how they travel, and their usual buddy."""
    number = phone_of(phone)
    if start_postcode and look_up(start_postcode).point is None:
        raise CannotDo(_("We do not know this postcode. Check it, or leave it empty."), "start_postcode")
    if buddy is not None:
        check_buddy(buddy, of=member)
    told, _new = GoingOut.objects.update_or_create(
        member=member,
        defaults={
            "phone": number,
            "start_postcode": tidy(start_postcode) if start_postcode else "",
            "travel_mode": travel_mode,
            "buddy": buddy,
            "told_at": at,
        },
    )
    return told


def phone_of(raw: str) -> str:
    """A number as it is kept; "" for none. Raises CannotDo where it is no number."""
    number = normal_phone(raw) if raw.strip() else ""
    if raw.strip() and not number:
        raise CannotDo(
            _("This is not a phone number we can text. Check it, for example 07700 900123."), "phone"
        )
    return number


def check_buddy(buddy: Member, *, of: Member) -> None:
    """Raise CannotDo unless this member can watch over that one."""
    if buddy.pk == of.pk:
        raise CannotDo(_("Choose a colleague: nobody can be their own buddy."), "buddy")
    if not access.may_watch().filter(pk=buddy.pk).exists():
        raise CannotDo(_("Choose a colleague who works here and can sign in."), "buddy")


@transaction.atomic
def make_feed(*, member: Member, at: datetime) -> str:
    """Give a member a fresh private calendar link; the one before stops. Returns its secret, which is not kept."""
    revoke_feed(member=member, at=at)
    secret = ids.new_secret()
    CalendarFeed.objects.create(member=member, token_hash=ids.hash_secret(secret), made_at=at)
    return secret


@transaction.atomic
def revoke_feed(*, member: Member, at: datetime) -> bool:
    """Stop the link. False where there was none."""
    return bool(CalendarFeed.objects.filter(member=member, revoked_at__isnull=True).update(revoked_at=at))


@transaction.atomic
def arrange(*, grace_minutes: int, deputy: Member | None, by: Member, at: datetime) -> Arrangement:
    """Say how long an alert waits for the buddy, and who hears of it next beside the team leads."""
    if deputy is not None and not access.may_watch().filter(pk=deputy.pk).exists():
        raise CannotDo(_("Choose somebody who works here and can sign in."), "deputy")
    made, _new = Arrangement.objects.update_or_create(
        partnership_id=by.partnership.pk,
        defaults={
            "grace_minutes": grace_minutes,
            "deputy": deputy,
            "arranged_at": at,
            "arranged_by": by,
        },
    )
    return made
