"""Book an appointment, change it, cancel it, say how it went; each can be taken back.

Whether a member is free is decided by the database alone (`appointments_time_once`): what overlaps is refused there,
and said here in words.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from alongside.appointments import access, queries, rules, words
from alongside.appointments.actions import reminders
from alongside.appointments.actions.errors import CannotDo, ChangedMeanwhile
from alongside.appointments.enums import CancelReason, NotReminded, Place, Status, WhyNot
from alongside.appointments.models import Appointment
from alongside.casework.actions import contacts
from alongside.casework.actions.errors import CannotDo as CaseworkCannotDo
from alongside.casework.enums import Channel, FollowUpKind, Result
from alongside.casework.models import Case, Contact, FollowUp
from alongside.core import clock
from alongside.core.working_days import add_working_days, bank_holidays
from alongside.partnerships.models import Member
from alongside.people import actions as people
from alongside.people.enums import TimelineKind

TIME_ONCE = "appointments_time_once"


@dataclass(frozen=True)
class Told:
    """What is told of an appointment. `travel_minutes` None means: estimate the way, where that can be done."""

    member: Member
    starts: dt.datetime
    minutes: int
    place: Place
    where: str = ""
    postcode: str = ""
    note: str = ""
    travel_minutes: int | None = None
    travel_mode: str = ""
    remind_by: str = ""
    remind_when: str = ""

    @property
    def during(self) -> DateTimeTZRange:
        """From when until when."""
        return DateTimeTZRange(self.starts, self.starts + dt.timedelta(minutes=self.minutes))


@transaction.atomic
def book(
    *, case: Case, told: Told, by: Member, at: dt.datetime, follow_up: FollowUp | None = None
) -> Appointment:
    """Book it and put it on the worklist of who goes; a follow-up it answers is moved to its day instead."""
    case = (
        Case.objects.select_for_update(of=("self",)).select_related("person", "organisation").get(pk=case.pk)
    )
    _check_open(case)
    _check(case, told, at)
    reminders.check(case.person, told, at)
    made = Appointment(case=case, member=told.member, booked_at=at, booked_by=by)
    _put(made, told)
    _save(made, insert=True)
    _stand_for(made, follow_up, by, at)
    reminders.renew(appointment=made, at=at)
    _remember(made, _("Appointment booked: %(what)s.") % {"what": words.sentence(made)}, by, at)
    return made


@transaction.atomic
def change(*, appointment: Appointment, version: int, told: Told, by: Member, at: dt.datetime) -> Appointment:
    """Another time, place or person. Raises ChangedMeanwhile when a colleague changed it since `version` was read."""
    current = _locked(appointment)
    _check_open(current.case)
    if not current.is_booked:
        raise CannotDo(_("This appointment is over or cancelled. Book a new one."))
    before = _words_of(current)
    time_before = current.during
    _put(current, told)
    if _words_of(current) == before:
        return current
    if current.version != version:
        raise ChangedMeanwhile(_("A colleague changed this appointment meanwhile. See what stands now."))
    reminded = _what_is_reminded_of(before) != _what_is_reminded_of(_words_of(current))
    _check(current.case, told, at, moved=current.during != time_before)
    if reminded:
        reminders.check(current.case.person, told, at)
    current.version += 1
    _save(current)
    kept = _open_follow_up(current)
    if kept is not None and kept.owner_id != told.member.pk:
        FollowUp.objects.filter(pk=kept.pk).update(owner=told.member)
    _stand_for(current, kept, by, at)
    if reminded:
        reminders.renew(appointment=current, at=at)
    _remember(current, _("Appointment changed: %(what)s.") % {"what": words.sentence(current)}, by, at)
    return current


@transaction.atomic
def cancel(
    *, appointment: Appointment, reason: CancelReason, by: Member, at: dt.datetime, note: str = ""
) -> Appointment:
    """Cancel it: reminders that have not left stay here, the worklist no longer shows it. Twice is once."""
    current = _locked(appointment)
    if current.status == Status.CANCELLED:
        return current
    _check_may_become(current, Status.CANCELLED)
    _end(current, Status.CANCELLED, by, at, cancel_reason=reason, note=note)
    _tick(current, by, at)
    reminders.withdraw(appointment=current, why=NotReminded.CANCELLED, at=at)
    said = _("Appointment cancelled: %(what)s. %(why)s.") % {
        "what": words.sentence(current),
        "why": CancelReason(reason).label,
    }
    _remember(current, said, by, at)
    return current


@transaction.atomic
def cancel_all(*, case: Case, by: Member, at: dt.datetime) -> int:
    """Cancel what is still booked when support ends; return how many."""
    booked = list(Appointment.objects.filter(case=case, status=Status.BOOKED).order_by("during", "id"))
    for appointment in booked:
        cancel(appointment=appointment, reason=CancelReason.SUPPORT_ENDED, by=by, at=at)
    return len(booked)


@transaction.atomic
def say_how_it_went(
    *,
    appointment: Appointment,
    outcome: Status,
    by: Member,
    at: dt.datetime,
    why_not: str = "",
    note: str = "",
) -> Appointment:
    """Write down the outcome. Happened, or nobody was in: a contact is logged and the follow-up ends with it.

    Where it did not happen there was no contact to log: the follow-up is ticked off, and a call to find a new time is
    due on the next working day. Told twice is once.
    """
    current = _locked(appointment)
    if current.status == outcome:
        return current
    _check_may_become(current, outcome)
    _check_open(current.case)
    if at < current.during.lower:
        raise CannotDo(_("It has not begun yet. Cancel it, if it will not happen."))
    follow_up = _open_follow_up(current)
    if outcome == Status.DID_NOT_HAPPEN:
        _end(current, outcome, by, at, why_not=WhyNot(why_not), note=note)
        _tick(current, by, at)
        contacts.arrange(
            case=current.case,
            due_on=_next_working_day(at),
            note=_new_time(),
            by=by,
            at=at,
            owner=current.member,
        )
    else:
        result = Result.REACHED if outcome == Status.HAPPENED else Result.NO_ANSWER
        _end(current, outcome, by, at, note=note)
        current.contact = _log(current, result=result, note=note, follow_up=follow_up, by=by, at=at)
        current.save(update_fields=["contact"])
    reminders.withdraw(appointment=current, why=NotReminded.CANCELLED, at=at)
    return current


@transaction.atomic
def take_back(*, appointment: Appointment, by: Member, at: dt.datetime) -> Appointment:
    """Book it again as it was, after a mistaken outcome or cancelling. What that made goes, what it ended is due."""
    current = _locked(appointment)
    if current.is_booked:
        return current
    _check_open(current.case)
    before, ended_at, contact = current.status, current.ended_at, current.contact
    current.status, current.ended_at, current.ended_by = Status.BOOKED, None, None
    current.cancel_reason = current.why_not = current.ended_note = ""
    current.contact = None
    current.version += 1
    _save(current)
    if contact is not None:
        contacts.undo(contact=contact, by=by, at=at)
    elif current.follow_up is not None:
        contacts.undo_tick(follow_up=current.follow_up, by=by, at=at)
    if before == Status.DID_NOT_HAPPEN and ended_at is not None:
        FollowUp.objects.filter(
            case=current.case_id, made_at=ended_at, note=_new_time(), done_at__isnull=True
        ).delete()
    if before == Status.CANCELLED and current.during.lower > at:
        reminders.renew(appointment=current, at=at)
    _remember(current, _("Taken back. Booked again: %(what)s.") % {"what": words.sentence(current)}, by, at)
    return current


# What stands behind it -------------------------------------------------------------------------------------------


def _locked(appointment: Appointment) -> Appointment:
    return (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("case__person", "case__organisation", "member", "follow_up", "contact")
        .get(pk=appointment.pk)
    )


def _check_open(case: Case) -> None:
    if not case.is_open:
        raise CannotDo(_("Support has ended. Start it again first."))


def _check_may_become(current: Appointment, then: Status) -> None:
    if then not in rules.TRANSITIONS[Status(current.status)]:
        raise CannotDo(
            _("A colleague wrote down something else meanwhile: %(what)s.")
            % {"what": str(current.get_status_display()).lower()}
        )


def _check(case: Case, told: Told, at: dt.datetime, *, moved: bool = True) -> None:
    if moved and told.starts <= at:
        raise CannotDo(_("Choose a time that lies ahead."), "time")
    if told.starts > at + rules.FURTHEST_AHEAD:
        raise CannotDo(_("Choose a day within a year."), "day")
    if not rules.SHORTEST <= dt.timedelta(minutes=told.minutes) <= rules.LONGEST:
        raise CannotDo(_("Say how long: between 10 minutes and 10 hours."), "minutes")
    if told.place == Place.ELSEWHERE and not told.where:
        raise CannotDo(_("Say where you meet."), "where")
    goes = told.member
    if (
        not goes.is_present
        or goes.organisation_id != case.organisation_id
        or goes.role not in access.CARRIES_CASES
    ):
        raise CannotDo(_("Choose somebody of your team."), "member")


def _put(appointment: Appointment, told: Told) -> None:
    """Lay what was told on the appointment, with an estimate of the way where nobody said how long it is."""
    goes_there = told.place in rules.ON_THE_WAY
    appointment.member, appointment.during, appointment.place = told.member, told.during, told.place
    appointment.where = told.where if told.place != Place.HOME else ""
    appointment.postcode = told.postcode if told.place == Place.ELSEWHERE else ""
    appointment.note = told.note
    appointment.remind_by, appointment.remind_when = told.remind_by, told.remind_when
    appointment.travel_minutes = told.travel_minutes if goes_there else None
    appointment.travel_mode = told.travel_mode if goes_there else ""
    appointment.travel_is_estimate = False
    if goes_there and told.travel_minutes is None:
        way = queries.way_to(
            member=told.member,
            case=appointment.case,
            place=told.place,
            postcode=told.postcode,
            starts=told.starts,
            mode=told.travel_mode,
            besides=appointment,
        )
        if way is not None:
            appointment.travel_minutes, appointment.travel_mode = way.minutes, way.mode
            appointment.travel_is_estimate = True


def _words_of(appointment: Appointment) -> dict[str, object]:
    fields = (
        "member_id", "during", "place", "where", "postcode", "note", "travel_minutes", "travel_mode",
        "travel_is_estimate", "remind_by", "remind_when",
    )  # fmt: skip
    return {field: getattr(appointment, field) for field in fields}


def _what_is_reminded_of(told: dict[str, object]) -> dict[str, object]:
    return {key: told[key] for key in ("member_id", "during", "place", "where", "remind_by", "remind_when")}


def _save(appointment: Appointment, *, insert: bool = False) -> None:
    """Save it, unless whoever goes is elsewhere. Bookings of one member come one after the other: two that PostgreSQL
    compares at once for an exclusion constraint can lock each other out. The lock lets rows that name the member in.
    """
    list(
        Member.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk=appointment.member_id)
        .order_by("pk")
    )
    try:
        with transaction.atomic():
            appointment.save(force_insert=insert)
    except IntegrityError as error:
        if TIME_ONCE not in str(error):
            raise
        raise CannotDo(_clash(appointment), "time") from error


def _clash(appointment: Appointment) -> str:
    other = queries.clashing(appointment.member, appointment.during, besides=appointment)
    if other is None:  # it was cancelled a moment ago
        return _("%(who)s has something else at that time. Try again.") % {"who": appointment.member.name}
    return _("%(who)s is with %(person)s then, from %(start)s to %(end)s. Choose another time.") % {
        "who": appointment.member.name,
        "person": other.case.person.name,
        "start": words.time_of_day(other.during.lower),
        "end": words.time_of_day(other.during.upper),
    }


def _open_follow_up(appointment: Appointment) -> FollowUp | None:
    """What it stands for on the worklist, while that is due."""
    kept = appointment.follow_up
    return kept if kept is not None and kept.is_open else None


def _stand_for(appointment: Appointment, follow_up: FollowUp | None, by: Member, at: dt.datetime) -> None:
    """Have a follow-up on the day of the appointment, that whoever goes is due to do."""
    starts = clock.local(appointment.during.lower)
    if follow_up is None:
        kind = FollowUpKind.VISIT if appointment.somebody_goes else FollowUpKind.CALL
        follow_up = contacts.arrange(
            case=appointment.case,
            due_on=starts.date(),
            due_time=starts.time(),
            kind=kind,
            note=appointment.note,
            by=by,
            at=at,
            owner=appointment.member,
        )
    else:
        contacts.move(follow_up=follow_up, due_on=starts.date(), due_time=starts.time(), by=by, at=at)
    if appointment.follow_up_id != follow_up.pk:
        appointment.follow_up = follow_up
        appointment.save(update_fields=["follow_up"])


def _tick(appointment: Appointment, by: Member, at: dt.datetime) -> None:
    if appointment.follow_up is not None:
        contacts.tick_off(follow_up=appointment.follow_up, by=by, at=at)


def _end(
    appointment: Appointment,
    status: Status,
    by: Member,
    at: dt.datetime,
    *,
    cancel_reason: str = "",
    why_not: str = "",
    note: str = "",
) -> None:
    appointment.status, appointment.ended_at, appointment.ended_by = status, at, by
    appointment.cancel_reason, appointment.why_not, appointment.ended_note = cancel_reason, why_not, note
    appointment.version += 1
    appointment.save()


def _log(
    appointment: Appointment,
    *,
    result: Result,
    note: str,
    follow_up: FollowUp | None,
    by: Member,
    at: dt.datetime,
) -> Contact:
    """Log the contact at the time of the appointment; what comes next is never due in the past."""
    when = appointment.during.lower
    proposal = contacts.propose(appointment.case, result=result, at=when)
    is_past = proposal.due_on < clock.local(at).date()
    try:
        return contacts.log(
            case=appointment.case,
            result=result,
            channel=Channel.VISIT if appointment.somebody_goes else Channel.CALL,
            note=note,
            follow_up=follow_up,
            next_on=_next_working_day(at) if is_past else None,
            by=by,
            at=when,
        )
    except CaseworkCannotDo as refusal:
        raise CannotDo(str(refusal)) from refusal


def _next_working_day(at: dt.datetime) -> dt.date:
    today = clock.local(at).date()
    return add_working_days(today, 1, bank_holidays())


def _new_time() -> str:
    return _("Find a new time: the appointment did not happen")


def _remember(appointment: Appointment, sentence: str, by: Member, at: dt.datetime) -> None:
    people.remember(
        person=appointment.case.person, sentence=sentence, by=by, at=at, kind=TimelineKind.CONTACT
    )
