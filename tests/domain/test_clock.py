"""The nights the clocks change, and every other: a day is a day in London, and a time of day stays what it is."""

from __future__ import annotations

import datetime as dt

import pytest

from alongside.casework import rules
from alongside.casework.enums import Result
from alongside.core import clock
from alongside.core.working_days import on_or_after

UTC = dt.UTC


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (dt.datetime(2026, 10, 24, 22, 59, tzinfo=UTC), dt.date(2026, 10, 24)),
        (dt.datetime(2026, 10, 24, 23, 0, tzinfo=UTC), dt.date(2026, 10, 25)),  # still summer time
        (dt.datetime(2026, 10, 25, 23, 59, tzinfo=UTC), dt.date(2026, 10, 25)),  # a day of 25 hours
        (dt.datetime(2026, 10, 26, 0, 0, tzinfo=UTC), dt.date(2026, 10, 26)),
        (dt.datetime(2027, 3, 27, 23, 59, tzinfo=UTC), dt.date(2027, 3, 27)),
        (dt.datetime(2027, 3, 28, 22, 59, tzinfo=UTC), dt.date(2027, 3, 28)),  # a day of 23 hours
        (dt.datetime(2027, 3, 28, 23, 0, tzinfo=UTC), dt.date(2027, 3, 29)),
    ],
)
def test_today_is_the_day_in_london_on_the_nights_the_clocks_change(moment, day, time_machine):
    time_machine.move_to(moment, tick=False)
    assert clock.today() == clock.local(clock.now()).date() == day


@pytest.mark.parametrize(
    ("tried", "due"),
    [
        (
            dt.datetime(2026, 10, 23, 10, 0, tzinfo=UTC),
            dt.date(2026, 10, 26),
        ),  # over the night of the extra hour
        (dt.datetime(2026, 10, 24, 23, 30, tzinfo=UTC), dt.date(2026, 10, 26)),
        (dt.datetime(2026, 10, 25, 1, 30, tzinfo=UTC), dt.date(2026, 10, 26)),  # the second half past one
        (
            dt.datetime(2026, 3, 27, 10, 0, tzinfo=UTC),
            dt.date(2026, 3, 30),
        ),  # over the night of the lost hour
        (dt.datetime(2026, 3, 29, 1, 30, tzinfo=UTC), dt.date(2026, 3, 30)),
    ],
)
def test_a_call_is_proposed_for_the_next_working_day_at_a_time_of_the_day(tried, due):
    proposed = rules.propose_follow_up(
        result=Result.NO_ANSWER, tried_at=clock.local(tried), unanswered_before=0, holidays=frozenset()
    )
    assert proposed.due_on == due
    assert proposed.due_time in {rules.MORNING, rules.AFTERNOON}


def test_three_months_and_a_link_are_counted_in_days_whatever_the_clock_does():
    before = dt.datetime(2026, 10, 1, 9, 0, tzinfo=clock.LONDON)
    after = before + rules.THREE_MONTHS
    assert after.time() == before.time()
    assert (after.date() - before.date()).days == 91
    assert on_or_after(dt.date(2026, 10, 25)) == dt.date(2026, 10, 26)
