"""Visits and calls: weekly series, single ones, moving and calling off, arriving, logging; and the calendar link.

Whether a volunteer is free is decided by the database alone (`befriending_visit_time_once`): what overlaps is refused
there, and said here in words.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from alongside.befriending import notify, rules, standing
from alongside.befriending.actions.errors import CannotBook
from alongside.befriending.actions.held import locked
from alongside.befriending.enums import Felt, NotHappened, VisitStatus
from alongside.befriending.models import CalendarLink, Cover, Match, Series, Visit, VisitLog
from alongside.core import clock, ids
from alongside.volunteering.actions import given
from alongside.volunteering.enums import RoleKind

if TYPE_CHECKING:
    from alongside.partnerships.models import Member
    from alongside.volunteering.models import Volunteer

TIME_ONCE = "befriending_visit_time_once"


@dataclass(frozen=True)
class Booked:
    """What carrying on a series did: visits booked, and days left out because the volunteer is away or taken."""

    visits: tuple[Visit, ...] = ()
    left_out: tuple[date, ...] = ()


@transaction.atomic
def book(
    *,
    match: Match,
    starts_at: datetime,
    by: Member | None,
    at: datetime,
    minutes: int | None = None,
    series: Series | None = None,
    planned_on: date | None = None,
) -> Visit:
    """Book one visit or call. Raises CannotBook where the volunteer has something else then, or may not go."""
    current = locked(match)
    on = clock.local(starts_at).date()
    if current.status not in rules.VISITING:
        raise CannotBook(
            _("Nothing can be booked while this match is: %(status)s.") % {"status": _status(current)}
        )
    if current.channel not in rules.BOOKABLE:
        raise CannotBook(_("Letters are not booked. Log one when it is written."))
    if not current.person.may_be_contacted:
        raise CannotBook(_("We may not contact %(name)s.") % {"name": current.person.called})
    if starts_at < at:
        raise CannotBook(_("This time is past."))
    if current.ending_on is not None and on > current.ending_on:
        raise CannotBook(_("This is after the last visit."))
    cover = cover_on(current, on)
    volunteer = cover.volunteer if cover else current.volunteer
    lacking = standing.lacks(volunteer, current.channel, on)
    if lacking:
        raise CannotBook(
            _("%(name)s may not go then. %(why)s.") % {"name": volunteer.called, "why": "; ".join(lacking)}
        )
    visit = Visit(
        match=current,
        volunteer=volunteer,
        cover=cover,
        series=series,
        planned_on=planned_on,
        channel=current.channel,
        during=DateTimeTZRange(starts_at, starts_at + timedelta(minutes=minutes or current.minutes)),
        booked_at=at,
        booked_by=by,
    )
    _save_free(visit)
    return visit


def _save_free(visit: Visit, update_fields: Collection[str] | None = None) -> None:
    """Save, unless the volunteer has something else at that time."""
    try:
        with transaction.atomic():
            visit.save(update_fields=update_fields) if update_fields else visit.save(force_insert=True)
    except IntegrityError as error:
        if TIME_ONCE not in str(error):
            raise
        raise CannotBook(
            _("%(name)s has another visit or call at that time.") % {"name": visit.volunteer.called}
        ) from error


def _status(match: Match) -> str:
    return str(match.get_status_display()).lower()


def cover_on(match: Match, on: date) -> Cover | None:
    """Who covers on a day."""
    return (
        Cover.objects.filter(match=match, ended_at__isnull=True, days__contains=on)
        .select_related("volunteer__member")
        .first()
    )


# Series ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_series(
    *,
    match: Match,
    weekday: int,
    minute: int,
    minutes: int,
    first_on: date,
    by: Member,
    at: datetime,
    last_on: date | None = None,
) -> Booked:
    """Set the weekly time from a day on. An earlier series ends, and what it had booked from that day is called off."""
    current = locked(match)
    first_on = max(first_on, clock.local(at).date())
    Series.objects.filter(match=current, ended_at__isnull=True).update(ended_at=at)
    cancel_coming(
        current, after=first_on - timedelta(days=1), note=_("Another weekly time"), by=by, at=at, tell=False
    )
    series = Series.objects.create(
        match=current,
        weekday=weekday,
        minute=minute,
        minutes=minutes,
        every_weeks=current.every_weeks,
        first_on=first_on,
        last_on=last_on,
        made_at=at,
        made_by=by,
    )
    current.weekday, current.minute, current.minutes = weekday, minute, minutes
    current.save(update_fields=["weekday", "minute", "minutes"])
    return carry_on(series, at=at)


@transaction.atomic
def carry_on(series: Series, *, at: datetime) -> Booked:
    """Book a series six weeks ahead, and never further. Days on which the volunteer is away, taken or not allowed are
    left out; running it again adds nothing."""
    match = locked(series.match)
    if series.ended_at is not None or match.status not in rules.VISITING:
        return Booked()
    today = clock.local(at).date()
    until = today + rules.BOOKED_AHEAD
    known = set(series.visits.values_list("planned_on", flat=True))
    booked, left_out = [], []
    first = series.first_on
    while first < today:
        first += timedelta(weeks=series.every_weeks)
    times = rules.series_times(
        weekday=series.weekday,
        minute=series.minute,
        every_weeks=series.every_weeks,
        first=first,
        last=series.last_on,
        until=until,
    )
    for day, starts_at in times:
        if day in known or starts_at < at:
            continue
        if is_away(match, day):
            left_out.append(day)
            continue
        try:
            with transaction.atomic():
                booked.append(
                    book(
                        match=match,
                        starts_at=starts_at,
                        minutes=series.minutes,
                        series=series,
                        planned_on=day,
                        by=series.made_by,
                        at=at,
                    )
                )
        except CannotBook:
            left_out.append(day)
    Series.objects.filter(pk=series.pk).update(booked_to=until)
    return Booked(tuple(booked), tuple(left_out))


def is_away(match: Match, on: date) -> bool:
    """Whether who would go is away on a day."""
    cover = cover_on(match, on)
    volunteer = cover.volunteer if cover else match.volunteer
    return volunteer.away.filter(starts_on__lte=on, ends_on__gte=on).exists()


def carry_on_match(match: Match, *, at: datetime) -> Booked:
    """Carry on the series of a match, if it has one."""
    series = match.series.filter(ended_at__isnull=True).select_related("match", "made_by").first()
    return carry_on(series, at=at) if series is not None else Booked()


# Change ----------------------------------------------------------------------------------------------------------


def _held(visit: Visit) -> Visit:
    return (
        Visit.objects.select_for_update(of=("self",))
        .select_related(
            "match__person", "match__scheme", "match__supervisor__user", "volunteer__member", "cover"
        )
        .get(pk=visit.pk)
    )


@transaction.atomic
def cancel(
    *, visit: Visit, note: str, by: Member | None, at: datetime, tell: bool = True, stopped: bool = False
) -> Visit:
    """Call a visit off; the person hears it in the way they like. Twice is once.

    Asked for by the volunteer themselves, their supervisor hears too.
    """
    current = _held(visit)
    if current.status == VisitStatus.CANCELLED:
        return current
    if not rules.may_become(rules.VISIT_TRANSITIONS, current.status, VisitStatus.CANCELLED):
        raise CannotBook(_("This visit is past: log it instead."))
    current.status, current.cancelled_at, current.cancelled_by = VisitStatus.CANCELLED, at, by
    current.cancel_note = note.strip()[:300]
    current.save(update_fields=["status", "cancelled_at", "cancelled_by", "cancel_note"])
    if tell and current.during.lower > at:
        context, key = notify.visit_words(current), f"befriending-off:{current.pk}"
        notify.to_person(current.match, "befriending_called_off", context, key=key, at=at)
        if not stopped and (by is None or by.pk != current.volunteer.member_id):
            notify.to_volunteer(current.volunteer, "befriending_called_off", context, key=key, at=at)
    return current


def tell_called_off(visit: Visit, *, at: datetime) -> None:
    """Tell the supervisors that a volunteer called a visit off, so that somebody rings the person."""
    current = _held(visit)
    notify.tell_supervisors(
        current.match,
        "befriending_volunteer_called_off",
        {**notify.visit_words(current), "note": current.cancel_note},
        key=f"befriending-volunteer-off:{current.pk}",
        at=at,
    )


def cancel_coming(
    match: Match,
    *,
    note: str,
    by: Member | None,
    at: datetime,
    after: date | None = None,
    until: date | None = None,
    tell: bool = True,
) -> list[Visit]:
    """Call off what is booked from now on: after a day, and before another, where given."""
    coming = match.visits.filter(status=VisitStatus.BOOKED, during__startswith__gt=at).order_by(
        "during", "id"
    )
    found = []
    for visit in coming:
        on = clock.local(visit.during.lower).date()
        if (after is None or on > after) and (until is None or on < until):
            found.append(cancel(visit=visit, note=note, by=by, at=at, tell=tell))
    return found


@transaction.atomic
def move(*, visit: Visit, starts_at: datetime, by: Member | None, at: datetime) -> Visit:
    """Swap a visit to another time; both are told. Raises CannotBook where the volunteer has something else then."""
    current = _held(visit)
    if not current.is_booked:
        raise CannotBook(_("This visit is no longer booked."))
    if starts_at < at:
        raise CannotBook(_("This time is past."))
    on = clock.local(starts_at).date()
    if standing.lacks(current.volunteer, current.channel, on):
        raise CannotBook(_("%(name)s may not go then.") % {"name": current.volunteer.called})
    length = current.during.upper - current.during.lower
    current.during = DateTimeTZRange(starts_at, starts_at + length)
    current.reminded_at = current.escalated_at = None
    _save_free(current, ["during", "reminded_at", "escalated_at"])
    context, key = notify.visit_words(current), f"befriending-moved:{current.pk}:{starts_at.isoformat()}"
    notify.to_person(current.match, "befriending_moved", context, key=key, at=at)
    if by is None or by.pk != current.volunteer.member_id:
        notify.to_volunteer(current.volunteer, "befriending_moved", context, key=key, at=at)
    return current


@transaction.atomic
def arrive(*, visit: Visit, at: datetime) -> Visit:
    """The volunteer is there: until they log the visit, somebody looks out for them."""
    current = _held(visit)
    if not current.is_booked:
        raise CannotBook(_("This visit is no longer booked."))
    if current.arrived_at is None:
        current.arrived_at = at
        current.save(update_fields=["arrived_at"])
    return current


# Log -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def log(
    *,
    visit: Visit,
    happened: bool,
    by: Member,
    at: datetime,
    why_not: str = "",
    person_felt: str = "",
    volunteer_felt: str = "",
    topics: Collection[str] = (),
    note: str = "",
) -> VisitLog:
    """Write down how it went. The first log of a visit stands; one that comes late undoes "did not happen".

    Nobody answered: the supervisor is told at once. What happened counts towards the volunteer's hours.
    """
    current = _held(visit)
    known = VisitLog.objects.filter(visit=current).first()
    if known is not None:
        return known
    if current.during.lower > at:
        raise CannotBook(_("This visit has not begun. You can call it off or move it."))
    status = VisitStatus.HAPPENED if happened else VisitStatus.MISSED
    if status != current.status and not rules.may_become(rules.VISIT_TRANSITIONS, current.status, status):
        raise CannotBook(_("This visit was called off."))
    written = VisitLog.objects.create(
        visit=current,
        happened=happened,
        why_not="" if happened else NotHappened(why_not),
        person_felt=Felt(person_felt) if person_felt else "",
        volunteer_felt=Felt(volunteer_felt) if volunteer_felt else "",
        topics=list(dict.fromkeys(topics)),
        note=note.strip(),
        logged_at=at,
        logged_by=by,
    )
    current.status = status
    current.save(update_fields=["status"])
    if happened:
        _count_hours(current, at)
    elif why_not == NotHappened.NO_ANSWER:
        _tell_missed(current, why="no_answer", at=at)
    return written


def _count_hours(visit: Visit, at: datetime) -> None:
    given.log_hours(
        volunteer=visit.volunteer,
        held_on=clock.local(visit.during.lower).date(),
        minutes=int((visit.during.upper - visit.during.lower).total_seconds() // 60),
        role=RoleKind(visit.channel),
        at=at,
        key=visit.pk,
    )


@transaction.atomic
def log_letter(
    *, match: Match, by: Member, at: datetime, minutes: int = 30, note: str = "", felt: str = ""
) -> VisitLog:
    """Write down a letter that was written: it had no time arranged, so it takes its place as it is logged."""
    current = locked(match)
    if current.status not in rules.VISITING:
        raise CannotBook(
            _("Nothing can be logged while this match is: %(status)s.") % {"status": _status(current)}
        )
    visit = Visit(
        match=current,
        volunteer=current.volunteer,
        channel=current.channel,
        during=DateTimeTZRange(at - timedelta(minutes=minutes), at),
        booked_at=at,
        booked_by=by,
    )
    _save_free(visit)
    return log(visit=visit, happened=True, by=by, at=at, note=note, volunteer_felt=felt)


# What the clock brings -------------------------------------------------------------------------------------------


@transaction.atomic
def escalate(*, visit: Visit, at: datetime) -> bool:
    """Tell the supervisors of a visit that went by without a word; once. False where there was a word meanwhile."""
    current = _held(visit)
    if current.escalated_at is not None or not rules.is_missed(
        status=current.status, ends_at=current.during.upper, at=at
    ):
        return False
    _tell_missed(current, why="", at=at)
    return True


def _tell_missed(visit: Visit, *, why: str, at: datetime) -> None:
    visit.escalated_at = at
    visit.save(update_fields=["escalated_at"])
    context = {**notify.visit_words(visit), "why": why, "arrived": visit.arrived_at is not None}
    notify.tell_supervisors(
        visit.match, "befriending_missed", context, key=f"befriending-missed:{visit.pk}", at=at
    )


@transaction.atomic
def remind(*, visit: Visit, at: datetime) -> bool:
    """Remind both, once – or stop the visit where the volunteer's checks do not count on that day."""
    current = _held(visit)
    if current.status != VisitStatus.BOOKED or not current.match.person.may_be_contacted:
        return False
    lacking = standing.lacks(current.volunteer, current.channel, clock.local(current.during.lower).date())
    if lacking:
        stop(current, lacking, at=at)
        return False
    if current.reminded_at is not None:
        return False
    current.reminded_at = at
    current.save(update_fields=["reminded_at"])
    words, key = notify.visit_words(current), f"befriending-reminder:{current.pk}:{at.isoformat()}"
    link = notify.site(f"/volunteer/visits/{current.pk}/")
    notify.to_person(current.match, "befriending_reminder", words, key=key, at=at)
    notify.to_volunteer(
        current.volunteer, "befriending_reminder_volunteer", {**words, "link": link}, key=key, at=at
    )
    return True


def stop(visit: Visit, lacking: list[str], *, at: datetime) -> Visit:
    """Call a visit off because its volunteer may not go: supervisor, volunteer and person hear, each what they need."""
    words, key = notify.visit_words(visit), f"befriending-stopped:{visit.pk}"
    stopped = cancel(visit=visit, note=_("The volunteer may not go now"), by=None, at=at, stopped=True)
    notify.tell_supervisors(
        stopped.match, "befriending_stopped", {**words, "why": "; ".join(lacking)}, key=key, at=at
    )
    notify.to_volunteer(stopped.volunteer, "befriending_stopped_volunteer", words, key=key, at=at)
    return stopped


# The calendar link -----------------------------------------------------------------------------------------------


@transaction.atomic
def make_calendar_link(*, volunteer: Volunteer, at: datetime) -> str:
    """Give a volunteer a fresh private link; the one before stops working. Returns its secret, which is not kept."""
    revoke_calendar_link(volunteer=volunteer, at=at)
    secret = ids.new_secret()
    CalendarLink.objects.create(volunteer=volunteer, token_hash=ids.hash_secret(secret), made_at=at)
    return secret


@transaction.atomic
def revoke_calendar_link(*, volunteer: Volunteer, at: datetime) -> bool:
    """Stop the link. False where there was none."""
    return bool(
        CalendarLink.objects.filter(volunteer=volunteer, revoked_at__isnull=True).update(revoked_at=at)
    )
