"""What stops with a death, and stands again if it was a mistake: what was due, and what others were asked.

Nobody is told automatically: not the family, and not the organisers, whom a person rings.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_datetime

from alongside.casework.enums import OnwardStatus
from alongside.casework.models import FollowUp, OnwardReferral
from alongside.casework.models.onward import AWAITING

if TYPE_CHECKING:
    from alongside.partnerships.models import Member
    from alongside.people.models import Person

STOPS = (*AWAITING, OnwardStatus.ACCEPTED)


def due(person: Person) -> list[FollowUp]:
    """What is due about a person, with every organisation."""
    return list(
        FollowUp.objects.filter(case__person=person, done_at__isnull=True)
        .select_related("case__organisation", "owner")
        .order_by("due_on", "id")
    )


def asked(person: Person) -> list[OnwardReferral]:
    """What others were asked about a person and may still act on."""
    return list(
        OnwardReferral.objects.filter(case__person=person, status__in=STOPS)
        .select_related("service", "to_organisation")
        .order_by("sent_at", "id")
    )


@transaction.atomic
def drop(*, follow_up: FollowUp, by: Member, at: datetime) -> dict[str, Any] | None:
    """Take one off the worklist. Returns how it stood; None where it was done meanwhile."""
    changed = FollowUp.objects.filter(pk=follow_up.pk, done_at__isnull=True).update(
        done_at=at, done_by=by, dropped=True
    )
    return {"dropped": follow_up.dropped, "stopped_at": at.isoformat()} if changed else None


@transaction.atomic
def due_again(*, follow_up_id: UUID, was: dict[str, Any]) -> bool:
    """Undo `drop`; False where it is gone or somebody did it since."""
    return bool(
        FollowUp.objects.filter(pk=follow_up_id, done_at=parse_datetime(was["stopped_at"])).update(
            done_at=None, done_by=None, dropped=was["dropped"]
        )
    )


@transaction.atomic
def set_aside(*, onward: OnwardReferral, by: Member, at: datetime) -> dict[str, Any] | None:
    """Take back one request without writing to anybody. Returns how it stood; None where it ended meanwhile."""
    current = OnwardReferral.objects.select_for_update().get(pk=onward.pk)
    if current.status not in STOPS:
        return None
    was = {"status": current.status, "stopped_at": at.isoformat()}
    current.status, current.withdrawn_at, current.withdrawn_by = OnwardStatus.WITHDRAWN, at, by
    current.save(update_fields=["status", "withdrawn_at", "withdrawn_by"])
    return was


@transaction.atomic
def ask_again(*, onward_id: UUID, was: dict[str, Any]) -> bool:
    """Undo `set_aside`: the organiser's link works as it did. False where it is gone or was asked anew since."""
    current = OnwardReferral.objects.select_for_update().filter(pk=onward_id).first()
    if (
        current is None
        or current.status != OnwardStatus.WITHDRAWN
        or current.withdrawn_at != parse_datetime(was["stopped_at"])
    ):
        return False
    anew = OnwardReferral.objects.filter(
        case=current.case_id,
        service=current.service_id,
        to_organisation=current.to_organisation_id,
        status__in=AWAITING,
    )
    if was["status"] in AWAITING and anew.exists():
        return False
    current.status, current.withdrawn_at, current.withdrawn_by = was["status"], None, None
    current.save(update_fields=["status", "withdrawn_at", "withdrawn_by"])
    return True
