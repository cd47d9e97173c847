"""The pages about caring: asked once, moved on, taken back, led to the young carers, put onto the plan."""

import datetime as dt

import pytest
from django.urls import reverse

from alongside.caring.actions import name_young_carers_service
from alongside.caring.enums import Stage
from alongside.caring.models import AssessmentMove, Caring
from alongside.casework.models import FollowUp, Step
from alongside.people.models import Person
from tests import given
from tests.factories.caring import a_caring, moved, with_outcome
from tests.factories.casework import AT, a_case
from tests.factories.directory import a_service
from tests.factories.people import a_person


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT + dt.timedelta(hours=2))


@pytest.fixture
def owner(cast, client_as):
    return client_as(cast.owner)


@pytest.fixture
def case(cast):
    return given.open_case(cast.owner)


def url(name, *args):
    return reverse(f"connector:{name}", args=args)


def told(**more):
    return {"relationship": "partner", "tasks": ["home"], "hours": "50+", "note": "", **more}


def test_what_is_in_the_record_is_said_and_not_asked(cast, owner):
    case = a_case(cast.owner, person=a_person(by=cast.owner, is_carer=True))
    page = owner.get(url("caring", case.pk)).content.decode()
    assert "do not ask whether" in page
    a_caring(case, cast.owner)
    assert "do not ask whether" not in owner.get(url("caring", case.pk)).content.decode()


def test_caring_for_somebody_we_do_not_know_is_a_word_without_a_name(owner, case):
    assert owner.post(url("caring-add", case.pk), told()).status_code == 302
    assert Caring.objects.get().cared_for is None
    assert Person.objects.get(pk=case.person_id).is_carer
    page = owner.get(url("caring", case.pk)).content.decode()
    assert "Husband, wife or partner" in page
    assert "section 10" in page
    assert "Looking after someone" in owner.get(url("case", case.pk)).content.decode()


def test_somebody_we_know_is_confirmed_before_anything_is_written(cast, owner, case):
    husband = a_person(by=cast.owner, given_name="Kemal", family_name="Aydin")
    asked = owner.post(url("caring-add", case.pk), told(known="kemal"))
    assert asked.status_code == 200
    assert "Kemal Aydin" in asked.content.decode()
    assert not Caring.objects.exists()
    owner.post(url("caring-add", case.pk), told(known="kemal", cared_for=str(husband.pk)))
    assert Caring.objects.get().cared_for == husband
    assert "Kemal Aydin" in owner.get(url("caring", case.pk)).content.decode()


def test_nobody_the_member_may_not_see_is_found_or_linked(cast, owner, case):
    hidden = a_person(by=cast.stranger, given_name="Kemal")
    asked = owner.post(url("caring-add", case.pk), told(known="kemal", cared_for=str(hidden.pk)))
    assert "You know nobody of that name" in asked.content.decode()
    assert not Caring.objects.exists()


def test_sent_twice_is_written_once(owner, case):
    form = owner.get(url("caring-add", case.pk)).context["form"]
    for _ in range(2):
        owner.post(url("caring-add", case.pk), told(once=str(form["once"].value())))
    assert Caring.objects.count() == 1


def day(name, when):
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


def test_the_assessment_moves_on_and_its_review_waits_on_the_worklist(cast, owner, case):
    caring = a_caring(case, cast.owner)
    for seen, stage in enumerate((Stage.OFFERED, Stage.REQUESTED, Stage.DONE)):
        moved(case, caring, stage, cast.owner, seen=seen)
    sent = {"stage": "outcome", "seen": 3, **day("happened_on", AT), "result": "support"}
    assert (
        "a day after the outcome"
        in owner.post(url("caring-assessment", case.pk, caring.pk), sent).content.decode()
    )
    review = AT.date() + dt.timedelta(days=14)
    sent |= day("review_on", review)
    assert owner.post(url("caring-assessment", case.pk, caring.pk), sent).status_code == 302
    page = owner.get(url("caring", case.pk)).content.decode()
    assert "Outcome known" in page
    due = FollowUp.objects.get(pk=AssessmentMove.objects.get(number=4).follow_up_id)
    assert (due.due_on, due.case_id) == (review, case.pk)


def test_on_its_day_the_worklist_says_what_it_is_for(cast, client_as, case, time_machine):
    review = AT.date() + dt.timedelta(days=14)
    with_outcome(case, a_caring(case, cast.owner), cast.owner, review_on=review)
    time_machine.move_to(AT + dt.timedelta(days=14))
    assert "time to look at it again" in client_as(cast.owner).get(url("worklist")).content.decode()


def test_the_last_move_is_taken_back_and_stays_struck_out(cast, owner, case):
    caring = a_caring(case, cast.owner)
    moved(case, caring, Stage.OFFERED, cast.owner, seen=0)
    owner.post(url("caring-assessment-undo", case.pk, caring.pk), {"seen": "1"})
    page = owner.get(url("caring", case.pk)).content.decode()
    assert "<s>Offered" in page
    assert "Not offered yet" in page
    assert "Line 1 taken back" in page


@pytest.mark.parametrize("seen", ["0", "", "x", "²"])
def test_a_page_that_is_out_of_date_takes_nothing_back(cast, owner, case, seen):
    caring = a_caring(case, cast.owner)
    moved(case, caring, Stage.OFFERED, cast.owner, seen=0)
    owner.post(url("caring-assessment-undo", case.pk, caring.pk), {"seen": seen})
    assert AssessmentMove.objects.count() == 1


def test_a_young_carer_is_led_to_the_service_the_partnership_names(cast, owner):
    girl = a_person(by=cast.owner, given_name="Elif", born_on=dt.date(2010, 1, 5))
    case = a_case(cast.owner, person=girl)
    a_caring(case, cast.owner, relationship="parent")
    page = owner.get(url("caring", case.pk)).content.decode()
    assert "section 96" in page
    assert "has not named that service yet" in page
    name_young_carers_service(service=a_service("Hackney Young Carers"), by=cast.steward, at=AT)
    page = owner.get(url("caring", case.pk)).content.decode()
    assert "Hackney Young Carers" in page
    assert "Begin the assessment" not in page
    answer = owner.post(url("young-carer", case.pk))
    assert Step.objects.get().title == "Hackney Young Carers"
    assert owner.get(answer.url).status_code == 200


def test_a_break_goes_onto_the_plan(owner, case):
    owner.post(url("caring-break", case.pk), {"what": "sitting"})
    assert "two hours" in owner.get(url("case", case.pk)).content.decode()


def test_caring_changes_ends_and_goes_on(cast, owner, case):
    caring = a_caring(case, cast.owner)
    owner.post(url("caring-change", case.pk, caring.pk), told(hours="0-9", version=1))
    owner.post(url("caring-change", case.pk, caring.pk), told(hours="10-19", version=1))
    assert Caring.objects.get().hours == "0-9", "the second was read before the first was written"
    owner.post(url("caring-end", case.pk, caring.pk))
    assert not Caring.objects.get().goes_on
    owner.post(url("caring-end", case.pk, caring.pk), {"undo": "1"})
    assert Caring.objects.get().goes_on


def test_the_caring_of_another_person_is_not_found_under_this_case(cast, owner, case):
    other = a_case(cast.owner, person=a_person(by=cast.owner, given_name="Bea"))
    caring = a_caring(other, cast.owner)
    assert owner.get(url("caring-change", case.pk, caring.pk)).status_code == 404
    assert owner.post(url("caring-end", case.pk, caring.pk)).status_code == 404
