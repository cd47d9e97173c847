"""Days, times, distances and numbers as people say them."""

import datetime as dt

import pytest

from alongside.core.numbers import in_words
from alongside.web.components import words

TODAY = dt.date(2026, 11, 22)


def test_a_day_has_its_weekday_and_no_year_within_the_year() -> None:
    assert words.day(dt.date(2026, 12, 1), today=TODAY) == "Tuesday 1 December"


def test_a_day_of_another_year_says_so() -> None:
    assert words.day(dt.date(2027, 1, 5), today=TODAY) == "Tuesday 5 January 2027"


@pytest.mark.parametrize(
    ("time", "said"),
    [("14:00", "2pm"), ("14:30", "2.30pm"), ("09:05", "9.05am"), ("12:00", "midday"), ("00:00", "midnight"),
     ("12:30", "12.30pm"), ("00:15", "12.15am")],
)  # fmt: skip
def test_times_are_said_in_twelve_hours(time: str, said: str) -> None:
    assert words.time_of_day(dt.time.fromisoformat(time)) == said


def test_a_moment_is_day_and_time() -> None:
    assert words.moment(dt.datetime(2026, 12, 1, 14, tzinfo=dt.UTC), today=TODAY) == "Tuesday 1 December, 2pm"


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (-12, "12 days ago"), (5, "in 5 days"),
     (-61, "2 months ago"), (-800, "2 years ago")],
)  # fmt: skip
def test_days_from_now_are_said_as_one_would(days: int, said: str) -> None:
    assert words.days_from(TODAY + dt.timedelta(days), today=TODAY) == said


@pytest.mark.parametrize(
    ("metres", "said"),
    [(0, "1 minute’s walk"), (60, "1 minute’s walk"), (700, "12 minutes’ walk"), (1800, "30 minutes’ walk"),
     (3400, "2.1 miles away"), (32000, "20 miles away")],
)  # fmt: skip
def test_distances_are_walks_first_and_miles_after(metres: float, said: str) -> None:
    assert words.distance(metres) == said


@pytest.mark.parametrize(
    ("number", "read", "dialled"),
    [
        ("+442079460123", "020 7946 0123", "+442079460123"),
        ("07700 900123", "07700 900123", "+447700900123"),
        ("116 123", "116 123", "116123"),
        ("999", "999", "999"),
        ("ask at the desk", "ask at the desk", ""),
    ],
)
def test_phone_numbers_read_as_at_home_and_dial_in_full(number: str, read: str, dialled: str) -> None:
    assert words.phone(number) == (read, dialled)


def test_an_age_is_in_completed_years() -> None:
    assert words.age_on(dt.date(1948, 11, 23), TODAY) == 77
    assert words.age_on(dt.date(1948, 11, 22), TODAY) == 78


@pytest.mark.parametrize(("value", "said"), [(0, "none"), (1, "one"), (3, "three"), (10, "ten"), (11, 11)])
def test_small_numbers_are_written_in_words(value: int, said: int | str) -> None:
    assert in_words(value) == said
