"""The way there, when to remind, who is told next, what a tap means: decided without a database."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.appointments import rules
from alongside.appointments.enums import Mode, RemindWhen, Status

LONDON = ZoneInfo("Europe/London")
TEN = dt.datetime(2026, 11, 5, 10, 0, tzinfo=LONDON)  # a Thursday
DUE = dt.datetime(2026, 11, 5, 14, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("metres", "usual", "mode", "minutes"),
    [
        (0, "", Mode.WALK, 5),
        (600, "car", Mode.WALK, 10),
        (1600, "", Mode.WALK, 30),
        (1601, "", Mode.BUS, 20),
        (5000, "", Mode.BUS, 40),
        (5000, "car", Mode.CAR, 30),
        (5000, "cycle", Mode.CYCLE, 35),
        (5000, "walk", Mode.BUS, 40),
        (600_000, "", Mode.BUS, rules.MOST_TRAVEL),
    ],
)
def test_the_way_is_guessed_from_the_straight_line_and_looks_like_a_guess(metres, usual, mode, minutes):
    assert rules.proposed_mode(metres, usual=usual) == mode
    assert rules.travel_minutes(metres, mode) == minutes


@given(st.floats(0, 100_000), st.floats(0, 100_000), st.sampled_from(list(Mode)))
def test_further_is_never_sooner(one, other, mode):
    near, far = sorted((one, other))
    assert rules.travel_minutes(near, mode) <= rules.travel_minutes(far, mode)


def at(day, hour, minute=0):
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("starts", "when", "times", "now", "wanted"),
    [
        (TEN, "day_before", [], at(1, 12), at(4, 10)),
        (TEN, "two_hours", [], at(1, 12), at(5, 8)),
        # In the part of the day they named: on the day before, else earlier.
        (TEN, "day_before", ["afternoon"], at(1, 12), at(4, 12)),
        (TEN, "two_hours", ["afternoon"], at(1, 12), at(4, 16, 45)),
        (TEN, "two_hours", ["evening"], at(1, 12), at(4, 19, 15)),
        (at(5, 9), "two_hours", [], at(1, 12), at(4, 19, 45)),  # nobody is written to at seven in the morning
        (TEN, "day_before", ["weekend"], at(1, 12), at(1, 19, 15)),
        (TEN, "day_before", ["morning", "weekend"], at(1, 12), at(4, 10)),
        # What they wanted has passed: as soon as they may be written to.
        (TEN, "day_before", [], at(4, 15), at(4, 15)),
        (TEN, "day_before", ["morning"], at(4, 15), at(5, 9)),
        (TEN, "two_hours", [], at(5, 9), at(5, 9)),
        # No moment is left.
        (TEN, "two_hours", [], at(5, 9, 45), None),
        (TEN, "day_before", ["evening"], at(4, 20, 30), None),
        (TEN, "day_before", ["weekend"], at(4, 8), None),
    ],
)
def test_a_reminder_goes_when_they_want_it_and_may_be_written_to(starts, when, times, now, wanted):
    assert rules.remind_at(starts=starts, when=when, times=times, not_before=now) == wanted


PARTS = st.lists(st.sampled_from(["morning", "afternoon", "evening", "weekend"]), unique=True)
MOMENTS = st.integers(0, 60 * 24 * 365).map(lambda n: at(1, 0) + n * MINUTE)


@settings(max_examples=300)
@given(MOMENTS, st.integers(1, 60 * 24 * 40), st.sampled_from(list(RemindWhen)), PARTS)
def test_no_reminder_ever_leaves_outside_their_times_or_too_late(now, minutes, when, times):
    starts = now + minutes * MINUTE
    moment = rules.remind_at(starts=starts, when=when, times=times, not_before=now)
    if moment is not None:
        assert rules.is_safe(moment, times)
        assert now <= moment <= starts - rules.LEAST_NOTICE
        assert dt.time(8) <= moment.time() < dt.time(20)


def watched(**more):
    told = {"due_at": DUE, "grace": 15 * MINUTE, "started_at": DUE - 60 * MINUTE}
    return rules.Watched(**{**told, **more})


@pytest.mark.parametrize(
    ("told", "minutes", "more", "wanted"),
    [
        (None, -6, {}, None),
        (None, -5, {}, 0),
        (None, -5, {"started_at": DUE - 9 * MINUTE}, None),  # nobody who went out for nine minutes is nagged
        (0, -1, {}, None),
        (0, 0, {}, 1),
        (None, 0, {}, 1),
        (1, 14, {}, None),
        (1, 15, {}, 2),
        (1, 1, {"none_can_arrive": True}, 2),
        (2, 29, {"last_at": DUE + 15 * MINUTE}, None),
        (2, 30, {"last_at": DUE + 15 * MINUTE}, 3),
        (12, 900, {"last_at": DUE}, None),
        (1, 30, {"seen_to_at": DUE + MINUTE}, None),
        (2, 60, {"seen_to_at": DUE + MINUTE, "last_at": DUE + 15 * MINUTE}, None),
        (2, 61, {"seen_to_at": DUE + MINUTE, "last_at": DUE + 15 * MINUTE}, 3),
        (None, 0, {"seen_to_at": DUE - MINUTE}, 1),
    ],
)
def test_who_is_told_next(told, minutes, more, wanted):
    assert rules.next_round(watched(told=told, **more), DUE + minutes * MINUTE) == wanted


def milliseconds(moment):
    return int(moment.timestamp() * 1000)


@pytest.mark.parametrize(
    ("claimed", "wanted"),
    [
        (milliseconds(DUE), DUE),
        (milliseconds(DUE + 30 * MINUTE + MINUTE), DUE + 30 * MINUTE),  # a clock a little fast
        (milliseconds(DUE + 40 * MINUTE), None),
        (milliseconds(DUE - 61 * MINUTE), DUE - 60 * MINUTE),
        (milliseconds(DUE - 600 * MINUTE), None),
        (0, None),
        (10**15 - 1, None),
        (10**40, None),
        (None, None),
    ],
)
def test_the_phone_is_believed_where_it_can_be_right(claimed, wanted):
    assert rules.tapped_at(claimed, not_before=DUE - 60 * MINUTE, at=DUE + 30 * MINUTE) == wanted


def test_a_tap_from_before_the_watch_was_taken_up_again_is_old_news():
    assert rules.is_stale(DUE, resumed_at=DUE + MINUTE)
    assert not rules.is_stale(DUE + 2 * MINUTE, resumed_at=DUE + MINUTE)
    assert not rules.is_stale(None, resumed_at=DUE)
    assert not rules.is_stale(DUE, resumed_at=None)


def test_longer_is_from_the_expected_end_or_from_now():
    assert rules.extended(DUE, 15, at=DUE - MINUTE) == DUE + 15 * MINUTE
    assert rules.extended(DUE, 15, at=DUE + 5 * MINUTE) == DUE + 20 * MINUTE


@pytest.mark.parametrize(
    ("given_name", "family", "wanted"), [("Ayten", "Aydin", "A. A."), ("çelik", "", "Ç."), (" ", "", "")]
)
def test_initials(given_name, family, wanted):
    assert rules.initials(given_name, family) == wanted


@pytest.mark.parametrize(("postcode", "wanted"), [("E8 1EA", "E8"), ("n16 0aa", "N16"), ("E8", ""), ("", "")])
def test_the_district_is_all_that_is_shown_of_a_postcode(postcode, wanted):
    assert rules.district(postcode) == wanted


def test_what_is_over_can_only_be_booked_again():
    for status in Status:
        if status != Status.BOOKED:
            assert rules.TRANSITIONS[status] == {Status.BOOKED}
