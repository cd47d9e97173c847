"""Pure decisions about appointments and check-ins: the way there, when to remind, who is told next, what a tap means.

Nothing here reads the clock or the database. A moment is aware; where the wall clock matters it is in the place's time.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from alongside.appointments.enums import Kind, Mode, Place, RemindWhen, Status
from alongside.people import rules as people

TRANSITIONS: Mapping[Status, frozenset[Status]] = {
    Status.BOOKED: frozenset({Status.CANCELLED, Status.HAPPENED, Status.NOT_IN, Status.DID_NOT_HAPPEN}),
    Status.CANCELLED: frozenset({Status.BOOKED}),
    Status.HAPPENED: frozenset({Status.BOOKED}),
    Status.NOT_IN: frozenset({Status.BOOKED}),
    Status.DID_NOT_HAPPEN: frozenset({Status.BOOKED}),
}
#: While an appointment stands so, whoever goes cannot be elsewhere.
TAKES_TIME = frozenset({Status.BOOKED, Status.HAPPENED, Status.NOT_IN})
OUTCOMES = (Status.HAPPENED, Status.NOT_IN, Status.DID_NOT_HAPPEN)
#: Somebody goes there.
ON_THE_WAY = frozenset({Place.HOME, Place.ELSEWHERE})

SHORTEST, LONGEST = dt.timedelta(minutes=10), dt.timedelta(hours=10)
FURTHEST_AHEAD = dt.timedelta(days=366)
MOST_TRAVEL = 240  # minutes


# The way there ---------------------------------------------------------------------------------------------------

#: Streets against the crow: as in `places.geo`.
DETOUR = 1.3
#: Metres a minute on the ground, and minutes besides (to the stop and waiting; parking). Walking as Transport for
#: London plans with it (4.8 km/h); cycling 12 km/h; a London bus 15 km/h (TfL, daytime); a car in town 18 km/h.
SPEED: Mapping[Mode, tuple[float, int]] = {
    Mode.WALK: (80.0, 0),
    Mode.CYCLE: (200.0, 2),
    Mode.BUS: (250.0, 10),
    Mode.CAR: (300.0, 5),
}
WALKABLE_METRES = 1600  # as the crow flies; about 26 minutes on foot


def proposed_mode(metres: float, *, usual: str = "") -> Mode:
    """On foot where it is near, else as the member usually goes, else by bus."""
    if metres <= WALKABLE_METRES:
        return Mode.WALK
    return Mode(usual) if usual and usual != Mode.WALK else Mode.BUS


def travel_minutes(metres: float, mode: Mode) -> int:
    """Whole minutes for a straight-line distance, rounded up to five: an estimate should not look exact."""
    pace, besides = SPEED[mode]
    minutes = metres * DETOUR / pace + besides
    return min(MOST_TRAVEL, max(5, 5 * math.ceil(minutes / 5)))


# Reminders -------------------------------------------------------------------------------------------------------

DAY_BEFORE_AT = dt.time(10, 0)
ONE_DAY = dt.timedelta(days=1)
TWO_HOURS = dt.timedelta(hours=2)
SPARE = dt.timedelta(minutes=15)  # nothing leaves on the last minute of the time somebody named
LEAST_NOTICE = dt.timedelta(minutes=30)
LETTER_NEEDS = 3  # working days, second class with a day to spare


def windows(day: dt.date, times: Collection[str]) -> list[tuple[dt.time, dt.time]]:
    """The parts of a day in which a person who named `times` may be written to; none on a day they did not name."""
    return [
        (dt.time(*divmod(start, 60)), dt.time(*divmod(end, 60)))
        for start, end in people.safe_windows(times, day.weekday())
    ]


def is_safe(moment: dt.datetime, times: Collection[str]) -> bool:
    """Whether a local moment lies in a part of a day in which a person may be written to."""
    return any(start <= moment.time() < end for start, end in windows(moment.date(), times))


def remind_at(
    *, starts: dt.datetime, when: str, times: Collection[str], not_before: dt.datetime
) -> dt.datetime | None:
    """When to remind: as they want it or earlier, where they may be written to; later only where that has passed.

    All moments are local and aware. None where no moment they may be written to is left before the appointment.
    """
    if when == RemindWhen.TWO_HOURS:
        wanted = starts - TWO_HOURS
    else:
        wanted = dt.datetime.combine(starts.date() - ONE_DAY, DAY_BEFORE_AT, tzinfo=starts.tzinfo)
        that_day = windows(wanted.date(), times)
        if that_day and not is_safe(wanted, times):
            wanted = dt.datetime.combine(wanted.date(), that_day[0][0], tzinfo=starts.tzinfo)
    spans = _spans(wanted.date() - 14 * ONE_DAY, starts, times)
    before = [min(wanted, end - SPARE) for start, end in spans if start <= wanted]
    if before and max(before) >= not_before:
        return max(before)
    after = [max(start, wanted, not_before) for start, end in spans if max(wanted, not_before) < end]
    return next((moment for moment in after if moment <= starts - LEAST_NOTICE), None)


def _spans(
    first: dt.date, until: dt.datetime, times: Collection[str]
) -> list[tuple[dt.datetime, dt.datetime]]:
    """The spans of time in which a person may be written to, from a day on, in order."""
    days = (first + n * ONE_DAY for n in range((until.date() - first).days + 1))
    return [
        (
            dt.datetime.combine(day, start, tzinfo=until.tzinfo),
            dt.datetime.combine(day, end, tzinfo=until.tzinfo),
        )
        for day in days
        for start, end in windows(day, times)
    ]


# Check-ins -------------------------------------------------------------------------------------------------------

GRACE_MINUTES = 15  # unless the partnership chose otherwise
LEAST_GRACE, MOST_GRACE = 5, 120
NUDGE_BEFORE = dt.timedelta(minutes=5)
EXTENSIONS = (15, 30)  # minutes
LONGEST_OUT = dt.timedelta(hours=12)
MOST_ROUNDS = 12  # after that a message more would change nothing; the page and the banner stay
SEEN_TO_WITHIN = dt.timedelta(minutes=60)
CLOCK_MAY_DIFFER = dt.timedelta(minutes=2)
SAYS_UNTIL_WHEN = frozenset({Kind.STARTED, Kind.EXTENDED, Kind.RESUMED, Kind.HELP})
"""Lines that say until when the watch runs from then on."""
REMIND_SELF, TELL_BUDDY, TELL_DEPUTY = 0, 1, 2  # rounds; every later one tells all


@dataclass(frozen=True)
class Watched:
    """What the rules need of a check-in that is open: all moments aware.

    `told` is the highest round of alerts about this expected end, None before the first; `none_can_arrive` whether no
    message of the buddy's round can still leave by itself; `seen_to_at` when a colleague said that they see to it.
    """

    due_at: dt.datetime
    grace: dt.timedelta
    started_at: dt.datetime
    told: int | None = None
    last_at: dt.datetime | None = None
    none_can_arrive: bool = False
    seen_to_at: dt.datetime | None = None


def next_round(watched: Watched, at: dt.datetime) -> int | None:
    """Which round of alerts is due at a moment; None when it is not time.

    Round 0 reminds whoever is out, five minutes before; 1 tells the buddy when the time is over; 2 the deputy and the
    team leads after the grace, or at once where nothing to the buddy can arrive; later ones tell all, a grace apart.
    Whoever sees to it stops this for an hour: a colleague who is called away must not end the watch.
    """
    told = watched.told
    if told is None:
        if at < watched.due_at - NUDGE_BEFORE:
            return None
        if at < watched.due_at:
            # Nobody who went out for five minutes is reminded as they leave.
            return REMIND_SELF if watched.due_at - watched.started_at >= 2 * NUDGE_BEFORE else None
        return TELL_BUDDY
    if watched.seen_to_at is not None and at - watched.seen_to_at < SEEN_TO_WITHIN:
        return None
    if told < TELL_BUDDY:
        return TELL_BUDDY if at >= watched.due_at else None
    if told >= MOST_ROUNDS:
        return None
    if told == TELL_BUDDY:
        waits = watched.due_at + watched.grace
        return TELL_DEPUTY if watched.none_can_arrive or at >= waits else None
    last = watched.last_at or watched.due_at
    return told + 1 if at - last >= watched.grace else None


def tapped_at(claimed_ms: int | None, *, not_before: dt.datetime, at: dt.datetime) -> dt.datetime | None:
    """When a phone says that it was tapped (milliseconds since 1970), where that can be: after `not_before`, not ahead.

    A phone's clock that is wrong is not believed: then only when the tap reached us is known.
    """
    if claimed_ms is None:
        return None
    try:
        claimed = dt.datetime.fromtimestamp(claimed_ms / 1000, tz=dt.UTC)
    except (OverflowError, OSError, ValueError):
        return None
    if claimed > at + CLOCK_MAY_DIFFER or claimed < not_before - CLOCK_MAY_DIFFER:
        return None
    return min(max(claimed, not_before), at)


def is_stale(tapped: dt.datetime | None, *, resumed_at: dt.datetime | None) -> bool:
    """Whether a tap that arrives was made before the watch was taken up again: then it says nothing about now."""
    return tapped is not None and resumed_at is not None and tapped < resumed_at


def extended(due_at: dt.datetime, minutes: int, *, at: dt.datetime) -> dt.datetime:
    """The new expected end: later than before, or than now where it is over already."""
    return max(due_at, at) + dt.timedelta(minutes=minutes)


def initials(given: str, family: str) -> str:
    """ "A. A.": who it is, for somebody who knows."""
    return " ".join(f"{part.strip()[0].upper()}." for part in (given, family) if part.strip())


def district(postcode: str) -> str:
    """The district of a postcode, "E8" of "E8 1EA"; "" where it is none."""
    first, _space, last = postcode.strip().upper().partition(" ")
    return first if last else ""
