"""Named reads of appointments: what a member has, what a case has, what clashes, how far it is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q, QuerySet

from alongside.appointments import access, rules
from alongside.appointments.enums import Mode, Place, ReminderStatus, Status
from alongside.appointments.models import Appointment, Arrangement, CalendarFeed, GoingOut, Reminder
from alongside.casework import queries as casework
from alongside.casework.enums import CaseStatus
from alongside.core import clock, ids
from alongside.core.statements import statement
from alongside.places import geo
from alongside.places.queries import look_up

if TYPE_CHECKING:
    from alongside.casework.models import Absence, Case, FollowUp
    from alongside.partnerships.models import Member
    from alongside.partnerships.viewer import Viewer

SHOWN = 50
UNTOLD_FOR = dt.timedelta(days=60)
"""How long an appointment that nobody said the outcome of stays on the worklist."""


def _listed(found: QuerySet[Appointment]) -> QuerySet[Appointment]:
    return found.select_related("case__person", "member").order_by("during", "id")


def day_span(day: dt.date, *, days: int = 1) -> DateTimeTZRange:
    """The moments of a day of the wall calendar, or of several."""
    first = dt.datetime.combine(day, dt.time(), tzinfo=clock.LONDON)
    last = dt.datetime.combine(day + dt.timedelta(days=days), dt.time(), tzinfo=clock.LONDON)
    return DateTimeTZRange(first.astimezone(dt.UTC), last.astimezone(dt.UTC))


def booked_of(viewer: Viewer, covered: Sequence[Absence] = ()) -> QuerySet[Appointment]:
    """What a member has booked, on open cases, in order; and what the colleagues they cover have booked for the days
    they are away. Who covers writes down how those went, too; what came before is not theirs to know."""
    whose = Q(member=viewer.member_id)
    for absence in covered:
        theirs = Q(member=absence.member_id, during__startswith__gte=day_span(absence.starts_on).lower)
        if absence.ends_on is not None:
            theirs &= Q(during__startswith__lt=day_span(absence.ends_on).upper)
        whose |= theirs
    return _listed(
        access.visible_to(viewer).filter(whose, status=Status.BOOKED, case__status=CaseStatus.OPEN)
    )


def today_of(viewer: Viewer, today: dt.date, covered: Sequence[Absence] = ()) -> list[Appointment]:
    """The booked appointments of a member, and of whom they cover, that begin today."""
    span = day_span(today)
    return _booked_between(viewer, covered, span.lower, span.upper)


def _booked_between(
    viewer: Viewer, covered: Sequence[Absence], first: dt.datetime, end: dt.datetime
) -> list[Appointment]:
    if not covered:
        return _own_between(viewer, first, end)
    found = booked_of(viewer, covered).filter(during__startswith__gte=first, during__startswith__lt=end)
    return list(found[:SHOWN])


@statement
def _own_between(viewer: Viewer, first: dt.datetime, end: dt.datetime) -> QuerySet[Appointment]:
    found = booked_of(viewer).filter(during__startswith__gte=first, during__startswith__lt=end)
    return found[:SHOWN]


def untold_of(viewer: Viewer, today: dt.date, covered: Sequence[Absence] = ()) -> list[Appointment]:
    """Their appointments of earlier days whose outcome nobody told, the longest ago first."""
    start = day_span(today).lower
    return _booked_between(viewer, covered, start - UNTOLD_FOR, start)


def coming_of(
    viewer: Viewer, today: dt.date, covered: Sequence[Absence] = (), *, days: int = 28
) -> list[Appointment]:
    """Their booked appointments after today, for four weeks."""
    span = day_span(today + dt.timedelta(days=1), days=days)
    found = booked_of(viewer, covered).filter(
        during__startswith__gte=span.lower, during__startswith__lt=span.upper
    )
    return list(found[:SHOWN])


def of_member_around(member: Member, day: dt.date) -> list[Appointment]:
    """What takes a member's time on a day."""
    found = Appointment.objects.filter(
        member=member, status__in=sorted(rules.TAKES_TIME), during__overlap=day_span(day)
    )
    return list(_listed(found)[:SHOWN])


def clashing(
    member: Member, during: DateTimeTZRange, *, besides: Appointment | None = None
) -> Appointment | None:
    """The appointment of a member that overlaps a time, or None."""
    found = Appointment.objects.filter(
        member=member, status__in=sorted(rules.TAKES_TIME), during__overlap=during
    )
    if besides is not None:
        found = found.exclude(pk=besides.pk)
    return _listed(found).first()


@dataclass(frozen=True)
class OfCase:
    """What the page of a case shows: what is booked, and what was."""

    booked: list[Appointment]
    past: list[Appointment]


def of_case(case: Case, *, past: int = 5) -> OfCase:
    """Appointments of a case: booked in order, and the last that are over."""
    every = _of_case(case.pk, SHOWN + past)
    return OfCase(
        booked=[one for one in reversed(every) if one.is_booked],
        past=[one for one in every if not one.is_booked][:past],
    )


def still_due(
    viewer: Viewer, today: dt.date, owners: Sequence[UUID], *, late: bool, limit: int
) -> list[FollowUp]:
    """What is overdue, or due today, with what its row on the worklist needs; what a booked appointment stands for is
    left out."""
    return _still_due(viewer, today, tuple(owners), late=late, limit=limit)


@statement
def _still_due(
    viewer: Viewer, today: dt.date, owners: tuple[UUID, ...], *, late: bool, limit: int
) -> QuerySet[FollowUp]:
    return due_without_booked(viewer, today, owners, late=late)[:limit]


def due_without_booked(
    viewer: Viewer, today: dt.date, owners: Sequence[UUID], *, late: bool
) -> QuerySet[FollowUp]:
    """The same, all of it, for counting."""
    found = casework.due(viewer, today, owners).exclude(pk__in=stood_for())
    return found.filter(due_on__lt=today) if late else found.filter(due_on=today)


@statement
def _of_case(case_id: UUID, limit: int) -> QuerySet[Appointment]:
    return _listed(Appointment.objects.filter(case=case_id)).reverse()[:limit]


def stood_for() -> QuerySet[Appointment, UUID | None]:
    """The follow-ups that booked appointments stand for, for leaving them out of a list that shows those."""
    found = Appointment.objects.filter(status=Status.BOOKED, follow_up__isnull=False).order_by()
    return found.values_list("follow_up", flat=True)


def follow_ups_stood_for(follow_up_ids: list[UUID]) -> set[UUID]:
    """Of these follow-ups, those that a booked appointment stands for: the appointment is shown in their place."""
    return set(_stood_for(tuple(follow_up_ids))) if follow_up_ids else set()


@statement
def _stood_for(follow_up_ids: tuple[UUID, ...]) -> QuerySet[Appointment, UUID | None]:
    found = Appointment.objects.filter(status=Status.BOOKED, follow_up__in=follow_up_ids).order_by()
    return found.values_list("follow_up_id", flat=True)


def reminders_of(appointment: Appointment) -> list[Reminder]:
    """Its reminders, the oldest first."""
    return list(appointment.reminders.select_related("message").order_by("made_at", "id"))


def reminders_due(at: dt.datetime) -> QuerySet[Reminder]:
    """Reminders whose time has come."""
    return Reminder.objects.filter(status=ReminderStatus.WAITING, due_at__lte=at).order_by("due_at", "id")


# Going out -------------------------------------------------------------------------------------------------------


def going_out_of(member_id: UUID) -> GoingOut | None:
    """What a member told for going out."""
    return GoingOut.objects.filter(member=member_id).select_related("buddy").first()


def phones_of(members: set[UUID]) -> dict[UUID, str]:
    """The mobile numbers members told, by member."""
    found = GoingOut.objects.filter(member__in=members).exclude(phone="").order_by()
    return dict(found.values_list("member_id", "phone"))


def arrangement() -> Arrangement | None:
    """What the partnership arranged, or None while nobody did."""
    return Arrangement.objects.select_related("deputy__user", "deputy__organisation").first()


def grace_minutes() -> int:
    """How long an alert waits before the next round."""
    found = arrangement()
    return found.grace_minutes if found else rules.GRACE_MINUTES


def has_feed(member_id: UUID) -> bool:
    """Whether a member has a calendar link that works."""
    return CalendarFeed.objects.filter(member=member_id, revoked_at__isnull=True).exists()


def feed_by_secret(secret: str) -> CalendarFeed | None:
    """The calendar link of this secret, while it is not revoked and its member is one of us and carries cases."""
    feed = (
        CalendarFeed.objects.filter(token_hash=ids.hash_secret(secret), revoked_at__isnull=True)
        .select_related("member__user")
        .first()
    )
    if feed is None or not feed.member.is_present or not feed.member.user.is_active:
        return None
    return feed if feed.member.role in access.CARRIES_CASES else None


def cases_booked_with(member_id: UUID, first: dt.date, last: dt.date) -> set[UUID]:
    """The cases a member has an appointment booked on, of these days."""
    found = Appointment.objects.filter(
        member=member_id,
        status=Status.BOOKED,
        during__startswith__gte=day_span(first).lower,
        during__startswith__lt=day_span(last).upper,
    ).order_by()
    return set(found.values_list("case", flat=True))


def ahead_with(member_id: UUID, case: Case, *, at: dt.datetime) -> list[Appointment]:
    """What a member has booked with a case and lies ahead, in order."""
    return list(_listed(_ahead(member_id, at).filter(case=case))[:SHOWN])


def would_go_along(
    giver_id: UUID, takers: Mapping[UUID, UUID | None], *, at: dt.datetime
) -> dict[UUID, GoesAlong]:
    """For each case of `takers` {key of the case: who would take it, None for nobody}: what the giver has booked ahead,
    and whether the taker is free for it by now. Cases with nothing booked are left out. Two statements, however many
    there are."""
    elsewhere = Appointment.objects.filter(
        member__in={taker for taker in takers.values() if taker},
        status__in=sorted(rules.TAKES_TIME),
        during__endswith__gt=at,
    ).values_list("member", "during")
    taken: dict[UUID, list[DateTimeTZRange]] = defaultdict(list)
    for member, during in elsewhere:
        taken[member].append(during)
    found: dict[UUID, GoesAlong] = defaultdict(GoesAlong)
    for one in _ahead(giver_id, at).filter(case__in=takers).order_by("during", "id"):
        taker = takers[one.case_id]
        times = taken[taker] if taker else []
        if taker is None or any(
            one.during.lower < other.upper and other.lower < one.during.upper for other in times
        ):
            found[one.case_id].stays.append(one)
        else:
            found[one.case_id].goes.append(one)
            times.append(one.during)
    return dict(found)


@dataclass
class GoesAlong:
    """Of one case that changes hands: what the next connector is free for, and what stays with who booked it."""

    goes: list[Appointment] = field(default_factory=list)
    stays: list[Appointment] = field(default_factory=list)


def _ahead(member_id: UUID, at: dt.datetime) -> QuerySet[Appointment]:
    return Appointment.objects.filter(member=member_id, status=Status.BOOKED, during__startswith__gt=at)


def for_calendar(member: Member, *, at: dt.datetime) -> list[Appointment]:
    """What stands in a member's calendar: a month back, a year ahead, of cases their organisation still has open."""
    found = Appointment.objects.filter(
        member=member,
        status__in=sorted(rules.TAKES_TIME),
        case__organisation=member.organisation_id,
        during__overlap=DateTimeTZRange(at - dt.timedelta(days=31), at + rules.FURTHEST_AHEAD),
    )
    return list(_listed(found)[:500])


# The way there ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """An estimate of the way to an appointment: from where, how far as the crow flies (metres), how and how long."""

    origin: str
    metres: float
    mode: Mode
    minutes: int


def _point_of(postcode: str) -> geo.Point | None:
    found = look_up(postcode) if postcode else None
    return found.point if found is not None else None


def destination(place: str, case: Case, postcode: str) -> geo.Point | None:
    """Where an appointment is, or None where nobody goes anywhere or the place is not known."""
    person = case.person
    if place == Place.HOME and person.easting is not None and person.northing is not None:
        return geo.Point(person.easting, person.northing)
    return _point_of(postcode) if place == Place.ELSEWHERE else None


def place_before(
    member: Member, starts: dt.datetime, *, besides: Appointment | None = None
) -> Appointment | None:
    """The last appointment of that day, before a moment, to which the member goes in person."""
    found = Appointment.objects.filter(
        member=member,
        status__in=sorted(rules.TAKES_TIME),
        place__in=sorted(rules.ON_THE_WAY),
        during__contained_by=DateTimeTZRange(day_span(clock.local(starts).date()).lower, starts),
    )
    if besides is not None:
        found = found.exclude(pk=besides.pk)
    return found.select_related("case__person").order_by("-during", "-id").first()


def way_to(
    *,
    member: Member,
    case: Case,
    place: str,
    postcode: str,
    starts: dt.datetime,
    mode: str = "",
    besides: Appointment | None = None,
) -> Way | None:
    """An estimate from the place before that day, else from where the member sets out; None where either is unknown."""
    there = destination(place, case, postcode)
    if there is None:
        return None
    told = going_out_of(member.pk)
    before = place_before(member, starts, besides=besides)
    here, origin = None, ""
    if before is not None:
        here = destination(before.place, before.case, before.postcode)
        origin = rules.district(
            before.case.person.postcode if before.place == Place.HOME else before.postcode
        )
    if here is None and told is not None and told.start_postcode:
        here, origin = _point_of(told.start_postcode), rules.district(told.start_postcode)
    if here is None:
        return None
    metres = geo.distance_m(here, there)
    by = Mode(mode) if mode else rules.proposed_mode(metres, usual=told.travel_mode if told else "")
    return Way(origin=origin, metres=metres, mode=by, minutes=rules.travel_minutes(metres, by))


def too_tight(appointment: Appointment) -> tuple[Appointment, int] | None:
    """The appointment before it that leaves less time than the way takes, and how many minutes; None where it fits."""
    if not appointment.travel_minutes:
        return None
    starts = appointment.during.lower
    before = (
        Appointment.objects.filter(
            member=appointment.member_id,
            status__in=sorted(rules.TAKES_TIME),
            during__endswith__lte=starts,
            during__endswith__gt=starts - dt.timedelta(minutes=appointment.travel_minutes),
        )
        .exclude(pk=appointment.pk)
        .select_related("case__person")
        .order_by("-during", "-id")
        .first()
    )
    if before is None:
        return None
    return before, int((starts - before.during.upper).total_seconds() // 60)
