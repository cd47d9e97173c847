"""Rules of volunteering: levels of DBS checks, the midnight at which things lapse, what "free" means."""

import datetime as dt

import pytest

from alongside.volunteering import roles, rules
from alongside.volunteering.enums import CheckKind, DbsLevel, Stage, Task
from alongside.volunteering.rules import Held, Needs

DAY = dt.date(2026, 11, 2)
VISITS = Needs(tasks=frozenset({Task.VISIT_HOME}))
WEEKLY_CARE = Needs(tasks=frozenset({Task.VISIT_HOME}), is_regular=True, people_receive_care=True)


def all_held(expires_on: dt.date | None = None, level: str = DbsLevel.BASIC) -> list[Held]:
    return [
        Held(kind, DAY, expires_on, level if kind == CheckKind.DBS else "")
        for kind in rules.needed_kinds(VISITS)
    ]


@pytest.mark.parametrize(
    ("tasks", "is_regular", "care", "highest"),
    [
        ({Task.TALK_AFAR}, False, False, DbsLevel.BASIC),
        ({Task.VISIT_HOME}, True, False, DbsLevel.BASIC),
        ({Task.VISIT_HOME}, False, True, DbsLevel.BASIC),
        ({Task.VISIT_HOME}, True, True, DbsLevel.ENHANCED),
        ({Task.DOORSTEP}, True, True, DbsLevel.BASIC),
        ({Task.DRIVE_TO_CARE}, False, False, DbsLevel.ENHANCED_BARRED),
        ({Task.VISIT_HOME, Task.MONEY}, False, False, DbsLevel.ENHANCED_BARRED),
        (set(), True, True, DbsLevel.NONE),
    ],
)
def test_the_tasks_decide_the_highest_level_of_dbs_check(tasks, is_regular, care, highest):
    assert rules.justified(tasks, is_regular=is_regular, people_receive_care=care) == highest


def test_a_level_the_tasks_do_not_justify_is_refused_with_the_reason():
    why = rules.why_not_level(DbsLevel.ENHANCED, VISITS)
    assert "offence" in why
    assert "every week" in why
    assert "Basic" in why
    assert "barred" not in why
    assert "personal care" in rules.why_not_level(DbsLevel.ENHANCED_BARRED, WEEKLY_CARE)
    assert rules.why_not_level(DbsLevel.STANDARD, WEEKLY_CARE)
    assert rules.why_not_level(DbsLevel.ENHANCED, WEEKLY_CARE) == ""
    assert rules.why_not_level(DbsLevel.BASIC, WEEKLY_CARE) == ""
    assert "tasks" in rules.why_not_level(DbsLevel.BASIC, Needs(tasks=frozenset()))


def test_what_is_needed_is_never_more_than_what_is_justified():
    ranks = list(DbsLevel)
    for tasks in [{task} for task in Task] + [set(Task), set()]:
        for is_regular in (True, False):
            for care in (True, False):
                needs = Needs(frozenset(tasks), is_regular, care)
                highest = rules.justified(tasks, is_regular=is_regular, people_receive_care=care)
                assert ranks.index(rules.needed_level(needs)) <= ranks.index(highest)


def test_helping_at_a_group_with_staff_there_needs_no_dbs_check():
    assert CheckKind.DBS not in rules.needed_kinds(Needs(tasks=frozenset({Task.GROUP})))


def test_a_check_counts_until_the_midnight_at_which_its_last_day_begins():
    until = dt.date(2027, 3, 28)  # the clocks change that night
    held = all_held(until)
    assert rules.may_volunteer(held, VISITS, until - dt.timedelta(days=1)) == ()
    lacks = rules.may_volunteer(held, VISITS, until)
    assert {lack.kind for lack in lacks} == set(rules.needed_kinds(VISITS))
    assert all(lack.lapsed_on == until for lack in lacks)


def test_a_check_does_not_count_before_the_day_it_was_made():
    assert rules.may_volunteer(all_held(), VISITS, DAY - dt.timedelta(days=1))


def test_nothing_recorded_is_not_ready():
    assert {lack.kind for lack in rules.may_volunteer([], VISITS, DAY)} == set(rules.needed_kinds(VISITS))


def test_a_lower_level_than_needed_does_not_do():
    assert [lack.kind for lack in rules.may_volunteer(all_held(), WEEKLY_CARE, DAY)] == [CheckKind.DBS]
    assert rules.may_volunteer(all_held(level=DbsLevel.ENHANCED), WEEKLY_CARE, DAY) == ()


def test_a_check_that_was_ended_counts_no_more():
    held = [*all_held()[1:], Held(CheckKind.IDENTITY, DAY, is_ended=True)]
    assert [lack.kind for lack in rules.may_volunteer(held, VISITS, DAY)] == [CheckKind.IDENTITY]


def test_a_driver_shows_licence_and_insurance_and_a_minor_their_guardians_agreement():
    needs = Needs(tasks=frozenset({Task.DRIVE}), is_minor=True)
    assert {CheckKind.DRIVING, CheckKind.GUARDIAN} <= set(rules.needed_kinds(needs))


@pytest.mark.parametrize(
    ("left", "due"),
    [(61, None), (60, 60), (59, 60), (31, 60), (30, 30), (8, 30), (7, 7), (1, 7), (0, None), (-3, None)],
)
def test_a_notice_is_due_at_sixty_thirty_and_seven_days_and_a_missed_run_is_caught_up(left, due):
    assert rules.notice_due(DAY + dt.timedelta(days=left), DAY) == due


def test_what_counts_for_a_few_weeks_only_is_not_told_as_lapsing_on_the_day_it_begins():
    until = DAY + dt.timedelta(days=56)
    assert rules.notice_due(until, DAY, issued_on=DAY) is None
    assert rules.notice_due(until, until - dt.timedelta(days=30), issued_on=DAY) == 30


def test_no_time_recorded_is_not_always_free():
    assert not rules.is_free([], [], on=DAY, from_minute=600, to_minute=660)


def test_free_is_inside_recorded_times_and_not_away():
    monday = [(0, 540, 660), (0, 660, 720)]
    assert rules.is_free(monday, [], on=DAY, from_minute=600, to_minute=720)
    assert not rules.is_free(monday, [], on=DAY, from_minute=600, to_minute=721)
    assert not rules.is_free(monday, [], on=DAY + dt.timedelta(days=1), from_minute=600, to_minute=660)
    assert not rules.is_free(monday, [(DAY, DAY)], on=DAY, from_minute=600, to_minute=660)


def test_the_way_in_goes_step_by_step_and_can_end_at_every_step():
    for stage, following in zip(rules.ORDER, rules.ORDER[1:], strict=False):
        assert rules.next_stage(stage) == following
        assert rules.TRANSITIONS[stage] == {following, Stage.REFUSED, Stage.WITHDRAWN}
    assert rules.next_stage(Stage.READY) is None
    assert not any(rules.TRANSITIONS[ended] for ended in (Stage.READY, Stage.REFUSED, Stage.WITHDRAWN))


def test_every_role_has_words_tasks_and_an_age():
    assert len(roles.ROLES) == 9
    for role in roles.ROLES.values():
        assert str(role.what)
        assert role.tasks
        assert role.youngest in (16, 18)
    assert [role.kind for role in roles.too_young_for(["visit", "books", "group"], 16)] == ["visit"]
