"""When somebody may be reached: the times they named, on the clock on the wall, through a change of the clocks."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from alongside.people import rules

LONDON = ZoneInfo("Europe/London")


def at(day, hour, minute=0):
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=LONDON)  # 3 November 2026 is a Tuesday


@pytest.mark.parametrize(
    ("times", "moment", "safe"),
    [
        (["morning"], at(3, 8, 59), False),
        (["morning"], at(3, 9), True),
        (["morning"], at(3, 11, 59), True),
        (["morning"], at(3, 12), False),
        (["afternoon", "morning"], at(3, 12), True),
        (["evening"], at(3, 19, 29), True),
        (["evening"], at(3, 19, 30), False),
        (["weekend"], at(3, 10), False),
        (["weekend"], at(7, 10), True),
        (["weekend", "morning"], at(8, 15), True),
        (["weekend", "morning"], at(3, 10), True),
        ([], at(3, 7, 59), False),
        ([], at(3, 8), True),
        ([], at(3, 20), False),
        (["whenever"], at(3, 21), False),
    ],
)
def test_it_is_safe_in_the_times_they_named_and_in_no_others(times, moment, safe):
    assert rules.is_safe_time(times, moment) is safe


@pytest.mark.parametrize(
    ("times", "moment", "then"),
    [
        (["morning"], at(3, 10), at(3, 10)),
        (["morning"], at(3, 7), at(3, 9)),
        (["morning"], at(3, 13), at(4, 9)),
        (["morning", "evening"], at(3, 13), at(3, 17)),
        (["weekend"], at(3, 10), at(7, 9)),
        (["weekend"], at(8, 20), at(14, 9)),
        ([], at(3, 22), at(4, 8)),
    ],
)
def test_the_next_of_their_times(times, moment, then):
    assert rules.next_safe_moment(times, moment) == then


def test_nine_in_the_morning_stays_nine_when_the_clocks_go_back():
    saturday = dt.datetime(2026, 10, 24, 20, 0, tzinfo=LONDON)
    then = rules.next_safe_moment(["morning"], saturday)
    assert (then.hour, then.utcoffset()) == (9, dt.timedelta(0))
