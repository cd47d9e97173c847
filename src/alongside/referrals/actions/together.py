"""Told twice: two open referrals about one person are decided together. Nothing of either is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.referrals.models import Referral

if TYPE_CHECKING:
    from uuid import UUID


class CannotJoin(ValueError):
    """The two cannot be decided together; the message says why."""


@transaction.atomic
def join(*, referral: Referral, to: Referral) -> Referral:
    """Decide `referral` together with `to`, along with all that was joined to it. Doing it twice changes nothing."""
    found = _locked(referral.pk, to.pk)
    one, main = found.get(referral.pk), found.get(to.pk)
    if one is None or main is None or one.pk == main.pk:
        raise CannotJoin(_("Choose two different referrals."))
    if main.joined_to_id == one.pk:
        return one
    if main.joined_to_id is not None:
        raise CannotJoin(_("That referral is itself decided together with another. Choose that one."))
    for either in (one, main):
        if not either.is_open:
            raise CannotJoin(
                _("%(name)s is %(what)s: what is decided cannot be joined.")
                % {"name": either.reference, "what": either.get_status_display().lower()}
            )
    if one.given_to_id != main.given_to_id:
        raise CannotJoin(_("They were given to two organisations."))
    Referral.objects.filter(joined_to=one).update(joined_to=main)
    one.joined_to = main
    one.save(update_fields=["joined_to"])
    return one


@transaction.atomic
def part(*, referral: Referral) -> Referral:
    """Decide it by itself again. Raises CannotJoin once it was decided."""
    current = _locked(referral.pk)[referral.pk]
    if not current.is_open:
        raise CannotJoin(_("It has been decided already."))
    current.joined_to = None
    current.save(update_fields=["joined_to"])
    return current


def _locked(*keys: UUID) -> dict[UUID, Referral]:
    """The referrals, locked in one order, so that two who join the same two cannot wait for each other."""
    rows = Referral.objects.select_for_update().filter(pk__in=keys).order_by("id")
    return {row.pk: row for row in rows}
