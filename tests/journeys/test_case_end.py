"""The end of support, the start of it again, and the questions three months on."""

import datetime as dt

from alongside.casework.enums import ClosingReason, FollowUpKind, OnwardStatus, Outcome
from alongside.journeys.close_case import close_case, reopen_case
from alongside.journeys.hold_conversation import Agreed, Said, hold_conversation
from alongside.journeys.record_three_months import record_three_months
from alongside.measures.enums import AskedBy, Stage
from alongside.measures.instruments import instrument
from alongside.measures.models import Response
from alongside.messaging.models import Message
from alongside.people.enums import ConsentPurpose
from alongside.people.models import Consent
from tests import given
from tests.factories.casework import AT

LATER = AT + dt.timedelta(days=91)
ANSWERS = [(instrument("ucla3"), ["3", "2", None]), (instrument("direct1"), ["4"])]


def said(**more):
    words = {"what_matters": "Company.", "strengths": "", "needs": [], "notes": ""}
    return Said(held_on=AT.date(), words=words, **more)


def test_closing_calls_off_what_organisers_have_not_answered(cast):
    sent, _secret = given.sent_onward_referral(cast.owner)
    close_case(
        case=sent.case,
        outcome=Outcome.BETTER,
        reason=ClosingReason.PLAN_DONE,
        note="",
        by=cast.owner,
        at=LATER,
    )
    sent.refresh_from_db()
    assert sent.status == OnwardStatus.WITHDRAWN
    assert Message.objects.filter(to=sent.to_email, template="onward_withdrawn").exists()


def test_a_death_is_written_on_the_record_so_that_nothing_reaches_the_home(cast):
    case = given.consented_case(cast.owner)
    close_case(case=case, outcome=Outcome.SAME, reason=ClosingReason.DIED, note="", by=cast.owner, at=LATER)
    case.person.refresh_from_db()
    assert case.person.deceased_on == LATER.date()
    assert not case.person.may_ring


def test_a_closed_case_starts_again(cast):
    case = given.closed_case(cast.owner)
    reopened = reopen_case(case=case, by=cast.owner, at=LATER)
    assert reopened.is_open


def test_a_first_conversation_is_one_act(cast):
    case = given.accepted_referral(cast.partnership, cast.owner)
    hold_conversation(
        case=case,
        said=said(
            agreed=Agreed(purposes=[ConsentPurpose.SUPPORT], share_with=[cast.other_organisation]),
            details={"contact_times": ["morning"], "leave_message": False},
            barriers=["mobility", "language"],
            barrier_note="stairs",
            answers=ANSWERS,
        ),
        by=cast.owner,
        at=AT,
    )
    assert Consent.objects.filter(person=case.person).count() == 2
    assert sorted(case.barriers.values_list("kind", "description")) == [
        ("language", ""),
        ("mobility", "stairs"),
    ]
    scores = dict(Response.objects.values_list("instrument_code", "score"))
    assert scores == {"ucla3": None, "direct1": 4}
    open_now = case.follow_ups.filter(done_at=None).order_by("due_on")
    assert [due.kind for due in open_now] == [FollowUpKind.CALL, FollowUpKind.THREE_MONTHS]
    assert not case.follow_ups.filter(kind=FollowUpKind.FIRST_CONTACT, done_at=None).exists()


def test_a_conversation_without_answers_asks_for_no_questions_later(cast):
    case = given.accepted_referral(cast.partnership, cast.owner)
    hold_conversation(case=case, said=said(), by=cast.owner, at=AT)
    assert not case.follow_ups.filter(kind=FollowUpKind.THREE_MONTHS).exists()


def test_three_months_on_the_answers_are_kept_and_the_follow_up_is_done(cast):
    case = given.accepted_referral(cast.partnership, cast.owner)
    hold_conversation(case=case, said=said(answers=ANSWERS), by=cast.owner, at=AT)
    kept = record_three_months(
        case=case, answers=ANSWERS, held_on=LATER.date(), asked_by=AskedBy.PHONE, by=cast.owner, at=LATER
    )
    assert {response.stage for response in kept} == {Stage.THREE_MONTHS}
    assert not case.follow_ups.filter(kind=FollowUpKind.THREE_MONTHS, done_at=None).exists()
