"""The pages of goals and barriers, as a connector meets them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.casework.actions import goals, plan
from alongside.casework.enums import BarrierKind
from alongside.casework.models import Goal, GoalAnswer
from tests import given
from tests.factories.casework import AT

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def case(cast):
    return given.agreed_plan(cast.owner)


@pytest.fixture
def connector(cast, client_as):
    return client_as(cast.owner)


def case_page(case):
    return reverse("connector:case", args=[case.pk])


def test_a_goal_is_written_down_asked_about_and_undone(case, connector):
    add = reverse("connector:goal-add", args=[case.pk])
    assert "in their own words" in connector.post(add, {"close": "3"}).content.decode()
    page = connector.post(add, {"words": "I want to cook again", "close": "3"}, follow=True).content.decode()
    assert "I want to cook again" in page
    assert "They said 3 out of 10." in page
    goal = Goal.objects.get()
    goals.ask(goal=goal, close=3, asked_on=AT.date(), by=goal.added_by, at=AT)
    ask = reverse("connector:goal-ask", args=[goal.pk])
    assert "What they said before" in connector.get(ask).content.decode()
    day = {"asked_on_day": "3", "asked_on_month": "11", "asked_on_year": "2026"}
    page = connector.post(ask, {"close": "7", "note": "made soup", **day}, follow=True).content.decode()
    assert "out of 10" in page
    answer = GoalAnswer.objects.get()
    assert (answer.close, answer.note) == (7, "made soup")
    undo = reverse("connector:goal-answer-undo", args=[answer.pk])
    assert undo in page
    connector.post(undo)
    assert not GoalAnswer.objects.exists()
    assert connector.post(undo).status_code == 404


def test_two_editors_of_a_goal_see_both_texts(case, connector, cast):
    goal = goals.add_goal(case=case, words="Cook", by=cast.owner, at=AT)
    goals.change_goal(goal=goal, words="Cook on Sundays", version=1, by=cast.colleague, at=AT)
    url = reverse("connector:goal-change", args=[goal.pk])
    page = connector.post(url, {"words": "Cook daily", "version": "1"}).content.decode()
    assert "Two of you wrote here" in page
    assert "Cook on Sundays" in page
    assert "Cook daily" in page
    connector.post(url, {"words": "Cook daily, Sundays too", "version": "2"})
    goal.refresh_from_db()
    assert goal.words == "Cook daily, Sundays too"


def test_a_step_is_put_under_a_goal(case, connector, cast):
    goal = goals.add_goal(case=case, words="Cook", by=cast.owner, at=AT)
    url = f"{reverse('connector:step-add', args=[case.pk])}?goal={goal.pk}"
    assert f'<option value="{goal.pk}" selected>' in connector.get(url).content.decode()
    connector.post(url, {"title": "Buy a pan", "owner": "person", "goal": str(goal.pk)})
    assert case.steps.get(title="Buy a pan").goal == goal


def test_a_barrier_says_what_to_do_next_and_is_changed(case, connector, cast):
    aid = plan.add_barrier(case=case, kind=BarrierKind.WALKING_AID, by=cast.owner, at=AT)
    assert "lent by the NHS" in connector.get(case_page(case)).content.decode()
    url = reverse("connector:barrier-change", args=[aid.pk])
    assert "lent by the NHS" in connector.get(url).content.decode()
    sent = {"kind": "walking_aid", "owner": "organisation", "owner_name": "Physio", "description": "a frame"}
    connector.post(url, sent)
    aid.refresh_from_db()
    assert aid.owner_name == "Physio"


def test_a_steward_says_what_to_do_next(cast, client_as, case, connector):
    plan.add_barrier(case=case, kind=BarrierKind.LIFT, by=cast.owner, at=AT)
    steward = client_as(cast.steward)
    url = reverse("steward:barrier-advice-change", args=["lift"])
    told = {"what": "Ring Hackney Community Transport.", "whom": "Bookings", "phone": "020 7946 0321"}
    steward.post(url, {**told, "version": "0"})
    assert "Ring Hackney Community Transport." in connector.get(case_page(case)).content.decode()
    page = steward.post(url, {**told, "what": "Other words", "version": "0"}).content.decode()
    assert "Two of you wrote here" in page
    assert steward.get(reverse("steward:barrier-advice-change", args=["dragons"])).status_code == 404


def test_the_case_asks_as_often_for_many_goals_as_for_one(case, connector, cast):
    def fill(n):
        goal = goals.add_goal(case=case, words=f"Goal {n}", by=cast.owner, at=AT)
        goals.ask(goal=goal, close=n, asked_on=AT.date(), by=cast.owner, at=AT)
        plan.add_step(case=case, title=f"Step {n}", goal=goal, by=cast.owner, at=AT)
        plan.add_barrier(case=case, kind=BarrierKind.LIFT, goal=goal, by=cast.owner, at=AT)

    fill(1)
    connector.get(case_page(case))
    with CaptureQueriesContext(connection) as few:
        connector.get(case_page(case))
    for n in range(2, 6):
        fill(n)
    with CaptureQueriesContext(connection) as many:
        connector.get(case_page(case))
    assert len(many) == len(few)


def test_the_persons_copy_of_the_plan_has_their_goals_and_no_number(case, connector, cast):
    goals.add_goal(case=case, words="Cook for people", close=4, by=cast.owner, at=AT)
    page = connector.get(reverse("connector:plan-print", args=[case.pk])).content.decode()
    assert "Cook for people" in page
    assert "out of 10" not in page
