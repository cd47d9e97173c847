"""What is shared stops the moment it is taken back: tried through each door by which something could still get out."""

import datetime as dt

import pytest
from django.urls import reverse

from alongside.casework.actions import cases, contacts
from alongside.casework.enums import ClosingReason, FollowUpKind, OnwardStatus, Outcome, Result
from alongside.casework.models import FollowUp, OnwardReferral
from alongside.casework.referred import standings
from alongside.journeys import agree, refer_onward
from alongside.journeys.accept_referral import accept_referral
from alongside.messaging import actions as messaging
from alongside.messaging.enums import Channel, MessageStatus
from alongside.messaging.models import Message
from alongside.partnerships.models import Organisation
from alongside.partnerships.viewer import viewer_of
from alongside.people import access, queries
from alongside.people.actions import agreements
from alongside.people.enums import ConsentChannel, ConsentPurpose
from alongside.people.models import Consent
from alongside.referrals.models import SystemReferral
from tests import given
from tests.factories.casework import AT
from tests.factories.people import a_consent
from tests.factories.systems import Caller, a_bundle, a_system

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
HERS = ("Mrs A", "Turkish", "Step-free", "Aydın", "900123")


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT + HOUR, tick=False)


def share_of(sent):
    return Consent.objects.get(
        person=sent.case.person,
        purpose=ConsentPurpose.SHARE,
        shared_with=sent.to_organisation,
        withdrawn_at=None,
    )


def take_back(sent, by, at=AT + HOUR):
    return agree.take_back(consent=share_of(sent), by=by, at=at)


@pytest.fixture(params=["sent", "question", "accepted"])
def asked(request, cast):
    """An onward referral in each state in which the organiser may still see something."""
    made = {
        "sent": given.sent_onward_referral,
        "question": given.questioned_onward_referral,
        "accepted": given.accepted_onward_referral,
    }
    return made[request.param](cast.owner)


def test_the_organisers_link_shows_nothing_of_the_person_any_more(cast, client, asked):
    sent, secret = asked
    link = reverse("public:onward-answer", args=[secret])
    before = client.get(link).content.decode()
    assert any(word in before for word in HERS)
    take_back(sent, cast.owner)
    after = client.get(link).content.decode()
    assert not [word for word in HERS if word in after]
    sent.refresh_from_db()
    assert sent.status == OnwardStatus.WITHDRAWN


def test_the_organisers_home_lists_it_no_longer(cast, client_as, asked):
    sent, _secret = asked
    OnwardReferral.objects.filter(pk=sent.pk).update(to_organisation=cast.other_organisation)
    Consent.objects.filter(pk=share_of_any(sent).pk).update(shared_with=cast.other_organisation)
    sent.refresh_from_db()
    home = client_as(cast.organiser)
    assert sent.to_name in home.get(reverse("provider:home")).content.decode()
    take_back(sent, cast.owner)
    assert sent.to_name not in home.get(reverse("provider:home")).content.decode()


def share_of_any(sent):
    return Consent.objects.get(person=sent.case.person, purpose=ConsentPurpose.SHARE)


def test_what_has_not_left_yet_stays_here_and_only_the_calling_off_goes(cast, settings, asked):
    settings.MESSAGES_MODE = "send"
    sent, _secret = asked
    again = messaging.queue(
        partnership=cast.partnership, channel=Channel.EMAIL, to=sent.to_email.upper(), template="onward_withdrawn",
        context={"onward": {"to_name": "x", "service_name": ""}, "asked": "today"}, key="test:1",
        about=sent.case.person, at=AT,
    )  # fmt: skip
    Message.objects.filter(pk=again.pk).update(template="onward_nudge")
    take_back(sent, cast.owner)
    again.refresh_from_db()
    assert again.status == MessageStatus.HELD
    assert "took back" in again.trouble
    words = [
        "onward_withdrawn",
        "onward_unshared",
    ]  # nothing to do; or, once welcomed, nothing shared any more
    called_off = Message.objects.filter(template__in=words, to=sent.to_email)
    assert [one.status for one in called_off] == [MessageStatus.QUEUED]
    assert messaging.deliver(message_id=again.pk, at=AT + HOUR) is None


def test_members_of_that_organisation_do_not_see_the_record_any_more(cast):
    case = given.consented_case(cast.owner)
    consent = a_consent(
        case.person, by=cast.owner, purpose=ConsentPurpose.SHARE, shared_with=cast.other_organisation
    )
    viewer = viewer_of(cast.stranger)
    assert access.can_see(viewer, case.person)
    agree.take_back(consent=consent, by=cast.owner, at=AT + HOUR)
    assert not access.can_see(viewer, case.person)


def test_the_system_that_referred_learns_nothing_that_happened_since(cast, time_machine):
    system, secret = a_system(cast.owner)
    practice = Caller(system, secret)
    assert practice.send(a_bundle()).status_code < 300
    case = accept_referral(referral=SystemReferral.objects.get().referral, by=cast.owner, at=AT + HOUR)
    share = a_consent(
        case.person,
        by=cast.owner,
        purpose=ConsentPurpose.SHARE,
        shared_with=system.organisation,
        at=AT + HOUR,
    )

    def told():
        task = practice.task()
        return {key: task.get(key) for key in ("status", "output", "executionPeriod", "businessStatus")}

    before = told()
    agree.take_back(consent=share, by=cast.owner, at=AT + 2 * HOUR)
    assert told() == before
    contacts.log(case=case, result=Result.REACHED, by=cast.owner, at=AT + 3 * HOUR)
    cases.close(
        case=case,
        outcome=Outcome.BETTER,
        reason=ClosingReason.PLAN_DONE,
        note="",
        by=cast.owner,
        at=AT + 4 * HOUR,
    )
    assert told() == before
    (one,) = standings(system, limit=5)
    assert one.told_at == AT + 2 * HOUR, "whoever asks what changed since hears of nothing later"


def test_while_it_is_shared_the_system_does_learn_of_it(cast):
    system, secret = a_system(cast.owner)
    practice = Caller(system, secret)
    practice.send(a_bundle())
    case = accept_referral(referral=SystemReferral.objects.get().referral, by=cast.owner, at=AT + HOUR)
    a_consent(
        case.person,
        by=cast.owner,
        purpose=ConsentPurpose.SHARE,
        shared_with=system.organisation,
        at=AT + HOUR,
    )
    contacts.log(case=case, result=Result.REACHED, by=cast.owner, at=AT + 3 * HOUR)
    cases.close(
        case=case,
        outcome=Outcome.BETTER,
        reason=ClosingReason.PLAN_DONE,
        note="",
        by=cast.owner,
        at=AT + 4 * HOUR,
    )
    assert practice.task()["status"] == "completed"


def test_who_asks_again_after_it_is_refused(cast):
    sent, _secret = given.sent_onward_referral(cast.owner)
    take_back(sent, cast.owner)
    with pytest.raises(refer_onward.NotAgreed):
        refer_onward.refer_onward(
            case=sent.case, to_organisation=sent.to_organisation, to_email=sent.to_email, share=["called"],
            by=cast.owner, at=AT + HOUR,
        )  # fmt: skip


def test_another_organisation_keeps_what_it_was_given(cast):
    sent, _secret = given.accepted_onward_referral(cast.owner)
    other, _other = given.sent_onward_referral(
        cast.owner, case=sent.case, to_name="Lunch Club", to_email="lunch@club.example.org"
    )
    take_back(sent, cast.owner)
    other.refresh_from_db()
    assert other.status == OnwardStatus.SENT


def test_an_agreement_that_ran_out_shows_nothing_and_lets_nobody_see(cast, client, time_machine):
    agreements.set_term(purpose=ConsentPurpose.SHARE, months=1, by=cast.steward, at=AT)
    sent, secret = given.accepted_onward_referral(cast.owner)
    link = reverse("public:onward-answer", args=[secret])
    assert "Mrs A" in client.get(link).content.decode()
    OnwardReferral.objects.filter(pk=sent.pk).update(expires_at=AT + 90 * DAY)
    time_machine.move_to(AT + 32 * DAY, tick=False)
    assert "Mrs A" not in client.get(link).content.decode()
    assert queries.live_consent(sent.case.person, ConsentPurpose.SHARE, sent.to_organisation) is None


def test_what_the_person_keeps_back_is_not_sent_and_disappears_from_a_link_that_is_out(cast, client):
    sent, secret = given.accepted_onward_referral(cast.owner)
    link = reverse("public:onward-answer", args=[secret])
    assert "900123" in client.get(link).content.decode()
    agree.agree(
        person=sent.case.person, purpose=ConsentPurpose.SHARE, shared_with=sent.to_organisation,
        channel=ConsentChannel.PHONE, not_shared=["phone"], by=cast.owner, at=AT + HOUR,
    )  # fmt: skip
    assert "900123" not in client.get(link).content.decode()
    other = Organisation.objects.create(name="Walks", kind="charity")
    agree.agree(
        person=sent.case.person, purpose=ConsentPurpose.SHARE, shared_with=other, channel=ConsentChannel.PHONE,
        not_shared=["phone", "languages"], by=cast.owner, at=AT,
    )  # fmt: skip
    asked = refer_onward.refer_onward(
        case=sent.case, to_organisation=other, to_email="w@example.org", share=["called", "phone", "languages"],
        by=cast.owner, at=AT + HOUR,
    )  # fmt: skip
    assert set(asked.shared) == {"called"}


def test_without_an_agreement_to_keep_a_record_nothing_is_shared_and_the_connector_decides_today(cast):
    sent, _secret = given.accepted_onward_referral(cast.owner)
    keep = queries.live_consent(sent.case.person, ConsentPurpose.SUPPORT)
    agree.take_back(consent=keep, by=cast.owner, at=AT + HOUR)
    sent.refresh_from_db()
    assert sent.status == OnwardStatus.WITHDRAWN
    assert not Consent.objects.filter(person=sent.case.person, withdrawn_at=None).exists()
    due = FollowUp.objects.get(case=sent.case, kind=FollowUpKind.DECIDE)
    assert (due.owner, due.due_on) == (cast.owner, AT.date())


def test_taken_back_twice_is_taken_back_once(cast):
    sent, _secret = given.sent_onward_referral(cast.owner)
    consent = share_of(sent)
    agree.take_back(consent=consent, by=cast.owner, at=AT + HOUR)
    agree.take_back(consent=consent, by=cast.colleague, at=AT + 2 * HOUR)
    consent.refresh_from_db()
    assert consent.withdrawn_by == cast.owner
    assert Message.objects.filter(template="onward_withdrawn").count() == 1
