"""Appointments and check-ins in their entry states; later states come from the actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from alongside.appointments.actions import appointments, check_ins, going_out
from alongside.appointments.actions.appointments import Told
from alongside.appointments.enums import Place
from alongside.appointments.models import Appointment, Arrangement, CheckIn
from alongside.casework.models import Case
from alongside.partnerships.models import Member
from tests.factories.casework import AT

STARTS = AT + dt.timedelta(days=2, hours=4)  # Thursday 5 November 2026, 2pm
HOUR = dt.timedelta(hours=1)


def told(member: Member, **more: Any) -> Told:
    """An hour at her home, on Thursday at 2pm, without a reminder."""
    words = {"starts": STARTS, "minutes": 60, "place": Place.HOME, **more}
    return Told(member=member, **words)


def an_appointment(
    case: Case, by: Member, *, at: dt.datetime = AT, member: Member | None = None, **more: Any
) -> Appointment:
    """Booked by who goes."""
    follow_up = more.pop("follow_up", None)
    return appointments.book(case=case, told=told(member or by, **more), by=by, at=at, follow_up=follow_up)


def a_check_in(
    by: Member, buddy: Member, *, at: dt.datetime = AT, length: dt.timedelta = HOUR, **more: Any
) -> CheckIn:
    """Out for an hour, watched by a colleague."""
    words = {"where": "Flat 31, Lamb House, E8 3NR", "phone": "07700 900111", **more}
    return check_ins.start(by=by, buddy=buddy, until=at + length, at=at, **words)


def an_arrangement(by: Member, *, deputy: Member | None = None, grace_minutes: int = 15) -> Arrangement:
    """What a steward arranged."""
    return going_out.arrange(grace_minutes=grace_minutes, deputy=deputy, by=by, at=AT)
