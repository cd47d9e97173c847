"""Each constraint of joining, violated: the database has the last word."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, models, transaction

from alongside.core import ids
from alongside.joining.models import Join, JoinedRow
from tests.factories.joining import AT, a_proposal, joined

BROKEN = {
    "joining_status_is_known": {"status": "perhaps", "decided_at": AT, "decided_by": "colleague"},
    "joining_says_why": {"reason": ""},
    "joining_decision_is_whole": {"decided_at": AT, "status": "refused"},
    "joining_undoing_is_whole": {"undone_by": "owner"},
    "joining_decided_by_someone": {"status": "refused"},
    "joining_needs_two_people": {"status": "joined", "decided_at": AT, "decided_by": "owner"},
    "joining_undone_says_why": {
        "status": "undone", "decided_at": AT, "decided_by": "colleague", "undone_at": AT, "undone_by": "owner",
    },
}  # fmt: skip
BROKEN_ROWS = {"joining_row_counts": {"number": 0}, "joining_row_names_its_table": {"label": ""}}
ELSEWHERE = {"joining_two_records", "joining_gone_once", "joining_asked_once", "joining_row_numbered_once"}


def refused(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(cast, name):
    join = a_proposal(cast.owner)
    wrong = {
        field: getattr(cast, value) if field.endswith("_by") else value
        for field, value in BROKEN[name].items()
    }
    with refused(name), transaction.atomic():
        Join.objects.filter(pk=join.pk).update(**wrong)


@pytest.mark.parametrize("name", BROKEN_ROWS)
def test_the_database_refuses_a_row(cast, name):
    join = joined(cast.owner, cast.colleague)
    row = {
        "join": join,
        "number": 999,
        "label": "people.Consent",
        "row": ids.new_id(),
        "before": {},
        "after": {},
    }
    with refused(name), transaction.atomic():
        JoinedRow.objects.create(**{**row, **BROKEN_ROWS[name]})


def test_a_joining_by_one_person_is_refused_by_the_database_too(cast):
    join = a_proposal(cast.owner)
    with refused("joining_needs_two_people"), transaction.atomic():
        Join.objects.filter(pk=join.pk).update(status="joined", decided_at=AT, decided_by=cast.owner)


def test_the_rest_is_there_once(cast):
    join = joined(cast.owner, cast.colleague)
    with refused("joining_two_records"), transaction.atomic():
        Join.objects.filter(pk=join.pk).update(gone=join.kept)
    same = {"reason": "x", "proposed_at": AT, "proposed_by": cast.owner}
    with refused("joining_asked_once"), transaction.atomic():
        Join.objects.create(kept=join.gone, gone=join.kept, **same)
    third = a_proposal(cast.owner)
    with refused("joining_gone_once"), transaction.atomic():
        Join.objects.filter(pk=third.pk).update(
            gone=join.gone, status="joined", decided_at=AT, decided_by=cast.colleague
        )
    with refused("joining_row_numbered_once"), transaction.atomic():
        JoinedRow.objects.create(join=join, number=1, label="x", row=ids.new_id(), before={}, after={})


def test_every_constraint_is_violated_here():
    named = {
        constraint.name
        for model in (Join, JoinedRow)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint | models.UniqueConstraint)
    }
    assert named == set(BROKEN) | set(BROKEN_ROWS) | ELSEWHERE
