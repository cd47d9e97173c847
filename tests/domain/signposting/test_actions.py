"""Life events: what is noted, what is proposed and when, and that nothing goes out by itself."""

import datetime as dt

import pytest

from alongside.journeys.accept_referral import accept_referral
from alongside.journeys.write_letter import Answers, write_letter
from alongside.letters.enums import LetterKind
from alongside.letters.models import Letter
from alongside.messaging.models import Message
from alongside.partnerships.viewer import viewer_of
from alongside.people.models import Person
from alongside.signposting import actions, queries, rules
from alongside.signposting.actions import CannotNote
from alongside.signposting.enums import Answer, LifeEventKind, ToldBy, Who
from alongside.signposting.models import LifeEvent, Proposal
from tests import given
from tests.factories.casework import AT
from tests.factories.letters import a_case_with_a_home, a_draft, a_life_event
from tests.factories.referrals import a_referral

LATER = AT + dt.timedelta(hours=3)
TODAY = AT.date()


def a_rule(kind=LifeEventKind.BEREAVEMENT, **more):
    rule = {
        "is_on": True,
        "letter": kind.value,
        "matters": ("bereavement",),
        "after_weeks": 6,
        "version": 0,
        **more,
    }
    return rules.Rule(kind=kind, **rule)


def test_nothing_is_proposed_for_what_is_sensitive_until_a_steward_says_so(cast):
    case = given.open_case(cast.owner)
    a_life_event(case, cast.owner, LifeEventKind.BEREAVEMENT)
    assert not Proposal.objects.exists()
    actions.keep_rule(rule=a_rule(), by=cast.steward, at=AT)
    event = a_life_event(
        case, cast.owner, LifeEventKind.BEREAVEMENT, happened_on=TODAY - dt.timedelta(weeks=1)
    )
    assert event.proposal.due_on == TODAY + dt.timedelta(weeks=5)
    assert event.is_sensitive


@pytest.mark.parametrize("kind", LifeEventKind)
def test_what_we_come_with_is_off_for_what_is_sensitive_and_fits_the_directory(kind):
    from alongside.directory import matters

    rule = rules.FIRST_RULES[kind]
    assert rule.is_on == (kind not in rules.SENSITIVE)
    assert not matters.unknown(rule.matters)
    assert rule.letter in LetterKind.values


def test_nothing_goes_out_by_itself(cast):
    a_life_event(given.open_case(cast.owner), cast.owner)
    assert not Letter.objects.exists()
    assert not Message.objects.exists()


def test_it_is_offered_to_the_connector_on_its_day_and_to_nobody_else(cast):
    case = given.open_case(cast.owner)
    a_life_event(case, cast.owner, happened_on=TODAY)
    due = TODAY + dt.timedelta(weeks=4)
    assert queries.due(viewer_of(cast.owner), due - dt.timedelta(days=1)) == []
    [(proposal, its_case)] = queries.due(viewer_of(cast.owner), due)
    assert its_case == case
    assert proposal.matters == ["volunteering", "learning", "walking"]
    for other in (cast.colleague, cast.team_lead, cast.stranger):
        assert queries.to_answer(viewer_of(other), due).count() == 0


def test_a_rule_may_offer_it_to_the_team_leads(cast):
    rule = a_rule(LifeEventKind.RETIREMENT, who=Who.TEAM_LEAD, after_weeks=0)
    actions.keep_rule(rule=rule, by=cast.steward, at=AT)
    a_life_event(given.open_case(cast.owner), cast.owner)
    assert queries.to_answer(viewer_of(cast.team_lead), TODAY).count() == 1
    assert queries.to_answer(viewer_of(cast.owner), TODAY).count() == 0


@pytest.mark.parametrize("details", [{"deceased_on": TODAY}, {"do_not_contact": True}])
def test_nothing_is_offered_for_somebody_who_has_died_or_said_no(cast, details):
    case = given.open_case(cast.owner)
    a_life_event(case, cast.owner)
    Person.objects.filter(pk=case.person_id).update(**details)
    assert queries.due(viewer_of(cast.owner), TODAY + dt.timedelta(weeks=9)) == []
    if "deceased_on" in details:
        with pytest.raises(CannotNote, match="have died"):
            a_life_event(case, cast.owner, LifeEventKind.MOVED)


def test_told_again_it_is_the_one_that_stands(cast):
    case = given.open_case(cast.owner)
    first = a_life_event(case, cast.owner)
    assert a_life_event(case, cast.colleague) == first
    actions.take_back(event=first, by=cast.owner, at=LATER)
    second = a_life_event(case, cast.colleague)
    assert second != first
    assert not actions.stand_again(event=first, by=cast.owner, at=LATER).stands


def test_taken_back_nothing_is_offered_and_it_can_stand_again(cast):
    event = a_life_event(given.open_case(cast.owner), cast.owner)
    far = TODAY + dt.timedelta(weeks=9)
    actions.take_back(event=event, by=cast.owner, at=LATER)
    assert queries.due(viewer_of(cast.owner), far) == []
    with pytest.raises(CannotNote, match="taken back"):
        actions.propose_now(event=event, at=LATER)
    actions.stand_again(event=event, by=cast.owner, at=LATER)
    assert len(queries.due(viewer_of(cast.owner), far)) == 1


def test_a_member_may_ask_for_what_the_rule_holds_though_it_is_off_or_early(cast):
    case = given.open_case(cast.owner)
    sad = a_life_event(case, cast.owner, LifeEventKind.BEREAVEMENT)
    asked = actions.propose_now(event=sad, at=LATER)
    assert (asked.letter_kind, asked.due_on) == ("bereavement", TODAY)
    early = a_life_event(case, cast.owner)
    assert actions.propose_now(event=early, at=LATER).due_on == TODAY


@pytest.mark.parametrize("days", [-40000, 100])
def test_a_day_that_cannot_be_is_refused(cast, days):
    with pytest.raises(CannotNote) as refusal:
        a_life_event(given.open_case(cast.owner), cast.owner, happened_on=TODAY + dt.timedelta(days=days))
    assert refusal.value.field == "happened_on"


def test_what_lies_ahead_is_proposed_after_it(cast):
    ahead = TODAY + dt.timedelta(days=30)
    event = a_life_event(given.open_case(cast.owner), cast.owner, happened_on=ahead)
    assert event.proposal.due_on == ahead + dt.timedelta(weeks=4)


def test_a_letter_takes_a_proposal_up_and_is_kept_beside_it(cast):
    case = a_case_with_a_home(cast.owner)
    event = a_life_event(case, cast.owner)
    letter = write_letter(
        case=case,
        draft=a_draft(kind=LetterKind.RETIREMENT),
        answers=Answers(proposal=event.proposal, next_on=TODAY + dt.timedelta(days=20)),
        partnership=cast.partnership,
        by=cast.owner,
        at=LATER,
    )
    proposal = Proposal.objects.get()
    assert (proposal.answer, proposal.letter, proposal.answered_by) == ("accepted", letter, cast.owner)
    assert case.follow_ups.get().due_on == TODAY + dt.timedelta(days=20)


def test_an_answer_stands_until_it_is_opened_again(cast):
    proposal = a_life_event(given.open_case(cast.owner), cast.owner).proposal
    actions.answer(proposal=proposal, answer=Answer.DECLINED, by=cast.owner, at=LATER)
    with pytest.raises(CannotNote, match="answered this already"):
        actions.answer(proposal=proposal, answer=Answer.ACCEPTED, by=cast.colleague, at=LATER)
    assert queries.due(viewer_of(cast.owner), TODAY + dt.timedelta(weeks=9)) == []
    actions.answer(proposal=proposal, answer=Answer.OPEN, by=cast.owner, at=LATER)
    assert Proposal.objects.get().is_open


def test_the_reason_of_a_referral_becomes_a_life_event_of_its_person(cast):
    referral = a_referral(cast.partnership)
    actions.give_reason(
        referral=referral, kind=LifeEventKind.MOVED, told_by=ToldBy.REGISTRAR, by=cast.owner, at=AT
    )
    assert not LifeEvent.objects.exists()
    case = accept_referral(referral=referral, by=cast.owner, at=LATER)
    event = LifeEvent.objects.get()
    assert (event.person, event.kind, event.referral) == (case.person, "moved", referral)
    assert event.proposal.due_on == TODAY + dt.timedelta(weeks=2)
    referral.refresh_from_db()
    actions.give_reason(
        referral=referral, kind=LifeEventKind.MOVED, told_by=ToldBy.REGISTRAR, by=cast.owner, at=LATER
    )
    assert LifeEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"after_weeks": 53}, "after_weeks"),
        ({"matters": ("weather",)}, "matters"),
        ({"letter": "", "matters": ()}, "letter"),
    ],
)
def test_a_rule_that_cannot_hold_is_refused(cast, wrong, field):
    with pytest.raises(CannotNote) as refusal:
        actions.keep_rule(rule=a_rule(**wrong), by=cast.steward, at=AT)
    assert refusal.value.field == field


def test_two_stewards_see_each_other(cast):
    actions.keep_rule(rule=a_rule(), by=cast.steward, at=AT)
    with pytest.raises(CannotNote, match="colleague changed"):
        actions.keep_rule(rule=a_rule(after_weeks=1), by=cast.steward, at=AT)
    assert actions.keep_rule(rule=a_rule(after_weeks=1, version=1), by=cast.steward, at=AT).version == 2
