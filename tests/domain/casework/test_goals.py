"""Goals in the person's words, how close they say they are over time; barriers that move; and what answers never do."""

import ast
import datetime as dt
from pathlib import Path

import pytest

from alongside.casework.actions import goals, plan
from alongside.casework.actions.errors import CannotPlan
from alongside.casework.advice import advice
from alongside.casework.enums import BarrierKind, GoalStatus, Owner
from alongside.casework.goal_queries import goals_of
from alongside.casework.models import GoalAnswer
from tests import given
from tests.factories.casework import AT

DAY = dt.timedelta(days=1)
SOURCE = Path(__file__).resolve().parents[3] / "src" / "alongside"
#: The only places that may read what somebody answered about their own goal: to keep it and to show it beside
#: their earlier answers. Nothing that refuses, ranks, matches, counts or reports is among them.
MAY_READ = {
    "casework/models/__init__.py",
    "casework/models/goal.py",
    "casework/goal_queries.py",
    "casework/actions/goals.py",
    "web/connector/goal_answer_undo.py",
}


@pytest.fixture
def goal(cast):
    case = given.consented_case(cast.owner)
    return goals.add_goal(case=case, words="I want to cook for people again", by=cast.owner, at=AT)


def row(goal):
    return goals_of(goal.case)[0]


def test_how_close_is_asked_over_time_and_shown_as_change(goal, cast):
    assert row(goal).change == ""
    for days, close in ((0, 3), (30, 2), (91, 6)):
        on = AT + days * DAY
        goals.ask(goal=goal, close=close, asked_on=on.date(), by=cast.colleague, at=on)
    assert [answer.close for answer in row(goal).answers] == [3, 2, 6]
    assert row(goal).answers[0].asked_by == cast.colleague
    assert row(goal).change == "At first 3 out of 10, now 6: closer."


@pytest.mark.parametrize(
    ("said", "words"), [((4,), "They said 4"), ((4, 1), "further away"), ((4, 4), "and 4 now")]
)
def test_change_is_said_plainly(goal, cast, said, words):
    for n, close in enumerate(said):
        on = AT + n * DAY
        goals.ask(goal=goal, close=close, asked_on=on.date(), by=cast.owner, at=on)
    assert words in row(goal).change


def test_asked_again_on_the_same_day_the_newer_answer_stands(goal, cast):
    for close in (3, 4):
        goals.ask(goal=goal, close=close, asked_on=AT.date(), by=cast.owner, at=AT)
    assert [answer.close for answer in row(goal).answers] == [4]


def test_an_answer_is_taken_back_and_the_earlier_one_stands(goal, cast):
    goals.ask(goal=goal, close=3, asked_on=AT.date(), by=cast.owner, at=AT)
    wrong = goals.ask(goal=goal, close=9, asked_on=(AT + DAY).date(), by=cast.owner, at=AT + DAY)
    for _twice in range(2):
        goals.take_back_answer(answer=wrong, by=cast.owner, at=AT + DAY)
    assert row(goal).newest.close == 3


def test_nobody_answered_tomorrow(goal, cast):
    with pytest.raises(CannotPlan):
        goals.ask(goal=goal, close=3, asked_on=(AT + DAY).date(), by=cast.owner, at=AT)


def test_a_second_editor_of_a_goal_is_shown_both(goal, cast):
    goals.change_goal(goal=goal, words="Cook on Sundays", version=1, by=cast.colleague, at=AT)
    with pytest.raises(goals.GoalEditedMeanwhile) as meanwhile:
        goals.change_goal(goal=goal, words="Cook daily", version=1, by=cast.owner, at=AT)
    assert meanwhile.value.theirs.words == "Cook on Sundays"
    goal.refresh_from_db()
    assert goal.words == "Cook on Sundays"
    goals.change_goal(goal=goal, words="Cook on Sundays", version=1, by=cast.owner, at=AT)  # no conflict


def test_a_goal_is_reached_and_put_back(goal, cast):
    goals.settle_goal(goal=goal, status=GoalStatus.REACHED, by=cast.owner, at=AT)
    with pytest.raises(CannotPlan):
        goals.settle_goal(goal=goal, status=GoalStatus.DROPPED, by=cast.owner, at=AT)
    assert goals.undo_goal(goal=goal, by=cast.owner, at=AT).is_open


def test_steps_and_barriers_stand_under_a_goal(goal, cast):
    step = plan.add_step(case=goal.case, title="Visit the kitchen", goal=goal, by=cast.owner, at=AT)
    barrier = plan.add_barrier(case=goal.case, kind=BarrierKind.WALKING_AID, goal=goal, by=cast.owner, at=AT)
    changed = plan.change_barrier(
        barrier=barrier,
        kind=BarrierKind.LIFT,
        description="on Tuesdays",
        owner=Owner.ORGANISATION,
        owner_name="Dial-a-Ride",
        due_on=AT.date() + 7 * DAY,
        goal=goal,
        by=cast.owner,
        at=AT,
    )
    assert (step.goal, changed.goal) == (goal, goal)
    assert (changed.kind, changed.owner_name) == (BarrierKind.LIFT, "Dial-a-Ride")
    plan.remove_barrier(barrier=changed, by=cast.owner, at=AT)
    with pytest.raises(CannotPlan):
        plan.change_barrier(
            barrier=changed, kind=BarrierKind.LIFT, description="", owner=Owner.PERSON, owner_name="",
            due_on=None, by=cast.owner, at=AT,
        )  # fmt: skip


def test_each_kind_of_barrier_says_what_to_do_next_until_a_steward_says_it_better(cast):
    assert set(advice()) == set(BarrierKind.values)
    assert all(one.what and not one.version for one in advice().values())
    kind = BarrierKind.WALKING_AID
    told = {"what": "Ring the therapists.", "whom": "Adult Community Rehab", "phone": "020 7946 0999"}
    goals.write_advice(kind=kind, **told, version=0, by=cast.steward, at=AT)
    assert (advice()[kind].whom, advice()[kind].version) == ("Adult Community Rehab", 1)
    goals.write_advice(kind=kind, **{**told, "whom": "Ward 3"}, version=1, by=cast.steward, at=AT)
    with pytest.raises(goals.AdviceEditedMeanwhile):
        goals.write_advice(kind=kind, **{**told, "whom": "Ward 4"}, version=1, by=cast.steward, at=AT)


def test_answers_about_a_goal_are_read_by_nothing_that_decides_about_a_person():
    readers = {
        str(file.relative_to(SOURCE))
        for file in SOURCE.rglob("*.py")
        if "migrations" not in file.parts
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Name | ast.alias | ast.Attribute)
        and "GoalAnswer" in {getattr(node, "id", ""), getattr(node, "name", ""), getattr(node, "attr", "")}
    }
    assert readers == MAY_READ - {"casework/models/goal.py"} or readers == MAY_READ
    assert GoalAnswer._meta.get_field("close").help_text == "0 to 10"
