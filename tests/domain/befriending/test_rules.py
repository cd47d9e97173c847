"""Pure decisions of befriending: transitions, clock changes, bounded series, honest waits, risk."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from alongside.befriending import rules
from alongside.befriending.enums import MatchStatus, Risk, VisitStatus

TUESDAY = 1


def moments(**more):
    told = {
        "weekday": TUESDAY,
        "minute": 14 * 60,
        "every_weeks": 1,
        "first": dt.date(2026, 10, 20),
        "last": None,
        "until": dt.date(2026, 11, 30),
    }
    return list(rules.series_times(**{**told, **more}))


def test_a_call_at_two_stays_at_two_when_the_clocks_go_back():
    before, after = moments()[0:2]
    assert before[1] == dt.datetime(2026, 10, 20, 13, 0, tzinfo=dt.UTC)
    assert after[1] == dt.datetime(2026, 10, 27, 14, 0, tzinfo=dt.UTC)
    assert all(m.astimezone(rules.LONDON).time() == dt.time(14, 0) for _day, m in moments())


def test_an_hour_that_is_skipped_goes_on_and_one_that_comes_twice_is_the_first():
    skipped = rules.wall_time(dt.date(2027, 3, 28), 90)
    assert skipped == dt.datetime(2027, 3, 28, 1, 30, tzinfo=dt.UTC)
    assert skipped.astimezone(rules.LONDON).time() == dt.time(2, 30)
    twice = rules.wall_time(dt.date(2026, 10, 25), 90)
    assert twice == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


@given(
    weekday=some.integers(0, 6),
    every_weeks=some.integers(1, 8),
    first=some.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)),
    days=some.integers(0, 100_000),
)
def test_a_series_without_an_end_is_bounded(weekday, every_weeks, first, days):
    until = min(dt.date.max, first + dt.timedelta(days=days))
    found = list(
        rules.series_times(
            weekday=weekday, minute=600, every_weeks=every_weeks, first=first, last=None, until=until
        )
    )
    assert len(found) <= rules.MOST_VISITS_AT_ONCE
    assert all(first <= day <= until and day.weekday() == weekday for day, _moment in found)


def test_every_other_week_keeps_its_rhythm_and_its_last_day():
    days = [day for day, _moment in moments(every_weeks=2, last=dt.date(2026, 11, 17))]
    assert days == [dt.date(2026, 10, 20), dt.date(2026, 11, 3), dt.date(2026, 11, 17)]


@pytest.mark.parametrize("status", MatchStatus)
def test_nothing_leads_out_of_an_ended_match_and_everything_may_end(status):
    assert rules.may_become(rules.TRANSITIONS, status, MatchStatus.ENDED) == (status != MatchStatus.ENDED)
    assert not rules.may_become(rules.TRANSITIONS, MatchStatus.ENDED, status)


def test_a_match_cannot_become_active_without_both_answers_and_a_trial():
    leads_to_active = {s for s, after in rules.TRANSITIONS.items() if MatchStatus.ACTIVE in after}
    assert not leads_to_active & {MatchStatus.PROPOSED, MatchStatus.AGREED, MatchStatus.INTRODUCED}


@pytest.mark.parametrize(
    "lately, usual, slow", [([3, 4], None, None), ([1, 2, 3, 4, 20], 3, 20), (list(range(1, 11)), 5, 9)]
)
def test_a_wait_is_told_honestly_or_not_at_all(lately, usual, slow):
    wait = rules.honest_wait(waiting=7, lately=lately)
    assert (wait.waiting, wait.usual_weeks, wait.slow_weeks) == (7, usual, slow)


def test_half_an_hour_without_a_word_is_missed_and_not_a_minute_before():
    end = dt.datetime(2026, 11, 10, 15, 0, tzinfo=dt.UTC)
    at = end + rules.MISSED_AFTER
    assert rules.is_missed(status="booked", ends_at=end, at=at)
    assert not rules.is_missed(status="booked", ends_at=end, at=at - dt.timedelta(seconds=1))
    assert not rules.is_missed(status="happened", ends_at=end, at=at)


def risk_of(**more):
    told = {
        "visits": [],
        "last_word_on": dt.date(2026, 11, 10),
        "next_visit_on": dt.date(2026, 11, 17),
        "every_weeks": 1,
        "may_visit": True,
        "review_due_on": None,
        "on": dt.date(2026, 11, 12),
    }
    return rules.risks(**{**told, **more})


def seen(status=VisitStatus.HAPPENED, felt=(), why_not=""):
    return rules.Seen(status, felt, why_not)


@pytest.mark.parametrize(
    "told, risk",
    [
        ({"visits": [seen(VisitStatus.MISSED), seen(VisitStatus.MISSED)]}, Risk.MISSED),
        ({"visits": [seen(felt=(word,)) for word in ("good", "good", "all_right", "hard")]}, Risk.MOOD),
        ({"visits": [seen(felt=("hard",)), seen(felt=("good", "hard"))]}, Risk.MOOD),
        ({"last_word_on": dt.date(2026, 10, 20)}, Risk.NO_LOG),
        ({"next_visit_on": None}, Risk.NOTHING_BOOKED),
        ({"may_visit": False}, Risk.CHECK),
        ({"review_due_on": dt.date(2026, 11, 11)}, Risk.REVIEW),
    ],
)  # fmt: skip
def test_each_sign_of_trouble_is_seen_alone(told, risk):
    assert risk_of(**told) == [risk]


def test_a_match_that_goes_well_is_not_at_risk():
    moved = seen(VisitStatus.MISSED, why_not="person_unwell")
    assert risk_of(visits=[seen(felt=("good", "good")), moved, moved]) == []
