"""Caring is told once, the assessment goes move by move, and its review comes onto the worklist."""

import datetime as dt

import pytest

from alongside.caring import actions, queries
from alongside.caring.enums import Break, KnownFrom, Stage
from alongside.caring.models import AssessmentMove, Caring
from alongside.casework import queries as casework
from alongside.casework.facts import facts_for
from alongside.casework.models import FollowUp
from alongside.people.models import Person
from tests import given
from tests.factories.caring import a_caring, moved, with_outcome
from tests.factories.casework import AT, a_case
from tests.factories.directory import a_service
from tests.factories.people import a_person

DAY = AT.date()
REVIEW = DAY + dt.timedelta(days=180)
LATER = AT + dt.timedelta(hours=1)


@pytest.fixture
def case(cast):
    return given.open_case(cast.owner)


def row(cast, case):
    from alongside.partnerships.viewer import viewer_of

    return queries.rows_of(viewer_of(cast.owner), case.person, DAY)[0]


def test_once_told_the_finder_knows_a_carer_and_where_she_cares(cast, case):
    husband = a_person(by=cast.owner, given_name="Kemal", known_as="", phone="", postcode="E8 1EA")
    assert facts_for(case.person, DAY).carer is None
    a_caring(case, cast.owner, cared_for=husband)
    person = Person.objects.get(pk=case.person_id)
    assert facts_for(person, DAY).carer is True
    if husband.local_authority:
        assert ("cares_for", husband.local_authority) in facts_for(person, DAY).relations


def test_the_same_two_are_written_down_once_and_nobody_looks_after_herself(cast, case):
    husband = a_person(by=cast.owner, given_name="Kemal")
    a_caring(case, cast.owner, cared_for=husband)
    with pytest.raises(actions.CannotCare, match="already"):
        a_caring(case, cast.owner, cared_for=husband)
    with pytest.raises(actions.CannotCare, match="the carer"):
        a_caring(case, cast.owner, cared_for=case.person)


def test_what_is_written_anywhere_is_not_asked_again(cast, case):
    assert queries.known_from(case) is None
    given.held_conversation(cast.owner, case=case)
    case.conversations.update(needs=["caring"])
    assert queries.known_from(case) == KnownFrom.CONVERSATION
    a_caring(case, cast.owner)
    case.person.refresh_from_db()
    assert queries.known_from(case) == KnownFrom.RECORD


def test_a_review_comes_onto_the_worklist_on_its_day_and_goes_when_it_was_looked_at(cast, case):
    caring = a_caring(case, cast.owner)
    last = with_outcome(case, caring, cast.owner, review_on=REVIEW)
    from alongside.partnerships.viewer import viewer_of

    viewer = viewer_of(cast.owner)
    assert last.follow_up not in casework.due(viewer, REVIEW - dt.timedelta(days=1))
    assert last.follow_up in casework.due(viewer, REVIEW)
    again = dt.datetime.combine(REVIEW, AT.time(), dt.UTC)
    moved(
        case, caring, Stage.REVIEWED, cast.owner, seen=4, on=REVIEW, at=again, result="support",
        review_on=REVIEW + dt.timedelta(days=365),
    )  # fmt: skip
    assert not FollowUp.objects.get(pk=last.follow_up_id).is_open
    assert last.follow_up not in casework.due(viewer, REVIEW)


def test_taking_back_a_review_makes_the_one_before_due_again_and_keeps_every_line(cast, case):
    caring = a_caring(case, cast.owner)
    outcome = with_outcome(case, caring, cast.owner, review_on=REVIEW)
    told = {"result": "support", "review_on": REVIEW + dt.timedelta(days=9)}
    reviewed = moved(case, caring, Stage.REVIEWED, cast.owner, seen=4, at=LATER, **told)
    actions.take_back(case=case, caring=caring, seen=5, by=cast.colleague, at=LATER + dt.timedelta(hours=1))
    assert FollowUp.objects.get(pk=outcome.follow_up_id).is_open
    assert not FollowUp.objects.filter(pk=reviewed.follow_up_id).exists()
    assert row(cast, case).stage == Stage.OUTCOME
    lines = AssessmentMove.objects.order_by("number").values_list("number", "takes_back", "by__name")
    assert list(lines)[-2:] == [(5, None, cast.owner.name), (6, 5, cast.colleague.name)]


def test_all_moves_can_be_taken_back_and_then_there_is_none_left(cast, case):
    caring = a_caring(case, cast.owner)
    moved(case, caring, Stage.OFFERED, cast.owner, seen=0)
    actions.take_back(case=case, caring=caring, seen=1, by=cast.owner, at=LATER)
    assert row(cast, case).stage is None
    with pytest.raises(actions.CannotCare, match="no move"):
        actions.take_back(case=case, caring=caring, seen=2, by=cast.owner, at=LATER)
    moved(case, caring, Stage.REQUESTED, cast.owner, seen=2)


def test_a_move_made_on_what_a_colleague_changed_meanwhile_is_refused(cast, case):
    caring = a_caring(case, cast.owner)
    moved(case, caring, Stage.OFFERED, cast.colleague, seen=0)
    with pytest.raises(actions.CannotCare, match="colleague"):
        moved(case, caring, Stage.REQUESTED, cast.owner, seen=0)
    assert AssessmentMove.objects.count() == 1


def test_a_young_carer_goes_to_the_named_service_and_not_down_the_adult_path(cast):
    girl = a_person(by=cast.owner, given_name="Elif", born_on=dt.date(2010, 1, 5))
    case = a_case(cast.owner, person=girl)
    caring = a_caring(case, cast.owner, relationship="parent")
    assert caring.is_young_carer(DAY)
    assert not caring.is_young_carer(dt.date(2028, 1, 5)), "she turns 18 without anybody writing it down"
    with pytest.raises(actions.CannotCare, match="under 18"):
        moved(case, caring, Stage.OFFERED, cast.owner, seen=0)
    with pytest.raises(actions.CannotCare, match="named"):
        actions.lead_young_carer(case=case, by=cast.owner, at=AT)
    service = a_service("Hackney Young Carers")
    actions.name_young_carers_service(service=service, by=cast.steward, at=AT)
    step = actions.lead_young_carer(case=case, by=cast.owner, at=AT)
    assert step.service == service
    assert actions.lead_young_carer(case=case, by=cast.owner, at=AT) == step


def test_an_adult_is_not_led_to_the_young_carers(cast, case):
    actions.name_young_carers_service(service=a_service("Young Carers"), by=cast.steward, at=AT)
    with pytest.raises(actions.CannotCare, match="under 18"):
        actions.lead_young_carer(case=case, by=cast.owner, at=AT)


def test_a_break_is_a_step_of_the_plan(cast, case):
    step = actions.propose_break(case=case, what=Break.SITTING, due_on=REVIEW, by=cast.owner, at=AT)
    assert (step.case, step.due_on, step.is_open) == (case, REVIEW, True)
    assert "two hours" in step.title


def test_caring_that_ended_stays_readable_takes_no_move_and_may_go_on(cast, case):
    caring = a_caring(case, cast.owner)
    actions.end(case=case, caring=caring, by=cast.owner, at=AT)
    with pytest.raises(actions.CannotCare, match="ended"):
        moved(case, caring, Stage.OFFERED, cast.owner, seen=0)
    actions.go_on(case=case, caring=caring, by=cast.owner, at=LATER)
    assert Caring.objects.get().goes_on


def test_a_change_over_a_colleagues_change_is_refused_and_the_same_words_are_none(cast, case):
    caring = a_caring(case, cast.owner)
    actions.change(case=case, caring=caring, version=1, told={"hours": "50+"}, by=cast.colleague, at=AT)
    actions.change(case=case, caring=caring, version=1, told={"hours": "50+"}, by=cast.owner, at=AT)
    with pytest.raises(actions.CannotCare, match="meanwhile"):
        actions.change(case=case, caring=caring, version=1, told={"hours": "0-9"}, by=cast.owner, at=AT)


def test_once_support_has_ended_nothing_is_written(cast):
    case = given.closed_case(cast.owner)
    with pytest.raises(actions.CannotCare, match="ended"):
        a_caring(case, cast.owner)


def test_who_is_looked_after_has_no_name_for_those_who_may_not_see_them(cast, case):
    husband = a_person(by=cast.stranger, given_name="Kemal")
    a_caring(case, cast.owner, cared_for=husband)
    assert row(cast, case).name == ""
