"""Frontline links: each organisation's own short way to tell us, on a van, a lanyard or a poster."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from alongside.core.ids import new_reference
from alongside.partnerships.enums import Role
from alongside.partnerships.models import FrontlineLink, Organisation
from alongside.referrals.enums import ReferralStatus
from alongside.referrals.models import Referral

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer

TRIES = 5


class CannotOpenLink(ValueError):
    """The link cannot be made as it is."""


def organisations_of(viewer: Viewer) -> QuerySet[Organisation]:
    """For whom a viewer may keep links: a steward for every organisation, a team lead for their own."""
    rows = Organisation.objects.order_by("name", "id")
    if viewer.role == Role.STEWARD:
        return rows
    return rows.filter(pk=viewer.organisation_id) if viewer.role == Role.TEAM_LEAD else rows.none()


def visible_to(viewer: Viewer) -> QuerySet[FrontlineLink]:
    """The links a viewer may see and close."""
    return (
        FrontlineLink.objects.filter(organisation__in=organisations_of(viewer))
        .select_related("organisation")
        .order_by("organisation__name", "-is_active", "label", "id")
    )


@transaction.atomic
def open_link(*, organisation: Organisation, label: str) -> FrontlineLink:
    """Make a link with a code of its own that can be read out."""
    said = " ".join(label.split())
    if not said:
        raise CannotOpenLink(_("Write where it hangs or who carries it."))
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                return FrontlineLink.objects.create(
                    organisation=organisation, label=said[:120], code=new_reference().lower()
                )
        except IntegrityError:  # the code is taken: one in 148 million
            continue
    raise CannotOpenLink(_("Something is wrong on our side. Please try again."))


@transaction.atomic
def close_link(*, link: FrontlineLink) -> FrontlineLink:
    """Take a link out of use; whoever follows it is shown another way. Closing twice changes nothing."""
    link.is_active = False
    link.save(update_fields=["is_active"])
    return link


def noticed_by(link: FrontlineLink, *, since: date, threshold: int) -> int | None:
    """How many people were noticed by a link since a day began; None where so few might say who they are.

    One person told of twice counts once, as far as a connector found that out.
    """
    rows = Referral.objects.filter(link=link, received_at__date__gte=since)
    known = rows.filter(person__isnull=False).values("person").distinct().count()
    count = known + rows.filter(person__isnull=True).exclude(status=ReferralStatus.WITHDRAWN).count()
    return count if count >= threshold else None
