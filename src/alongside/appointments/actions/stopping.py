"""What is booked stands still with a death, and stands again if it was a mistake. Nobody is written to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_datetime

from alongside.appointments.enums import CancelReason, NotReminded, ReminderStatus, Status
from alongside.appointments.models import Appointment, Reminder

if TYPE_CHECKING:
    from alongside.partnerships.models import Member
    from alongside.people.models import Person


def booked(person: Person, at: dt.datetime) -> list[Appointment]:
    """What is booked with a person and not over yet, with every organisation."""
    return list(
        Appointment.objects.filter(case__person=person, status=Status.BOOKED, during__endswith__gt=at)
        .select_related("case")
        .order_by("during", "id")
    )


@transaction.atomic
def stop(*, appointment: Appointment, by: Member, at: dt.datetime) -> dict[str, Any] | None:
    """Cancel it, and withdraw reminders not written yet. Returns how it stood; None where it ended meanwhile."""
    current = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    if current.status != Status.BOOKED:
        return None
    waiting = Reminder.objects.filter(appointment=current, status=ReminderStatus.WAITING)
    was = {
        "stopped_at": at.isoformat(),
        "reminders": [str(key) for key in waiting.values_list("pk", flat=True)],
    }
    current.status, current.ended_at, current.ended_by = Status.CANCELLED, at, by
    current.cancel_reason = CancelReason.NOT_NEEDED
    current.version += 1
    current.save(update_fields=["status", "ended_at", "ended_by", "cancel_reason", "version"])
    waiting.update(status=ReminderStatus.WITHDRAWN, settled_at=at, why=NotReminded.CANCELLED)
    return was


@transaction.atomic
def book_again(*, appointment_id: UUID, was: dict[str, Any], at: dt.datetime) -> bool:
    """Undo `stop`. False where it changed since, has begun, or whoever goes has something else then."""
    stopped_at = parse_datetime(was["stopped_at"])
    current = (
        Appointment.objects.select_for_update(of=("self",))
        .filter(pk=appointment_id, status=Status.CANCELLED, ended_at=stopped_at)
        .first()
    )
    if current is None or current.during.lower <= at:
        return False
    current.status, current.ended_at, current.ended_by, current.cancel_reason = Status.BOOKED, None, None, ""
    current.version += 1
    try:
        with transaction.atomic():
            current.save(update_fields=["status", "ended_at", "ended_by", "cancel_reason", "version"])
    except IntegrityError:
        return False
    Reminder.objects.filter(
        pk__in=[UUID(key) for key in was["reminders"]], status=ReminderStatus.WITHDRAWN, settled_at=stopped_at
    ).update(status=ReminderStatus.WAITING, settled_at=None, why="")
    return True
