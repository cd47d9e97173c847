"""The pure decisions of casework, as truth tables and properties."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.casework import rules
from alongside.casework.enums import (
    Because,
    CaseStatus,
    FollowUpKind,
    OnwardStatus,
    Result,
    Shareable,
    StepStatus,
)
from alongside.core.working_days import bank_holidays, is_working_day, working_days_between

TUESDAY = dt.datetime(2026, 11, 3, 10, 0)  # noqa: DTZ001 - wall-clock time, as the rules take it
CHRISTMAS = dt.date(2026, 12, 25)


def propose(
    result: Result, *, tried_at: dt.datetime = TUESDAY, before: int = 0, **more: object
) -> rules.Proposal:
    return rules.propose_follow_up(
        result=result, tried_at=tried_at, unanswered_before=before, holidays=bank_holidays(), **more
    )


def test_every_state_has_its_row_in_its_table():
    assert set(rules.CASE_TRANSITIONS) == set(CaseStatus)
    assert set(rules.STEP_TRANSITIONS) == set(StepStatus)
    assert set(rules.ONWARD_TRANSITIONS) == set(OnwardStatus)


def test_an_answered_onward_referral_takes_no_second_answer():
    for settled in (OnwardStatus.DECLINED, OnwardStatus.ENDED, OnwardStatus.WITHDRAWN):
        assert rules.ONWARD_TRANSITIONS[settled] == frozenset()
    assert not rules.may_become(rules.ONWARD_TRANSITIONS, OnwardStatus.STARTED, OnwardStatus.DECLINED)


def test_no_answer_is_tried_again_the_next_working_day_at_another_time():
    morning = propose(Result.NO_ANSWER)
    assert (morning.due_on, morning.due_time) == (dt.date(2026, 11, 4), rules.AFTERNOON)
    afternoon = propose(Result.NO_ANSWER, tried_at=TUESDAY.replace(hour=15))
    assert afternoon.due_time == rules.MORNING


def test_another_time_stays_within_the_part_of_the_day_the_person_asked_for():
    tried = propose(Result.NO_ANSWER, prefers="morning")
    assert tried.due_time == rules.LATE_MORNING
    assert propose(
        Result.NO_ANSWER, tried_at=TUESDAY.replace(hour=11, minute=30), prefers="morning"
    ).due_time == (rules.MORNING)


def test_a_friday_call_without_answer_is_tried_again_on_monday():
    assert propose(Result.NO_ANSWER, tried_at=dt.datetime(2026, 11, 6, 10)).due_on == dt.date(2026, 11, 9)  # noqa: DTZ001


def test_nobody_is_rung_on_a_bank_holiday():
    christmas_eve = dt.datetime(2026, 12, 24, 10)  # noqa: DTZ001
    # Friday is Christmas Day, Boxing Day falls on Saturday, so Monday is its substitute.
    assert propose(Result.NO_ANSWER, tried_at=christmas_eve).due_on == dt.date(2026, 12, 29)


def test_the_second_no_answer_says_so_and_the_third_asks_for_a_decision():
    assert propose(Result.NO_ANSWER, before=1).because == Because.NO_ANSWER_TWICE
    third = propose(Result.NO_ANSWER, before=2)
    assert third.flagged
    assert (third.kind, third.because) == (FollowUpKind.DECIDE, Because.NO_ANSWER_THREE)
    assert propose(Result.LEFT_MESSAGE, before=2).flagged


def test_a_message_left_is_given_two_working_days():
    assert propose(Result.LEFT_MESSAGE).due_on == dt.date(2026, 11, 5)


def test_someone_reached_is_rung_when_the_plan_says_or_after_two_weeks():
    planned = propose(Result.REACHED, next_step_on=dt.date(2026, 11, 14))  # a Saturday
    assert (planned.due_on, planned.because) == (dt.date(2026, 11, 16), Because.PLAN)
    assert propose(Result.REACHED).due_on == dt.date(2026, 11, 17)
    late = propose(Result.REACHED, next_step_on=dt.date(2026, 11, 1))
    assert late.because == Because.CHECK_IN


@settings(max_examples=200)
@given(
    result=st.sampled_from(Result),
    tried_at=st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 12, 31)),  # noqa: DTZ001
    before=st.integers(0, 10),
    step=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2028, 6, 1)),
    prefers=st.sampled_from(["", "morning", "afternoon", "evening"]),
)
def test_what_is_proposed_is_always_a_later_working_day(result, tried_at, before, step, prefers):
    proposal = rules.propose_follow_up(
        result=result,
        tried_at=tried_at,
        unanswered_before=before,
        next_step_on=step,
        prefers=prefers,
        holidays=bank_holidays(),
    )
    assert proposal.due_on > tried_at.date()
    assert is_working_day(proposal.due_on)


def test_a_preferred_time_is_only_one_that_was_named_alone():
    assert rules.preferred_time(["morning"]) == "morning"
    assert rules.preferred_time(["morning", "evening"]) == ""
    assert rules.preferred_time(["weekend"]) == ""
    assert rules.preferred_time([]) == ""


def test_an_organiser_is_nudged_after_six_working_days_and_not_again_at_once():
    sent = dt.date(2026, 11, 3)
    holidays = bank_holidays()
    assert not rules.may_nudge(sent_on=sent, nudged_on=None, today=dt.date(2026, 11, 10), holidays=holidays)
    assert rules.may_nudge(sent_on=sent, nudged_on=None, today=dt.date(2026, 11, 11), holidays=holidays)
    nudged = dt.date(2026, 11, 11)
    assert not rules.may_nudge(sent_on=sent, nudged_on=nudged, today=dt.date(2026, 11, 12), holidays=holidays)


def test_the_longest_overdue_comes_first_and_a_time_before_none():
    monday, tuesday = dt.date(2026, 11, 2), dt.date(2026, 11, 3)
    rows = [(tuesday, None, "B"), (tuesday, dt.time(10), "Z"), (monday, None, "C"), (tuesday, None, "a")]
    assert sorted(rows, key=lambda row: rules.worklist_key(*row)) == [
        (monday, None, "C"),
        (tuesday, dt.time(10), "Z"),
        (tuesday, None, "a"),
        (tuesday, None, "B"),
    ]


@pytest.mark.parametrize(
    ("due_on", "group"),
    [
        (dt.date(2026, 11, 2), rules.Group.OVERDUE),
        (dt.date(2026, 11, 3), rules.Group.TODAY),
        (dt.date(2026, 11, 4), None),
    ],
)
def test_what_is_due_belongs_to_one_part_of_the_worklist(due_on, group):
    assert rules.group_of(due_on, dt.date(2026, 11, 3)) == group


def test_everything_that_can_be_shared_is_shown_at_once_or_after_a_yes():
    assert {*rules.SHOWN_AT_ONCE, *rules.SHOWN_ONCE_ACCEPTED} == set(Shareable)
    assert not {*rules.SHOWN_AT_ONCE} & {*rules.SHOWN_ONCE_ACCEPTED}
    assert Shareable.PHONE not in rules.SHOWN_AT_ONCE


def test_working_days_leave_out_weekends_and_bank_holidays():
    assert working_days_between(dt.date(2026, 12, 24), dt.date(2026, 12, 29)) == 1
    assert working_days_between(dt.date(2026, 12, 29), dt.date(2026, 12, 24)) == 0
    assert not is_working_day(CHRISTMAS)
