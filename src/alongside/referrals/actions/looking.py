""" "I am looking at this": who takes a new referral in hand, so that two do not ring the same person.

A claim is soft. It decides nothing, ends by itself after `HOLDS`, and anybody may take over by saying so; who loses it
that way is named. Deciding is guarded elsewhere, by the lock in `actions`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.referrals.models import Looking, Referral

if TYPE_CHECKING:
    from alongside.partnerships.models import Member

HOLDS = timedelta(hours=1)


class LookedAt(ValueError):
    """A colleague looks at it already; the message says who, and that one may take over."""


@transaction.atomic
def look_at(*, referral: Referral, by: Member, at: datetime, instead: bool = False) -> Looking:
    """Claim it until an hour from now; one's own claim is prolonged. `instead` takes over a colleague's."""
    current = Referral.objects.select_for_update().get(pk=referral.pk)  # claims of one referral queue up here
    if not current.is_open:
        raise LookedAt(_("This referral is %(what)s.") % {"what": current.get_status_display().lower()})
    standing = Looking.objects.filter(referral=current).select_related("by").order_by("id").first()
    if standing is None:
        return Looking.objects.create(referral=current, by=by, since_at=at, until_at=at + HOLDS)
    if standing.until_at > at and standing.by_id != by.pk and not instead:
        raise LookedAt(
            _("%(name)s is looking at this. Take over if you have agreed on it.") % {"name": standing.by.name}
        )
    standing.by, standing.since_at, standing.until_at = by, at, at + HOLDS
    standing.save(update_fields=["by", "since_at", "until_at"])
    return standing


@transaction.atomic
def let_go(*, referral: Referral, by: Member) -> None:
    """Give one's claim back; a colleague's is left alone."""
    Looking.objects.filter(referral=referral, by=by).delete()


def forget_old(*, at: datetime) -> int:
    """Delete claims that ended a day ago; return how many."""
    deleted, _by_model = Looking.objects.filter(until_at__lt=at - timedelta(days=1)).delete()
    return deleted
