"""Each constraint of casework, violated: the database has the last word."""

import datetime as dt

import pytest
from django.db import IntegrityError, models, transaction

from alongside.casework.models import Barrier, Case, Contact, Conversation, FollowUp, OnwardReferral, Step
from tests import given
from tests.factories.casework import AT

EARLIER = AT - dt.timedelta(days=1)

#: constraint → (model, what to write)
BROKEN: dict[str, tuple[type[models.Model], dict[str, object]]] = {
    "casework_case_closing_is_whole": (
        Case,
        {"status": "closed", "outcome": "same", "closing_reason": "other", "closed_at": AT},
    ),
    "casework_case_reopening_is_whole": (Case, {"reopened_at": AT}),
    "casework_case_closed_says_how_and_why": (Case, {"status": "half"}),
    "casework_case_opened_before_closed": (
        Case,
        {
            "status": "closed",
            "outcome": "same",
            "closing_reason": "other",
            "closed_at": EARLIER,
            "closed_by": "me",
        },
    ),
    "casework_conversation_version_counts": (Conversation, {"version": 0}),
    "casework_conversation_needs_are_known": (Conversation, {"needs": ["a pony"]}),
    "casework_barrier_kind_is_known": (Barrier, {"kind": "dragons"}),
    "casework_barrier_owner_is_known": (Barrier, {"owner": "nobody"}),
    "casework_barrier_removal_is_whole": (Barrier, {"removed_at": AT}),
    "casework_step_says_what": (Step, {"title": ""}),
    "casework_step_owner_is_known": (Step, {"owner": "nobody"}),
    "casework_step_status_is_known": (Step, {"status": "half", "done_at": AT, "done_by": "me"}),
    "casework_step_doing_is_whole": (Step, {"status": "done", "done_at": AT}),
    "casework_step_done_says_when": (Step, {"status": "done"}),
    "casework_contact_channel_is_known": (Contact, {"channel": "pigeon"}),
    "casework_contact_result_is_known": (Contact, {"result": "perhaps"}),
    "casework_follow_up_kind_is_known": (FollowUp, {"kind": "dance"}),
    "casework_follow_up_because_is_known": (FollowUp, {"because": "why not"}),
    "casework_follow_up_doing_is_whole": (FollowUp, {"done_at": AT}),
    "casework_onward_status_is_known": (OnwardReferral, {"status": "perhaps"}),
    "casework_onward_sent_before_expiry": (OnwardReferral, {"expires_at": EARLIER}),
    "casework_onward_answer_says_when": (OnwardReferral, {"status": "accepted"}),
    "casework_onward_declined_says_why": (OnwardReferral, {"status": "declined", "answered_at": AT}),
    "casework_onward_question_says_what": (OnwardReferral, {"status": "question"}),
    "casework_onward_ended_says_how": (OnwardReferral, {"status": "ended", "ended_on": AT}),
    "casework_onward_started_says_when": (OnwardReferral, {"status": "started"}),
    "casework_onward_attended_says_when": (OnwardReferral, {"attended": 2}),
    "casework_onward_nudge_is_whole": (OnwardReferral, {"nudged_at": AT}),
    "casework_onward_reply_is_whole": (OnwardReferral, {"replied_at": AT}),
    "casework_onward_withdrawal_is_whole": (OnwardReferral, {"withdrawn_at": AT}),
}
#: Violated where the story is: test_actions and below.
ELSEWHERE = {
    "casework_case_open_once",
    "casework_onward_link_once",
    "casework_onward_asked_once_at_a_time",
}


@pytest.fixture
def everything(cast):
    case = given.agreed_plan(cast.owner)
    given.logged_contact(cast.owner, case=case)
    given.sent_onward_referral(cast.owner, case=case)
    return cast


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(everything, name):
    model, wrong = BROKEN[name]
    wrong = {field: everything.owner if value == "me" else value for field, value in wrong.items()}
    row = model.objects.order_by("pk").first()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**wrong)


def test_two_links_never_share_a_secret(everything):
    first = OnwardReferral.objects.get()
    with pytest.raises(IntegrityError, match="casework_onward_link_once"), transaction.atomic():
        OnwardReferral.objects.create(
            case=first.case,
            to_organisation=everything.organisation,
            to_name="Another",
            to_email="a@example.org",
            token_hash=first.token_hash,
            sent_at=AT,
            sent_by=everything.owner,
            expires_at=AT + dt.timedelta(days=1),
        )


def test_one_organiser_is_asked_once_at_a_time_by_the_database_too(everything):
    first = OnwardReferral.objects.get()
    with pytest.raises(IntegrityError, match="casework_onward_asked_once_at_a_time"), transaction.atomic():
        OnwardReferral.objects.create(
            case=first.case,
            to_organisation=first.to_organisation,
            to_name=first.to_name,
            to_email=first.to_email,
            token_hash="another",
            sent_at=AT,
            sent_by=everything.owner,
            expires_at=AT + dt.timedelta(days=1),
        )


def test_no_constraint_of_casework_goes_untried():
    ours = {
        constraint.name
        for model in (Barrier, Case, Contact, Conversation, FollowUp, OnwardReferral, Step)
        for constraint in model._meta.constraints
    }
    assert ours == set(BROKEN) | ELSEWHERE
