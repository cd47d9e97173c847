"""The clocks of rights, day by day, and the words of `keep_for` as a program reads them."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.rights import registry, rules
from alongside.rights.rules import Wait

NO_HOLIDAYS: frozenset[dt.date] = frozenset()


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    "start, months, end",
    [
        ("2026-09-03", 1, "2026-10-03"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(start, months, end):
    assert rules.add_months(day(start), months) == day(end)


@pytest.mark.parametrize(
    "received, due",
    [
        ("2026-11-03", "2026-12-03"),  # a Thursday
        ("2026-11-05", "2026-12-07"),  # the 5th is a Saturday
        ("2026-11-25", "2026-12-29"),  # Christmas, Boxing Day (Monday instead), then a working day
    ],
)
def test_where_the_day_is_no_working_day_it_is_the_next(received, due):
    clock = rules.access_clock(day(received), extended=False, waits=[], today=day(received))
    assert clock.due_on == day(due)


def test_two_further_months_make_three():
    clock = rules.access_clock(day("2026-11-03"), extended=True, waits=[], today=day("2026-11-10"))
    assert clock.due_on == day("2027-02-03")


def test_the_clock_stands_while_we_wait_and_runs_on_from_the_answer():
    waits = [Wait(day("2026-11-05"), None)]
    standing = rules.access_clock(day("2026-11-03"), extended=False, waits=waits, today=day("2026-11-12"))
    assert standing.stands
    assert standing.due_on == day("2026-12-10"), "seven days later"
    later = rules.access_clock(day("2026-11-03"), extended=False, waits=waits, today=day("2026-11-13"))
    assert later.days_left in {standing.days_left, standing.days_left + 2}, (
        "no day is lost, but for a weekend"
    )
    went_on = [Wait(day("2026-11-05"), day("2026-11-12"))]
    running = rules.access_clock(day("2026-11-03"), extended=False, waits=went_on, today=day("2026-12-11"))
    assert (running.due_on, running.is_late, running.stands) == (day("2026-12-10"), True, False)


days = st.dates(min_value=dt.date(2026, 1, 1), max_value=dt.date(2026, 12, 31))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(days, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=4), st.integers(0, 120))
def test_waits_only_ever_give_time_and_never_twice_for_one_day(received, spans, seen_after):
    waits = [
        Wait(received + dt.timedelta(days=a), received + dt.timedelta(days=a + length)) for a, length in spans
    ]
    today = received + dt.timedelta(days=seen_after)
    stood = rules.paused_days(waits, received_on=received, today=today)
    assert 0 <= stood <= min(seen_after, sum(length for _a, length in spans))
    assert stood == rules.paused_days([*waits, *waits], received_on=received, today=today)
    plain = rules.access_clock(received, extended=False, waits=[], today=today, holidays=NO_HOLIDAYS)
    with_waits = rules.access_clock(received, extended=False, waits=waits, today=today, holidays=NO_HOLIDAYS)
    assert with_waits.due_on >= plain.due_on


def test_it_is_made_longer_within_the_first_month_or_not_at_all():
    received = day("2026-11-03")
    assert rules.may_extend(received, waits=[], today=day("2026-12-03"))
    assert not rules.may_extend(received, waits=[], today=day("2026-12-04"))
    assert rules.may_extend(
        received, waits=[Wait(day("2026-11-05"), day("2026-11-12"))], today=day("2026-12-04")
    )


def test_a_complaint_is_acknowledged_within_thirty_days_the_first_being_the_day_it_came():
    assert rules.acknowledge_by(day("2026-11-01")) == day("2026-11-30")


@pytest.mark.parametrize(
    "words, months, days, with_what",
    [
        ("three years after the last case closed", 36, 0, ""),
        ("6 years after leaving", 72, 0, ""),
        ("one year", 12, 0, ""),
        ("seven days", 0, 7, ""),
        ("as long as the person's record", 0, 0, "the person's record"),
    ],
)
def test_how_long_is_read_from_the_words_of_the_registry(words, months, days, with_what):
    keep = rules.keep_of(words)
    assert (keep.months, keep.days, keep.with_what) == (months, days, with_what)


@pytest.mark.parametrize("words", ["for a while", "", "some years", "zero years"])
def test_words_that_say_no_time_are_not_understood(words):
    assert rules.keep_of(words) is None


def test_every_table_about_people_says_how_long_in_words_a_program_reads():
    unread = {
        model._meta.label: model.records.keep_for
        for model in registry.walled()
        if rules.keep_of(model.records.keep_for) is None
    }
    assert unread == {}


def test_what_ended_is_over_on_the_day_its_time_is_full():
    assert not rules.is_over(day("2023-11-30"), 36, day("2026-11-29"))
    assert rules.is_over(day("2023-11-29"), 36, day("2026-11-29"))
