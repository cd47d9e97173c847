"""Onward referrals: agreement first, the minimum shared, the answer reaches the plan and the connector."""

import datetime as dt

import pytest

from alongside.casework.actions.errors import CannotAnswer, CannotRefer
from alongside.casework.enums import Because, DeclineReason, FollowUpKind, OnwardStatus, Owner
from alongside.casework.models import FollowUp, OnwardReferral
from alongside.journeys import agree, answer_onward, refer_onward
from alongside.messaging.models import Message
from alongside.partnerships.actions import know_organisation
from alongside.people.enums import ConsentPurpose
from alongside.people.queries import live_consent
from tests import given
from tests.factories.casework import AT
from tests.factories.people import MRS_A

HOUR = dt.timedelta(hours=1)


def test_nothing_is_shared_without_agreement(cast):
    case = given.consented_case(cast.owner)
    with pytest.raises(refer_onward.NotAgreed):
        refer_onward.refer_onward(
            case=case,
            to_organisation=know_organisation(name="The Green House"),
            to_email="hello@greenhouse.example.org",
            share=["called"],
            by=cast.owner,
            at=AT,
        )
    assert not OnwardReferral.objects.exists()
    assert not Message.objects.exists()


def test_exactly_what_was_chosen_is_shared(cast):
    sent, _secret = given.sent_onward_referral(cast.owner, share=("called", "languages", "nonsense"))
    assert sent.shared == {"called": "Mrs A", "languages": "Turkish, English"}


def test_the_message_names_nobody(cast):
    given.sent_onward_referral(cast.owner)
    message = Message.objects.get(to="hello@greenhouse.example.org")
    for hers in (MRS_A["given_name"], MRS_A["family_name"], "Mrs A", "900123", "E8 1EA"):
        assert hers not in message.subject + message.body
    assert "Ayse Demir" in message.body


def test_a_yes_reaches_the_plan_the_timeline_and_the_connector(cast):
    sent, _secret = given.accepted_onward_referral(cast.owner)
    assert sent.status == OnwardStatus.ACCEPTED
    sent.step.refresh_from_db()
    assert (sent.step.owner, sent.step.owner_name) == (Owner.ORGANISATION, "The Green House")
    due = FollowUp.objects.get(because=Because.ONWARD_ACCEPTED)
    assert (due.kind, due.owner, due.due_on) == (FollowUpKind.CALL, cast.owner, AT.date())
    told = Message.objects.get(to=cast.owner.user.email)
    assert "Aydın" not in told.subject + told.body


def test_a_no_comes_back_with_its_reason(cast):
    sent, _secret = given.sent_onward_referral(cast.owner)
    answer_onward.decline(
        onward=sent, reason=DeclineReason.FULL, note="In May again", name="Gill", at=AT + HOUR
    )
    sent.refresh_from_db()
    assert (sent.status, sent.decline_reason, sent.decline_note) == ("declined", "full", "In May again")
    assert FollowUp.objects.get(because=Because.ONWARD_DECLINED).note == "The Green House"


def test_a_question_is_answered_and_then_they_can_say_yes(cast):
    asked, secret = given.questioned_onward_referral(cast.owner)
    assert FollowUp.objects.get(kind=FollowUpKind.ANSWER).owner == cast.owner
    replied = refer_onward.reply(onward=asked, words="Yes, with a rail.", by=cast.owner, at=AT + 2 * HOUR)
    newer = given.secret_of(replied)
    assert newer != secret
    accepted = answer_onward.accept(onward=replied, name="Gill", at=AT + 3 * HOUR)
    assert accepted.status == OnwardStatus.ACCEPTED


def test_taking_agreement_back_calls_off_what_waits(cast):
    sent, _secret = given.sent_onward_referral(cast.owner)
    consent = live_consent(sent.case.person, ConsentPurpose.SHARE, sent.to_organisation)
    agree.take_back(consent=consent, by=cast.owner, at=AT + HOUR)
    sent.refresh_from_db()
    assert sent.status == OnwardStatus.WITHDRAWN
    assert Message.objects.filter(to=sent.to_email, template="onward_withdrawn").count() == 1
    with pytest.raises(CannotAnswer):
        answer_onward.accept(onward=sent, name="Gill", at=AT + 2 * HOUR)


def test_an_organiser_is_not_nudged_once_agreement_is_gone(cast):
    sent, _secret = given.sent_onward_referral(cast.owner)
    consent = live_consent(sent.case.person, ConsentPurpose.SHARE, sent.to_organisation)
    agree.people.withdraw_consent(consent=consent, by=cast.owner, at=AT + HOUR)
    with pytest.raises(refer_onward.NotAgreed):
        refer_onward.nudge(onward=sent, by=cast.owner, at=AT + 2 * HOUR)


def test_a_wrong_address_is_refused_and_nothing_is_left_behind(cast):
    with pytest.raises(CannotRefer):
        given.sent_onward_referral(cast.owner, to_email="not an address")
    assert not OnwardReferral.objects.exists()
