"""Write to all volunteers of a scheme at once, through the outbox: each gets their own message, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from alongside.befriending import notify, rules
from alongside.befriending.actions.errors import CannotDo
from alongside.befriending.enums import ToWhom
from alongside.befriending.models import Match, Scheme
from alongside.messaging.actions import CannotQueue
from alongside.volunteering.enums import VolunteerStatus
from alongside.volunteering.models import Volunteer

if TYPE_CHECKING:
    from alongside.partnerships.models import Member


class CannotWrite(CannotDo):
    """The message cannot go out as it is."""


@dataclass(frozen=True)
class Written:
    """To how many it goes, and who has no address and must be rung."""

    sent: int
    to_ring: tuple[Volunteer, ...]


def volunteers_of(scheme: Scheme, to: ToWhom) -> QuerySet[Volunteer]:
    """Who is meant: those with a live match in the scheme, or everybody here who offers its way of meeting."""
    here = Volunteer.objects.filter(
        Q(member__isnull=True) | Q(member__left_at__isnull=True), organisation=scheme.organisation_id
    )
    live = Match.objects.filter(scheme=scheme, status__in=rules.LIVE).order_by("volunteer")
    matched = Q(pk__in=live.values("volunteer"), status__in=[VolunteerStatus.READY, VolunteerStatus.RESTING])
    if to == ToWhom.MATCHED:
        return here.filter(matched).order_by("name", "id")
    ready = Q(status=VolunteerStatus.READY, channels__contains=[scheme.channel])
    return here.filter(matched | ready).order_by("name", "id")


@transaction.atomic
def write_to_all(
    *, scheme: Scheme, to: ToWhom, subject: str, words: str, key: str, by: Member, at: datetime
) -> Written:
    """Queue the message for each of them. The same `key` again sends nothing twice.

    What is written is the same for all, so nobody can be named in it by mistake of a template: only by who writes.
    """
    sent, to_ring = 0, []
    for volunteer in volunteers_of(scheme, to):
        try:
            message = notify.to_volunteer(
                volunteer,
                "befriending_to_all",
                {
                    "scheme": scheme.name,
                    "subject": subject.strip(),
                    "words": words.strip(),
                    "from_name": by.name,
                },
                key=f"befriending-to-all:{key}:{volunteer.pk}",
                at=at,
                by=by,
            )
        except CannotQueue as error:
            raise CannotWrite(str(error)) from error
        if message is None:
            to_ring.append(volunteer)
        else:
            sent += 1
    if not sent and not to_ring:
        raise CannotWrite(_("Nobody is meant: no volunteer of this scheme is here."))
    return Written(sent, tuple(to_ring))
