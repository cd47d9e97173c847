"""What is booked goes to the next connector with the person – where they are free; the rest stays, with the reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from alongside.appointments.actions.appointments import Told, change
from alongside.appointments.actions.errors import CannotDo
from alongside.appointments.enums import Place, Status
from alongside.appointments.models import Appointment
from alongside.casework.models import FollowUp

if TYPE_CHECKING:
    from alongside.casework.models import Case
    from alongside.partnerships.models import Member


@dataclass
class Went:
    """What went along, and what stays with whoever booked it, each with the reason in words."""

    along: list[Appointment] = field(default_factory=list)
    stayed: list[tuple[Appointment, str]] = field(default_factory=list)


@transaction.atomic
def go_along(
    *,
    case: Case,
    giver: Member,
    taker: Member,
    by: Member,
    at: datetime,
    only: Collection[UUID] | None = None,
) -> Went:
    """Have the taker go to what the giver has booked with a case from now on; `only` those of these follow-ups.

    Call it after the case has changed hands. What stays, and what other colleagues booked, is due to who goes. A taker
    who is the giver takes nothing.
    """
    went = Went()
    booked = Appointment.objects.filter(case=case, status=Status.BOOKED, during__startswith__gt=at)
    if only is not None:
        booked = booked.filter(follow_up__in=only)
    for appointment in booked.select_related("member", "follow_up").order_by("during", "id"):
        if appointment.member_id == giver.pk and taker != giver:
            _goes(appointment, taker, by, at, went)
        elif only is None:
            _is_due_to_who_goes(appointment)
    return went


def _goes(appointment: Appointment, taker: Member, by: Member, at: datetime, went: Went) -> None:
    try:
        with transaction.atomic():
            went.along.append(
                change(
                    appointment=appointment,
                    version=appointment.version,
                    told=replace(_as_it_stands(appointment), member=taker),
                    by=by,
                    at=at,
                )
            )
    except CannotDo as refusal:
        went.stayed.append((appointment, str(refusal)))
        _is_due_to_who_goes(appointment)


def _as_it_stands(appointment: Appointment) -> Told:
    """What was told of an appointment. How long the way is that was only estimated is estimated anew for who goes."""
    guessed = appointment.travel_is_estimate
    return Told(
        member=appointment.member,
        starts=appointment.during.lower,
        minutes=int((appointment.during.upper - appointment.during.lower).total_seconds()) // 60,
        place=Place(appointment.place),
        where=appointment.where,
        postcode=appointment.postcode,
        note=appointment.note,
        travel_minutes=None if guessed else appointment.travel_minutes,
        travel_mode="" if guessed else appointment.travel_mode,
        remind_by=appointment.remind_by,
        remind_when=appointment.remind_when,
    )


def _is_due_to_who_goes(appointment: Appointment) -> None:
    if appointment.follow_up_id is not None:
        due = FollowUp.objects.filter(pk=appointment.follow_up_id, done_at__isnull=True)
        due.update(owner=appointment.member_id)
