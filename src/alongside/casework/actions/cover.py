"""Write down who is away and who covers; call it off."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.casework import access
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import AwayWhy
from alongside.casework.models import Absence
from alongside.core import clock

if TYPE_CHECKING:
    from alongside.partnerships.models import Member


class CannotCover(CannotDo):
    """An absence cannot be written down like this."""


@transaction.atomic
def be_away(
    *,
    member: Member,
    why: AwayWhy,
    starts_on: date,
    ends_on: date | None,
    covered_by: Member | None,
    by: Member,
    at: datetime,
) -> Absence:
    """Write down that a colleague is away. Nothing of theirs moves: who covers sees it, and only while they cover."""
    if ends_on is not None and ends_on < starts_on:
        raise CannotCover(_("The last day comes before the first."))
    _check_cover(member, covered_by, starts_on, ends_on)
    try:
        with transaction.atomic():
            return Absence.objects.create(
                member=member,
                why=why,
                starts_on=starts_on,
                ends_on=ends_on,
                covered_by=covered_by,
                made_at=at,
                made_by=by,
            )
    except IntegrityError as error:
        if "casework_absence_once_at_a_time" not in str(error):
            raise
        raise CannotCover(
            _("%(name)s is away on some of these days already. Change that one first.")
            % {"name": member.name}
        ) from error


@transaction.atomic
def come_back(*, absence: Absence, by: Member, at: datetime) -> Absence:
    """They are back, or do not go: what has not begun is called off, what runs ends yesterday; cover ends with it."""
    current = Absence.objects.select_for_update(of=("self",)).select_related("member").get(pk=absence.pk)
    today = clock.local(at).date()
    if current.called_off_at is not None or (current.ends_on is not None and current.ends_on < today):
        return current
    if current.starts_on >= today:
        current.called_off_at, current.called_off_by = at, by
    else:
        current.ends_on = date.fromordinal(today.toordinal() - 1)
    current.save(update_fields=["called_off_at", "called_off_by", "ends_on"])
    return current


@transaction.atomic
def change_cover(*, absence: Absence, covered_by: Member | None, by: Member, at: datetime) -> Absence:
    """Somebody else covers from now on."""
    current = Absence.objects.select_for_update(of=("self",)).select_related("member").get(pk=absence.pk)
    if current.called_off_at is not None:
        raise CannotCover(_("This was called off."))
    _check_cover(current.member, covered_by, current.starts_on, current.ends_on)
    current.covered_by = covered_by
    current.save(update_fields=["covered_by"])
    return current


def _check_cover(member: Member, covered_by: Member | None, starts_on: date, ends_on: date | None) -> None:
    if covered_by is None:
        return
    if covered_by.pk == member.pk:
        raise CannotCover(_("Somebody else must cover."))
    if (
        covered_by.organisation_id != member.organisation_id
        or not covered_by.is_present
        or covered_by.role not in access.CARRIES_CASES
    ):
        raise CannotCover(
            _("%(name)s does not support people at this organisation. Choose a colleague who does.")
            % {"name": covered_by.name}
        )
    theirs = Absence.objects.filter(member=covered_by, called_off_at__isnull=True).exclude(
        ends_on__lt=starts_on
    )
    if ends_on is not None:
        theirs = theirs.filter(starts_on__lte=ends_on)
    clash = theirs.order_by("starts_on").first()
    if clash is not None:
        raise CannotCover(
            _("%(name)s is away too, from %(day)s. Choose somebody else, or two shorter times.")
            % {"name": covered_by.name, "day": date_format(clash.starts_on, "j F")}
        )
