"""Support for a time: half-time, weeks left, extensions with their reason, the end nobody overlooks; and reviews."""

import datetime as dt

import pytest

from alongside.casework import period_rules
from alongside.casework.actions import periods
from alongside.casework.actions.periods import CannotAgree
from alongside.casework.enums import Because, FollowUpKind, PeriodKind
from alongside.casework.period_queries import period_of
from tests import given
from tests.factories.casework import AT

DAY = dt.timedelta(days=1)
TODAY = AT.date()  # a Tuesday
ENDS = TODAY + 83 * DAY


@pytest.fixture
def case(cast):
    return given.open_case(cast.owner)


@pytest.fixture
def period(cast, case):
    return periods.agree_on(
        case=case, kind=PeriodKind.FLOATING, starts_on=TODAY, weeks=12, by=cast.owner, at=AT
    )


def due(case, because):
    return case.follow_ups.filter(done_at=None, because=because)


def test_half_time_and_the_end_are_on_the_list_from_the_start(period, case):
    assert (period.ends_on, period.review_on) == (ENDS, TODAY + 41 * DAY)
    assert due(case, Because.HALF_TIME).get().due_on == period.review_on
    assert due(case, Because.PERIOD_ENDS).get().due_on == TODAY + 69 * DAY
    assert due(case, Because.HALF_TIME).get().kind == FollowUpKind.REVIEW


@pytest.mark.parametrize(("on", "left"), [(0, 12), (6, 12), (7, 11), (77, 1), (83, 1), (84, 0), (200, 0)])
def test_weeks_left_count_the_one_that_runs(on, left):
    assert period_rules.weeks_left(ENDS, TODAY + on * DAY) == left


def test_nothing_ends_by_itself(period, case):
    view = period_of(case, ENDS + DAY)
    assert view.is_over
    assert view.period == period


def test_longer_needs_a_reason_and_moves_the_talk_about_the_end(period, case, cast):
    with pytest.raises(CannotAgree, match="Say why"):
        periods.extend(period=period, until=ENDS + 14 * DAY, reason="  ", by=cast.owner, at=AT)
    with pytest.raises(CannotAgree, match="after"):
        periods.extend(period=period, until=ENDS, reason="x", by=cast.owner, at=AT)
    longer = periods.extend(
        period=period, until=ENDS + 28 * DAY, reason="The landlord is slow", by=cast.owner, at=AT
    )
    assert due(case, Because.PERIOD_ENDS).get().due_on == TODAY + 97 * DAY
    for _twice in range(2):
        back = periods.take_back_extension(extension=longer, by=cast.owner, at=AT)
    assert back.ends_on == ENDS
    assert due(case, Because.PERIOD_ENDS).get().due_on == TODAY + 69 * DAY


def test_one_time_is_agreed_at_a_time(period, case, cast):
    with pytest.raises(CannotAgree, match="already"):
        periods.agree_on(case=case, kind=PeriodKind.OTHER, starts_on=TODAY, weeks=4, by=cast.owner, at=AT)
    periods.end_period(period=period, by=cast.owner, at=AT)
    assert not due(case, Because.PERIOD_ENDS).exists()
    assert not due(case, Because.HALF_TIME).exists()
    periods.agree_on(case=case, kind=PeriodKind.OTHER, starts_on=TODAY, weeks=4, by=cast.owner, at=AT)


def test_a_review_settles_what_asked_for_it_and_names_the_next(period, case, cast):
    at = AT + 41 * DAY
    kept = periods.review(
        case=case, held_on=at.date(), note="Warm home now", next_on=at.date() + 30 * DAY, by=cast.owner, at=at
    )
    assert kept.period == period
    assert not due(case, Because.HALF_TIME).exists()
    assert due(case, Because.NEXT_REVIEW).get().due_on == at.date() + 30 * DAY
    for held_on, next_on in ((at.date() + DAY, None), (at.date(), at.date())):
        with pytest.raises(CannotAgree):
            periods.review(case=case, held_on=held_on, note="x", next_on=next_on, by=cast.owner, at=at)
