"""Appointments in the demo place: today's and tomorrow's, one that wants its outcome, and how an alarm ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from alongside.appointments import queries
from alongside.appointments.actions import appointments, check_ins, going_out
from alongside.appointments.actions.appointments import Told
from alongside.appointments.enums import Found, Mode, Place, RemindBy, RemindWhen, Via
from alongside.casework.enums import CaseStatus
from alongside.casework.models import Case
from alongside.core import clock, tenancy
from alongside.core.working_days import add_working_days, on_or_after
from alongside.demo.partners import team_of
from alongside.partnerships.models import Member, Partnership

#: Days from the next working day, at what o'clock, for how long, where.
BOOKED = (
    (0, dt.time(10, 0), 60, Place.HOME, "", "Step-free. Ring twice: she is slow to the door."),
    (0, dt.time(14, 30), 30, Place.PHONE, "", ""),
    (1, dt.time(11, 0), 60, Place.ELSEWHERE, "Dalston library, by the desk", "First time at the lunch club."),
    (3, dt.time(15, 0), 45, Place.VIDEO, "We send the link", ""),
)
LONG_AGO = dt.timedelta(days=4)


def begins(partnership: Partnership, now: dt.datetime) -> None:
    """What Nadia and Ayşe have booked, and two times that somebody went out alone."""
    with tenancy.within(partnership.pk, actor="system:demo", reason="the demo place"):
        members = team_of(partnership).members
        going_out.arrange(
            grace_minutes=15, deputy=members["helen"], by=members["sam"], at=now - 50 * LONG_AGO
        )
    for who, buddy, phone in (("nadia", "ayse", "020 7946 0181"), ("ayse", "nadia", "020 7946 0182")):
        with _as(partnership, members[who]):
            going_out.tell(
                member=members[who],
                buddy=members[buddy],
                phone=phone,
                start_postcode="E8 1EA",
                travel_mode=Mode.CYCLE if who == "ayse" else "",
                at=now - 40 * LONG_AGO,
            )
            _book(members[who], now)
    _goes_out(partnership, members["nadia"], members["ayse"], now)


def _book(member: Member, now: dt.datetime) -> None:
    cases = list(
        Case.objects.filter(
            status=CaseStatus.OPEN,
            connector=member,
            opened_at__lt=now - LONG_AGO,
            person__do_not_contact=False,
            person__deceased_on__isnull=True,
        )
        .select_related("person")
        .order_by("-opened_at", "id")[: len(BOOKED)]
    )
    first = on_or_after(clock.local(now).date())
    for case, (days, time, minutes, place, where, note) in zip(cases, BOOKED, strict=False):
        starts = dt.datetime.combine(add_working_days(first, days), time, tzinfo=clock.LONDON)
        person = case.person
        by_text = place == Place.HOME and person.may_leave_message and not person.contact_times
        appointments.book(
            case=case,
            told=Told(
                member=member,
                starts=starts.astimezone(dt.UTC),
                minutes=minutes,
                place=place,
                where=where,
                postcode="E8 3NR" if place == Place.ELSEWHERE else "",
                note=note,
                remind_by=RemindBy.TEXT if by_text else "",
                remind_when=RemindWhen.DAY_BEFORE if by_text else "",
            ),
            by=member,
            at=now - LONG_AGO,
        )


def _goes_out(partnership: Partnership, member: Member, buddy: Member, now: dt.datetime) -> None:
    """Eight days ago all was well; within the last day she forgot to say so, and her buddy saw to it."""
    for hours, forgot in ((8 * 24, False), (20, True)):
        went = now - dt.timedelta(hours=hours)
        until = went + dt.timedelta(hours=1)
        with _as(partnership, member):
            out = check_ins.start(
                where="Flat 4, Trelawney House, E8 3NR",
                until=until,
                buddy=buddy,
                phone=queries.phones_of({member.pk})[member.pk],
                by=member,
                at=went,
            )
            if not forgot:
                check_ins.safe(check_in=out, via=Via.LINK, by=member, at=until - dt.timedelta(minutes=8))
        if forgot:
            with _as(partnership, buddy):
                check_ins.raise_due(check_in_id=out.pk, at=until)
                check_ins.see_to_it(check_in=out, by=buddy, at=until + dt.timedelta(minutes=3))
                check_ins.close(
                    check_in=out,
                    found=Found.SAFE_FORGOT,
                    said="Rang her. She was on the bus back.",
                    by=buddy,
                    at=until + dt.timedelta(minutes=5),
                )


@contextmanager
def _as(partnership: Partnership, member: Member) -> Iterator[None]:
    with tenancy.within(partnership.pk, actor=f"member:{member.pk}", reason="the demo place"):
        yield
