"""Recurring schedules expanded on London's wall clock; dateutil's rrule is the oracle."""

import datetime as dt

import pytest
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from hypothesis import given
from hypothesis import strategies as st

from alongside.directory.rules import Slot
from alongside.directory.schedule_words import in_words
from alongside.directory.schedules import DAYS, LONDON, Recurrence, next_times, occurrences

SUNDAY = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


def starts(
    *rules: Recurrence, at: dt.datetime = SUNDAY, limit: int = 3, free: tuple[Slot, ...] = ()
) -> list[str]:
    """Return the next times as they are printed."""
    return [occurrence.iso for occurrence in next_times(rules, at=at, limit=limit, free=free)]


def weekly(*days: str, opens: int = 14, **more: object) -> Recurrence:
    """Return a weekly meeting of two hours."""
    return Recurrence(
        freq="WEEKLY", byday=days, opens_at=dt.time(opens), closes_at=dt.time(opens + 2), **more
    )  # type: ignore[arg-type]


def test_two_o_clock_stays_two_o_clock_when_the_clocks_change() -> None:
    march = dt.datetime(2027, 3, 24, 12, 0, tzinfo=dt.UTC)
    assert starts(weekly("SA"), at=march, limit=2) == ["2027-03-27T14:00+00:00", "2027-04-03T14:00+01:00"]
    october = dt.datetime(2026, 10, 20, 12, 0, tzinfo=dt.UTC)
    assert starts(weekly("SA"), at=october, limit=2) == ["2026-10-24T14:00+01:00", "2026-10-31T14:00+00:00"]


def test_an_hour_that_the_spring_skips_moves_on_by_one() -> None:
    rule = Recurrence(freq="WEEKLY", byday=("SU",), opens_at=dt.time(1, 30))
    march = dt.datetime(2027, 3, 27, 12, 0, tzinfo=dt.UTC)
    assert starts(rule, at=march, limit=1) == ["2027-03-28T02:30+01:00"]


def test_every_other_week_counts_from_the_first_date() -> None:
    rule = weekly("TU", interval=2, dtstart=dt.date(2026, 11, 10))
    assert starts(rule, limit=2) == ["2026-11-24T14:00+00:00", "2026-12-08T14:00+00:00"]


def test_the_first_tuesday_and_the_last_friday_of_the_month() -> None:
    first = Recurrence(freq="MONTHLY", byday=("1TU",), opens_at=dt.time(10))
    last = Recurrence(freq="MONTHLY", byday=("-1FR",), opens_at=dt.time(10))
    assert starts(first, last, limit=3) == [
        "2026-11-27T10:00+00:00",
        "2026-12-01T10:00+00:00",
        "2026-12-25T10:00+00:00",
    ]


def test_the_31st_is_left_out_of_short_months_and_minus_one_is_the_last_day() -> None:
    assert starts(Recurrence(freq="MONTHLY", bymonthday=(31,), opens_at=dt.time(9)), limit=1) == [
        "2026-12-31T09:00+00:00"
    ]
    assert starts(Recurrence(freq="MONTHLY", bymonthday=(-1,), opens_at=dt.time(9)), limit=1) == [
        "2026-11-30T09:00+00:00"
    ]


def test_a_single_date_happens_once_and_not_after_it() -> None:
    once = Recurrence(dtstart=dt.date(2026, 12, 5), opens_at=dt.time(11))
    assert starts(once) == ["2026-12-05T11:00+00:00"]
    assert starts(Recurrence(dtstart=dt.date(2026, 11, 5), opens_at=dt.time(11))) == []


def test_it_neither_begins_early_nor_goes_on_after_its_end() -> None:
    term = weekly("TU", valid_from=dt.date(2026, 12, 1), valid_to=dt.date(2026, 12, 8))
    assert starts(term, limit=9) == ["2026-12-01T14:00+00:00", "2026-12-08T14:00+00:00"]


def test_what_has_begun_but_not_ended_still_counts() -> None:
    tuesday = dt.datetime(2026, 11, 24, 15, 0, tzinfo=dt.UTC)
    assert starts(weekly("TU"), at=tuesday, limit=1) == ["2026-11-24T14:00+00:00"]
    assert starts(weekly("TU"), at=tuesday + dt.timedelta(hours=2), limit=1) == ["2026-12-01T14:00+00:00"]


def test_two_schedules_that_say_the_same_are_one_time() -> None:
    assert starts(weekly("TU"), weekly("TU"), limit=2) == ["2026-11-24T14:00+00:00", "2026-12-01T14:00+00:00"]


def test_only_times_that_meet_free_time_are_named() -> None:
    assert starts(weekly("TU", "FR"), free=(Slot(4, 15 * 60, 17 * 60),), limit=2) == [
        "2026-11-27T14:00+00:00",
        "2026-12-04T14:00+00:00",
    ]
    assert starts(weekly("TU"), free=(Slot(1, 16 * 60, 18 * 60),)) == []


def test_a_day_without_an_hour_is_named_by_its_date() -> None:
    assert starts(Recurrence(freq="WEEKLY", byday=("MO",)), limit=1) == ["2026-11-23"]


def test_words_alone_give_no_dates() -> None:
    assert starts(Recurrence()) == []


@given(
    freq=st.sampled_from(["WEEKLY", "MONTHLY"]),
    interval=st.integers(1, 4),
    days=st.lists(st.sampled_from(DAYS), unique=True, max_size=3),
    nth=st.sampled_from([None, 1, 2, 5, -1]),
    start=st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    asked=st.dates(dt.date(2026, 1, 1), dt.date(2027, 3, 1)),
)
def test_expansion_agrees_with_dateutil(
    *, freq: str, interval: int, days: list[str], nth: int | None, start: dt.date, asked: dt.date
) -> None:
    sign = str(nth) if nth and freq == "MONTHLY" else ""
    rule = Recurrence(
        freq=freq,
        interval=interval,
        byday=tuple(sign + day for day in days),
        dtstart=start,
        opens_at=dt.time(10),
    )
    number = int(sign) if sign else None
    oracle = rrule(
        WEEKLY if freq == "WEEKLY" else MONTHLY,
        interval=interval,
        byweekday=[weekday(DAYS.index(day), number) for day in days] or None,
        dtstart=dt.datetime.combine(start, dt.time()),
    )
    begin = dt.datetime.combine(asked, dt.time(), tzinfo=LONDON)
    expected = oracle.between(
        dt.datetime.combine(asked, dt.time()),
        dt.datetime.combine(asked, dt.time()) + dt.timedelta(days=91),
        inc=True,
    )
    assert [o.day for o in occurrences([rule], at=begin)] == [moment.date() for moment in expected]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (weekly("TU"), "Tuesdays, 2pm to 4pm"),
        (weekly("MO", "WE"), "Mondays and Wednesdays, 2pm to 4pm"),
        (weekly("MO", "TU", "WE", "TH", "FR"), "Monday to Friday, 2pm to 4pm"),
        (weekly(*DAYS), "Every day, 2pm to 4pm"),
        (weekly("TU", interval=2), "Tuesdays, every other week, 2pm to 4pm"),
        (
            Recurrence(freq="MONTHLY", byday=("1TU",), opens_at=dt.time(12)),
            "First Tuesday of the month, midday",
        ),
        (Recurrence(freq="MONTHLY", bymonthday=(-1,)), "The last day of the month"),
        (
            Recurrence(dtstart=dt.date(2026, 12, 5), opens_at=dt.time(12, 30)),
            "Saturday 5 December 2026, 12.30pm",
        ),
    ],
)
def test_a_schedule_is_said_as_people_say_it(rule: Recurrence, said: str) -> None:
    assert in_words(rule) == said


def test_a_schedule_in_words_keeps_the_words() -> None:
    assert in_words(Recurrence(), "By arrangement") == "By arrangement"
