"""Each constraint of rights, violated: the database has the last word."""

import datetime as dt

import pytest
from django.db import IntegrityError, models, transaction

from alongside.rights import models as rights
from alongside.rights.models import (
    AccessRequest,
    Complaint,
    Correction,
    Erasure,
    Hold,
    Notice,
    Opening,
    Pause,
    Redaction,
    Run,
    RunItem,
    Term,
    Tombstone,
)  # fmt: skip
from tests.factories.casework import AT
from tests.factories.people import a_person
from tests.factories.rights import DAY, a_complaint, a_correction, an_access_request, an_erasure

BY = object()  # stands for the owner of the cast
BROKEN: dict[str, tuple[type[models.Model], dict[str, object]]] = {
    "rights_access_asker_is_known": (AccessRequest, {"asked_by": "cat"}),
    "rights_access_way_is_known": (AccessRequest, {"asked_how": "pigeon"}),
    "rights_access_identity_by": (AccessRequest, {"identity_at": None}),
    "rights_access_identity_says_how": (AccessRequest, {"identity": ""}),
    "rights_access_extended_by": (AccessRequest, {"extended_by": BY}),
    "rights_access_extension_is_told": (AccessRequest, {"extended_at": AT, "extended_by": BY}),
    "rights_access_made_by": (AccessRequest, {"made_at": AT}),
    "rights_access_released_by": (AccessRequest, {"released_by": BY}),
    "rights_access_released_when_known_and_made": (
        AccessRequest,
        {"released_at": AT, "released_by": BY, "answered_how": "letter"},
    ),
    "rights_access_ended_by": (AccessRequest, {"ended_by": BY}),
    "rights_access_ends_one_way": (AccessRequest, {"ending": "withdrawn"}),
    "rights_access_refused_says_why": (AccessRequest, {"ending": "refused", "ended_at": AT, "ended_by": BY}),
    "rights_pause_why_is_known": (Pause, {"why": "tea"}),
    "rights_pause_says_what_was_asked": (Pause, {"asked": ""}),
    "rights_pause_ended_by": (Pause, {"ended_by": BY}),
    "rights_pause_ends_after_it_began": (
        Pause,
        {"until_on": DAY - dt.timedelta(days=1), "ended_at": AT, "ended_by": BY},
    ),
    "rights_redaction_kind_is_known": (Redaction, {"kind": "cat"}),
    "rights_redaction_names_it": (Redaction, {"term": ""}),
    "rights_redaction_decided_by": (Redaction, {"decided_by": BY}),
    "rights_redaction_decided_by_someone": (Redaction, {"decision": "out"}),
    "rights_opening_form_is_known": (Opening, {"form": "film"}),
    "rights_hold_says_why": (Hold, {"reason": ""}),
    "rights_hold_lifted_by": (Hold, {"lifted_at": AT}),
    "rights_erasure_state_is_known": (Erasure, {"state": "cat"}),
    "rights_erasure_asked_by_someone": (Erasure, {"asked_how": ""}),
    "rights_erasure_confirmed_by_someone": (Erasure, {"state": "running"}),
    "rights_erasure_needs_two": (Erasure, {"state": "running", "decided_by": BY, "decided_at": AT}),
    "rights_erasure_refused_says_why": (Erasure, {"state": "refused"}),
    "rights_erasure_done_says_when": (Erasure, {"done_at": AT}),
    "rights_tombstone_is_a_hash": (Tombstone, {"mark": "Ayten"}),
    "rights_term_is_plausible": (Term, {"months": 0}),
    "rights_term_says_why": (Term, {"why": ""}),
    "rights_run_state_is_known": (Run, {"state": "cat", "decided_at": AT, "decided_by": BY}),
    "rights_run_decided_by": (Run, {"decided_by": BY}),
    "rights_run_confirmed_by_someone": (Run, {"state": "confirmed"}),
    "rights_run_done_says_when": (Run, {"done_at": AT}),
    "rights_item_counts": (RunItem, {"rows": 0}),
    "rights_complaint_says_who_and_what": (Complaint, {"words": ""}),
    "rights_complaint_way_is_known": (Complaint, {"came_how": "pigeon"}),
    "rights_complaint_acknowledgement_is_whole": (Complaint, {"acknowledged_on": DAY}),
    "rights_complaint_decided_by": (Complaint, {"decided_by": BY}),
    "rights_complaint_outcome_says_why": (Complaint, {"outcome": "upheld"}),
    "rights_complaint_told_after_it_was_decided": (
        Complaint,
        {"told_on": DAY, "told_by": BY, "told_how": "phone"},
    ),
    "rights_correction_says_what": (Correction, {"fact": ""}),
    "rights_notice_kind_is_known": (Notice, {"kind": "cat"}),
    "rights_notice_settled_by": (Notice, {"settled_by": BY}),
    "rights_notice_says_how_or_why_not": (Notice, {"settled": "told"}),
}
#: There once: the same row is tried again.
ONCE: dict[str, type[models.Model]] = {
    "rights_access_reference_once": AccessRequest,
    "rights_pause_one_at_a_time": Pause,
    "rights_redaction_once": Redaction,
    "rights_hold_once_at_a_time": Hold,
    "rights_erasure_one_at_a_time": Erasure,
    "rights_tombstone_once": Tombstone,
    "rights_term_once": Term,
    "rights_run_one_at_a_time": Run,
    "rights_item_once": RunItem,
    "rights_complaint_reference_once": Complaint,
    "rights_notice_once": Notice,
}


@pytest.fixture
def rows(cast):
    """One row of each table, as it first stands."""
    by = cast.owner
    asked = an_access_request(by)
    Pause.objects.create(
        request=asked, why="identity", asked="A document", from_on=DAY, began_at=AT, began_by=by
    )
    Redaction.objects.create(request=asked, kind="name", term="Fatma", places=1)
    Opening.objects.create(request=asked, at=AT, by=by, form="page")
    Hold.objects.create(person=a_person(by=by), reason="A claim", placed_at=AT, placed_by=by)
    an_erasure(by)
    Tombstone.objects.create(mark="a" * 64, made_on=DAY)
    Term.objects.create(subject="people.Person", months=36, why="x", set_at=AT, set_by=by)
    run = Run.objects.create(as_of=DAY, proposed_at=AT)
    RunItem.objects.create(run=run, subject="people.Person", row=asked.pk, ended_on=DAY)
    a_complaint(by)
    a_correction(by)
    return by


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def test_the_database_refuses(rows, subtests):
    for name, (model, wrong) in BROKEN.items():
        row = model._base_manager.get()
        with subtests.test(name), refused(name), transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(
                **{field: rows if value is BY else value for field, value in wrong.items()}
            )


def test_it_is_there_once(rows, subtests):
    for name, model in ONCE.items():
        row = model._base_manager.get()
        row.pk = row._meta.pk.get_default()
        row._state.adding = True
        with subtests.test(name), refused(name), transaction.atomic():
            row.save(force_insert=True)


def test_an_erasure_has_a_cause_we_know(rows):
    with refused("rights_erasure_cause_is_known"), transaction.atomic():
        Erasure.objects.create(person=a_person(by=rows), cause="cat", asked_at=AT)


def test_no_constraint_of_rights_goes_untried():
    ours = {
        constraint.name
        for name in rights.__all__
        for constraint in getattr(rights, name)._meta.constraints
        if isinstance(constraint, models.BaseConstraint)
    }
    assert ours == set(BROKEN) | set(ONCE) | {"rights_erasure_cause_is_known"}
