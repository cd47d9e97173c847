"""The writers of casework, on a real database."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from alongside.casework import queries
from alongside.casework.actions import cases, contacts, conversations, onward, plan
from alongside.casework.actions.errors import CannotAnswer, CannotClose, CannotDo, CannotOpen, CannotRefer
from alongside.casework.actions.onward_news import News, Teller, tell
from alongside.casework.enums import (
    Because,
    CaseStatus,
    ClosingReason,
    FollowUpKind,
    NewsKind,
    OnwardStatus,
    Outcome,
    Result,
    StepStatus,
)
from alongside.casework.jobs import expire_onward_referrals
from alongside.casework.models import Case, Contact, FollowUp, OnwardReferral
from alongside.core import ids
from alongside.people.models import TimelineEvent
from tests import given
from tests.factories.casework import AT, a_case
from tests.factories.people import a_person

HOUR = dt.timedelta(hours=1)


def sentences(case: Case) -> list[str]:
    return list(
        TimelineEvent.objects.filter(person=case.person)
        .order_by("at", "id")
        .values_list("sentence", flat=True)
    )


def test_a_person_has_one_open_case_with_an_organisation(cast):
    case = a_case(cast.owner)
    with pytest.raises(CannotOpen):
        a_case(cast.colleague, person=case.person)
    with pytest.raises(IntegrityError, match="casework_case_open_once"), transaction.atomic():
        Case.objects.create(
            person=case.person, organisation=case.organisation, opened_at=AT, opened_by=cast.owner
        )
    assert a_case(cast.stranger, person=case.person).organisation == cast.other_organisation


def test_nobody_starts_support_for_somebody_who_has_died(cast):
    person = a_person(by=cast.owner, deceased_on=AT.date())
    with pytest.raises(CannotOpen, match="has died"):
        a_case(cast.owner, person=person)


def test_three_calls_without_answer_ask_for_a_decision(cast):
    case = a_case(cast.owner)
    at = AT
    for _try in range(3):
        due = case.follow_ups.filter(done_at=None).first()
        contacts.log(case=case, result=Result.NO_ANSWER, follow_up=due, by=cast.owner, at=at)
        at += dt.timedelta(days=1)
    due = case.follow_ups.get(done_at=None)
    assert (due.kind, due.because) == (FollowUpKind.DECIDE, Because.NO_ANSWER_THREE)
    assert queries.unanswered(case) == 3


def test_being_reached_starts_the_count_again(cast):
    case = a_case(cast.owner)
    contacts.log(case=case, result=Result.NO_ANSWER, by=cast.owner, at=AT)
    contacts.log(case=case, result=Result.REACHED, by=cast.owner, at=AT + HOUR)
    contacts.log(case=case, result=Result.NO_ANSWER, by=cast.owner, at=AT + 2 * HOUR)
    assert queries.unanswered(case) == 1


def test_the_worklist_counts_tries_as_the_case_does(cast):
    case = a_case(cast.owner)
    contacts.log(case=case, result=Result.REACHED, by=cast.owner, at=AT)
    contacts.log(case=case, result=Result.NO_ANSWER, by=cast.owner, at=AT + HOUR)
    contacts.log(case=case, result=Result.LEFT_MESSAGE, by=cast.owner, at=AT + 2 * HOUR)
    from alongside.partnerships.viewer import viewer_of

    rows = list(queries.due(viewer_of(cast.owner), AT.date() + dt.timedelta(days=30)))
    assert rows
    assert {row.tries for row in rows} == {queries.unanswered(case)} == {2}


def test_a_chosen_day_wins_over_the_proposed_one(cast):
    case = a_case(cast.owner)
    day = dt.date(2026, 12, 1)
    contacts.log(case=case, result=Result.REACHED, next_on=day, next_time=dt.time(9), by=cast.owner, at=AT)
    due = case.follow_ups.get(done_at=None)
    assert (due.due_on, due.due_time) == (day, dt.time(9))


def test_a_contact_logged_by_mistake_can_be_taken_back_whole(cast):
    case = a_case(cast.owner)
    first = contacts.arrange(case=case, due_on=AT.date(), by=cast.owner, at=AT)
    contact = contacts.log(case=case, result=Result.NO_ANSWER, follow_up=first, by=cast.owner, at=AT)
    contacts.undo(contact=contact, by=cast.owner, at=AT + HOUR)
    assert not Contact.objects.exists()
    assert list(FollowUp.objects.all()) == [first]
    first.refresh_from_db()
    assert first.is_open


@pytest.mark.parametrize(
    ("channel", "said"),
    [("call", "Call: left a message."), ("letter", "Letter: sent."), ("text", "Text message: sent.")],
)
def test_what_was_written_was_sent_and_what_was_spoken_was_left(cast, channel, said):
    case = a_case(cast.owner)
    contacts.log(case=case, result=Result.LEFT_MESSAGE, channel=channel, by=cast.owner, at=AT + HOUR)
    assert said in sentences(case)


def test_what_is_due_can_be_moved_ticked_off_and_put_back(cast):
    case = a_case(cast.owner)
    due = contacts.arrange(case=case, due_on=AT.date(), by=cast.owner, at=AT)
    contacts.move(follow_up=due, due_on=dt.date(2026, 11, 9), by=cast.owner, at=AT)
    contacts.tick_off(follow_up=due, by=cast.owner, at=AT)
    contacts.tick_off(follow_up=due, by=cast.owner, at=AT + HOUR)
    due.refresh_from_db()
    assert (due.done_at, due.due_on) == (AT, dt.date(2026, 11, 9))
    with pytest.raises(CannotDo):
        contacts.move(follow_up=due, due_on=dt.date(2026, 11, 10), by=cast.owner, at=AT)
    contacts.undo_tick(follow_up=due, by=cast.owner, at=AT + HOUR)
    due.refresh_from_db()
    assert due.is_open


def test_the_second_editor_of_a_conversation_is_shown_both_texts(cast):
    conversation = given.held_conversation(cast.owner)
    words = {"what_matters": "Cooking.", "strengths": "", "needs": ["company"], "notes": ""}
    conversations.change(conversation=conversation, version=1, words=words, by=cast.owner, at=AT)
    with pytest.raises(conversations.EditedMeanwhile) as meanwhile:
        conversations.change(
            conversation=conversation,
            version=1,
            words={**words, "what_matters": "My sister."},
            by=cast.colleague,
            at=AT,
        )
    [difference] = meanwhile.value.differences
    assert (difference.theirs, difference.yours) == ("Cooking.", "My sister.")
    conversation.refresh_from_db()
    assert (conversation.what_matters, conversation.version) == ("Cooking.", 2)


def test_sending_the_same_words_twice_is_no_conflict(cast):
    conversation = given.held_conversation(cast.owner)
    words = {"what_matters": "Cooking.", "strengths": "", "needs": [], "notes": ""}
    for _send in range(2):
        conversations.change(conversation=conversation, version=1, words=words, by=cast.owner, at=AT)
    conversation.refresh_from_db()
    assert conversation.version == 2


def test_a_step_is_done_and_put_back(cast):
    case = given.agreed_plan(cast.owner)
    step = case.steps.first()
    plan.finish_step(step=step, by=cast.owner, at=AT)
    step.refresh_from_db()
    assert (step.status, step.done_by) == (StepStatus.DONE, cast.owner)
    plan.undo_step(step=step, by=cast.owner, at=AT)
    step.refresh_from_db()
    assert (step.status, step.done_at) == (StepStatus.OPEN, None)


def test_a_barrier_is_removed_and_put_back(cast):
    case = given.agreed_plan(cast.owner)
    barrier = case.barriers.get()
    plan.remove_barrier(barrier=barrier, by=cast.owner, at=AT)
    plan.remove_barrier(barrier=barrier, by=cast.owner, at=AT + HOUR)
    barrier.refresh_from_db()
    assert barrier.removed_at == AT
    plan.undo_removal(barrier=barrier, by=cast.owner, at=AT)
    barrier.refresh_from_db()
    assert not barrier.is_removed


def test_handing_over_moves_what_is_due_with_the_case(cast):
    case = a_case(cast.owner)
    due = contacts.arrange(case=case, due_on=AT.date(), by=cast.owner, at=AT)
    cases.hand_over(case=case, to=cast.colleague, by=cast.team_lead, at=AT)
    due.refresh_from_db()
    assert due.owner == cast.colleague
    with pytest.raises(CannotOpen):
        cases.hand_over(case=case, to=cast.stranger, by=cast.team_lead, at=AT)


def test_a_closed_case_says_how_and_why_and_drops_what_was_due(cast):
    case = given.closed_case(cast.owner)
    assert (case.status, case.outcome, case.closing_reason) == ("closed", "better", "plan_done")
    assert not case.follow_ups.filter(done_at=None).exists()
    with pytest.raises(CannotClose):
        cases.close(
            case=case, outcome=Outcome.SAME, reason=ClosingReason.OTHER, note="", by=cast.owner, at=AT
        )
    with pytest.raises(CannotDo):
        plan.add_step(case=Case.objects.get(pk=case.pk), title="More", by=cast.owner, at=AT)


def test_a_closed_case_can_be_reopened_with_a_call_the_next_working_day(cast):
    case = given.closed_case(cast.owner)
    friday = dt.datetime(2027, 2, 5, 12, tzinfo=dt.UTC)
    cases.reopen(case=case, by=cast.colleague, at=friday)
    case.refresh_from_db()
    assert (case.status, case.closed_at, case.outcome) == (CaseStatus.OPEN, None, "")
    assert case.follow_ups.get(done_at=None).due_on == dt.date(2027, 2, 8)


def test_a_case_is_not_reopened_beside_another_open_one(cast):
    case = given.closed_case(cast.owner)
    a_case(cast.owner, person=case.person, at=AT + dt.timedelta(days=95))
    with pytest.raises(CannotClose):
        cases.reopen(case=case, by=cast.owner, at=AT + dt.timedelta(days=96))


def test_only_a_hash_of_the_link_is_kept(cast):
    sent, secret = given.sent_onward_referral(cast.owner)
    assert secret not in str(OnwardReferral.objects.values().get())
    assert queries.onward_by_secret(secret) == sent
    assert queries.onward_by_secret("nonsense") is None
    assert queries.onward_by_secret(ids.hash_secret(secret)) is None


def test_the_first_answer_stands_and_the_second_is_refused(cast):
    sent, _secret = given.sent_onward_referral(cast.owner)
    yes, no = News(NewsKind.ACCEPTED), News(NewsKind.QUESTION, note="Really?")
    tell(onward=sent, news=yes, teller=Teller("Gill"), at=AT + HOUR)
    with pytest.raises(CannotAnswer):
        tell(onward=sent, news=no, teller=Teller("Bob"), at=AT + 2 * HOUR)
    sent.refresh_from_db()
    assert (sent.status, sent.answered_by_name) == (OnwardStatus.ACCEPTED, "Gill")


def test_a_link_that_ran_out_takes_no_answer(cast):
    sent, _secret = given.sent_onward_referral(cast.owner)
    with pytest.raises(CannotAnswer, match="run out"):
        tell(onward=sent, news=News(NewsKind.ACCEPTED), teller=Teller("Gill"), at=sent.expires_at)


def test_the_same_organiser_is_not_asked_twice_at_a_time(cast):
    sent, _secret = given.sent_onward_referral(cast.owner)
    with pytest.raises(CannotRefer):
        given.sent_onward_referral(cast.owner, case=sent.case)


def test_after_a_nudge_both_links_work(cast):
    sent, secret = given.sent_onward_referral(cast.owner)
    _nudged, newer = onward.nudge(onward=sent, by=cast.owner, at=AT + HOUR)
    assert queries.onward_by_secret(secret) == queries.onward_by_secret(newer) == sent


def test_what_was_not_answered_in_time_comes_back_to_the_connector(cast, time_machine):
    sent, _secret = given.sent_onward_referral(cast.owner)
    time_machine.move_to(sent.expires_at - HOUR)
    assert expire_onward_referrals() == 0
    time_machine.move_to(sent.expires_at + HOUR)
    assert expire_onward_referrals() == 1
    assert expire_onward_referrals() == 0
    due = FollowUp.objects.get(because=Because.ONWARD_EXPIRED)
    assert (due.owner, due.note) == (cast.owner, "The Green House")


def test_what_happens_is_told_in_human_sentences(cast):
    case = given.agreed_plan(cast.owner)
    told = sentences(case)
    assert "Wellbeing Team began support." in told
    assert "Talked about what matters." in told
    assert "In the way: getting about – needs a walking frame." in told
