"""Each constraint of caring, violated: the database has the last word."""

import datetime as dt

import pytest
from django.db import IntegrityError, models, transaction

from alongside.caring.models import AssessmentMove, CarersAssessment, Caring, YoungCarersService
from alongside.core import ids
from tests import given
from tests.factories.caring import a_caring, with_outcome
from tests.factories.casework import AT
from tests.factories.directory import a_service
from tests.factories.people import a_person

LATER = AT.date() + dt.timedelta(days=90)
BROKEN: dict[str, dict[str, object]] = {
    "caring_relationship_is_known": {"relationship": "butler"},
    "caring_tasks_are_known": {"tasks": ["juggling"]},
    "caring_hours_are_known": {"hours": "all"},
    "caring_version_counts": {"version": 0},
    "caring_end_is_whole": {"ended_at": AT},
    "caring_is_for_another": {"cared_for": "the carer"},
}
#: Moves are only added, so each is tried as a new line.
BROKEN_MOVES: dict[str, dict[str, object]] = {
    "caring_move_numbered_once": {"number": 4, "stage": "offered"},
    "caring_move_counts": {"number": 0, "stage": "offered"},
    "caring_move_goes_or_takes_back": {"stage": ""},
    "caring_move_result_belongs": {"stage": "offered", "result": "support"},
    "caring_move_review_belongs": {"stage": "outcome", "result": "support"},
}
ELSEWHERE = {
    "caring_told_once", "caring_assessment_once", "caring_young_service_once", "caring_move_taken_back_once",
}  # fmt: skip


@pytest.fixture
def caring(cast):
    case = given.open_case(cast.owner)
    told = a_caring(case, cast.owner, cared_for=a_person(by=cast.owner, given_name="Kemal"))
    with_outcome(case, told, cast.owner, review_on=LATER)
    return told


def refused(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(caring, name):
    wrong = {f: caring.carer if value == "the carer" else value for f, value in BROKEN[name].items()}
    with refused(name), transaction.atomic():
        Caring.objects.filter(pk=caring.pk).update(**wrong)


def a_line(caring, cast, **more):
    line = {
        "assessment": caring.assessments.get(), "number": 5, "happened_on": AT.date(), "at": AT, "by": cast.owner,
    }  # fmt: skip
    return AssessmentMove.objects.create(**{**line, **more})


@pytest.mark.parametrize("name", BROKEN_MOVES)
def test_the_database_refuses_a_line(caring, cast, name):
    with refused(name), transaction.atomic():
        a_line(caring, cast, **BROKEN_MOVES[name])


def test_a_line_is_taken_back_once(caring, cast):
    a_line(caring, cast, takes_back=4)
    with refused("caring_move_taken_back_once"), transaction.atomic():
        a_line(caring, cast, number=6, takes_back=4)


@pytest.mark.parametrize("edit", [{"stage": "refused"}, {"note": "x"}, {"at": AT + dt.timedelta(days=1)}])
def test_a_line_is_never_edited(caring, edit):
    with refused("never edited"), transaction.atomic():
        AssessmentMove.objects.filter(number=1).update(**edit)


def test_the_rest_is_there_once(caring, cast):
    with refused("caring_told_once"), transaction.atomic():
        Caring.objects.create(
            carer=caring.carer,
            cared_for=caring.cared_for,
            relationship="friend",
            told_at=AT,
            told_by=cast.owner,
        )
    with refused("caring_assessment_once"), transaction.atomic():
        CarersAssessment.objects.create(pk=ids.new_id(), caring=caring, begun_at=AT, begun_by=cast.owner)
    named = {"service": a_service("Young Carers"), "named_at": AT, "named_by": cast.steward}
    YoungCarersService.objects.create(**named)
    with refused("caring_young_service_once"), transaction.atomic():
        YoungCarersService.objects.create(**named)


def test_a_person_who_is_erased_takes_the_caring_along_and_the_one_cared_for_leaves_only_the_word(caring):
    caring.cared_for.delete()
    assert Caring.objects.get().cared_for is None
    assert Caring.objects.get().relationship == "partner"


def test_no_constraint_of_caring_goes_untried():
    ours = {
        constraint.name
        for model in (Caring, CarersAssessment, AssessmentMove, YoungCarersService)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.BaseConstraint)
    }
    assert ours == set(BROKEN) | set(BROKEN_MOVES) | ELSEWHERE
