"""Reminders: made with an appointment, written when their time has come, withdrawn with what they were about."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.appointments import notify, rules
from alongside.appointments.actions.errors import CannotDo
from alongside.appointments.enums import NotReminded, RemindBy, ReminderStatus
from alongside.appointments.models import Appointment, Reminder
from alongside.core import clock
from alongside.core.working_days import add_working_days, bank_holidays
from alongside.messaging import actions as messaging
from alongside.messaging.enums import MessageStatus
from alongside.people import reaching
from alongside.people.enums import Hindrance

if TYPE_CHECKING:
    from alongside.people.models import Person

MINUTE = dt.timedelta(minutes=1)
FRESH = dt.timedelta(days=14)


class Wanted(Protocol):
    """What is told of an appointment that a reminder hangs on."""

    @property
    def starts(self) -> dt.datetime: ...
    @property
    def remind_by(self) -> str: ...
    @property
    def remind_when(self) -> str: ...


def check(person: Person, told: Wanted, at: dt.datetime) -> None:
    """Raise CannotDo where the reminder somebody wants could not reach them in time, or must not."""
    if not told.remind_by:
        return
    if reaching.not_at_all(person) is not None:
        raise CannotDo(_("They asked not to be contacted. No reminder can be sent."), "remind_by")
    if not notify.address_of(person, told.remind_by):
        needed = {
            RemindBy.TEXT: _("There is no phone number a text could go to. Add it to their details first."),
            RemindBy.EMAIL: _("There is no e-mail address. Add it to their details first."),
            RemindBy.LETTER: _("There is no address. Add it to their details first."),
        }
        raise CannotDo(needed[RemindBy(told.remind_by)], "remind_by")
    if told.remind_by == RemindBy.LETTER:
        arrives = add_working_days(clock.local(at).date(), rules.LETTER_NEEDS, bank_holidays())
        if arrives >= clock.local(told.starts).date():
            raise CannotDo(_("A letter would not arrive in time. Ring them instead."), "remind_by")
        return
    if reaching.hindrance(notify.BY[RemindBy(told.remind_by)], person) == Hindrance.NOT_SAFE:
        raise CannotDo(
            _("They asked to be reached another way, and not to be left messages. Ask them, or ring them."),
            "remind_by",
        )
    if _moment(person, told.starts, told.remind_when, at) is None:
        raise CannotDo(
            _("None of the times they like to hear from us lies between now and then. Ring them instead."),
            "remind_by",
        )


def _moment(person: Person, starts: dt.datetime, when: str, at: dt.datetime) -> dt.datetime | None:
    return rules.remind_at(
        starts=clock.local(starts), when=when, times=person.contact_times, not_before=clock.local(at)
    )


@transaction.atomic
def renew(*, appointment: Appointment, at: dt.datetime) -> Reminder | None:
    """Withdraw what waits or has not left, and make the reminder that is wanted now, if one is.

    A letter is written at once, for somebody to print and post.
    """
    withdraw(appointment=appointment, why=NotReminded.MOVED, at=at)
    if not appointment.remind_by or not appointment.is_booked:
        return None
    person = appointment.case.person
    is_letter = appointment.remind_by == RemindBy.LETTER
    due_at = at if is_letter else _moment(person, appointment.during.lower, appointment.remind_when, at)
    made = Reminder(appointment=appointment, channel=appointment.remind_by, due_at=due_at or at, made_at=at)
    if due_at is None:
        made.status, made.why, made.settled_at = ReminderStatus.WITHDRAWN, NotReminded.NO_TIME, at
    made.save(force_insert=True)
    return write(reminder=made, at=at) if is_letter else made


@transaction.atomic
def withdraw(*, appointment: Appointment, why: NotReminded, at: dt.datetime) -> int:
    """Withdraw what waits, and keep back what was written and has not left; return how many."""
    gone = 0
    standing = {ReminderStatus.WAITING, ReminderStatus.WRITTEN}
    found = Reminder.objects.select_for_update(of=("self",)).filter(
        appointment=appointment, status__in=standing
    )
    for reminder in found.select_related("message").order_by("made_at", "id"):
        if reminder.status == ReminderStatus.WAITING or (
            reminder.message is not None and messaging.withdraw(message=reminder.message, why=str(why.label))
        ):
            _settle(reminder, ReminderStatus.WITHDRAWN, at, why=why)
            gone += 1
    return gone


@transaction.atomic
def write(*, reminder: Reminder, at: dt.datetime) -> Reminder:
    """Write a reminder whose time has come, if it still may be: looked at again at this very moment.

    Where this comes late (no job ran), and the person may not be written to now, it waits for the next moment at which
    they may, and is withdrawn where there is none before the appointment. Twice is once.
    """
    current = (
        Reminder.objects.select_for_update(of=("self",))
        .select_related("appointment__case__person", "appointment__case__organisation", "appointment__member")
        .get(pk=reminder.pk)
    )
    if current.status != ReminderStatus.WAITING:
        return current
    appointment = current.appointment
    person = appointment.case.person
    why = _why_not(appointment)
    if why is None and current.channel != RemindBy.LETTER:
        moment = _moment_now(person, appointment, at)
        if moment is None:
            why = NotReminded.TOO_LATE
        elif moment > at + MINUTE:
            current.due_at = moment
            current.save(update_fields=["due_at"])
            return current
    if why is None:
        try:
            current.message = notify.reminder(current, at=at)
        except messaging.CannotQueue:
            why = NotReminded.NO_ADDRESS
    status = ReminderStatus.WRITTEN if why is None else ReminderStatus.WITHDRAWN
    return _settle(current, status, at, why=why)


def _why_not(appointment: Appointment) -> NotReminded | None:
    person = appointment.case.person
    why = reaching.not_at_all(person)
    if why is not None:
        return NotReminded.DIED if why == Hindrance.DIED else NotReminded.DO_NOT_CONTACT
    if not appointment.case.is_open:
        return NotReminded.SUPPORT_ENDED
    if not appointment.is_booked:
        return NotReminded.CANCELLED
    return None if appointment.remind_by else NotReminded.NOT_WANTED


def _moment_now(person: Person, appointment: Appointment, at: dt.datetime) -> dt.datetime | None:
    """Now, where the person may be written to and it still helps; else the next moment at which they may."""
    if appointment.during.lower - at < rules.LEAST_NOTICE:
        return None
    if rules.is_safe(clock.local(at), person.contact_times):
        return at
    return _moment(person, appointment.during.lower, appointment.remind_when, at)


@transaction.atomic
def keep_back(*, reminder: Reminder, at: dt.datetime) -> bool:
    """Keep back a reminder that was written and cannot leave (mail is down), once it may no longer arrive as it should:
    too late, or at a time at which the person does not want to hear from us. Then it is made anew, where there is time.
    """
    current = (
        Reminder.objects.select_for_update(of=("self",))
        .select_related("appointment__case__person", "message")
        .get(pk=reminder.pk)
    )
    appointment = current.appointment
    person = appointment.case.person
    is_in_time = appointment.during.lower - at >= rules.LEAST_NOTICE
    if is_in_time and rules.is_safe(clock.local(at), person.contact_times):
        return False
    if current.message is None or not messaging.withdraw(
        message=current.message, why=str(NotReminded.TOO_LATE.label)
    ):
        return False
    _settle(current, ReminderStatus.WITHDRAWN, at, why=NotReminded.TOO_LATE)
    if is_in_time and _why_not(appointment) is None:
        renew(appointment=appointment, at=at)
    return True


def stuck(at: dt.datetime) -> list[Reminder]:
    """Reminders by text or e-mail that were written and have not left."""
    found = Reminder.objects.filter(
        status=ReminderStatus.WRITTEN,
        settled_at__gte=at - FRESH,
        message__status=MessageStatus.QUEUED,
    )
    return list(found.order_by("settled_at", "id"))


def _settle(
    reminder: Reminder, status: ReminderStatus, at: dt.datetime, *, why: NotReminded | None = None
) -> Reminder:
    reminder.status, reminder.settled_at, reminder.why = status, at, why or ""
    reminder.save(update_fields=["status", "settled_at", "why", "message"])
    return reminder
