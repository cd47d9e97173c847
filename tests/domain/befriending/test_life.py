"""The life of a match, from a round to its ending, by actions on a real database."""

from __future__ import annotations

import datetime as dt

import pytest

from alongside.befriending.actions import endings, matches, proposals, rounds
from alongside.befriending.actions.errors import CannotDecide, CannotMove
from alongside.befriending.enums import (
    Decision,
    EndReason,
    FeedbackBy,
    MatchStatus,
    PairKind,
    RejectReason,
    ReviewResult,
    Said,
    SaidBy,
    Side,
    Via,
    VisitStatus,
    WishStatus,
)
from alongside.befriending.models import Exclusion, Match
from alongside.messaging.models import Message
from alongside.people.models import TimelineEvent
from tests import given_befriending as given
from tests.factories.befriending import AT, a_volunteer

WEEK = dt.timedelta(weeks=1)


def test_a_round_proposes_and_stores_what_it_considered(cast):
    proposal = given.a_proposal(cast)
    made = proposal.round
    assert made.status == "solved"
    assert made.figures["people"] == 1
    assert made.figures["proposals"] == 1
    assert made.data_hash
    assert made.solver_version.startswith("ortools")
    assert proposal.weeks_waited == 6
    assert proposal.waiting_points == 12
    assert proposal.score == sum(proposal.parts.values())
    assert proposal.weekday == 1
    assert 13 * 60 <= proposal.minute < 17 * 60
    assert proposal.decision == Decision.PENDING
    assert Match.objects.count() == 0, "nothing activates itself"


def test_the_same_queue_gives_the_same_round(cast):
    scene = given.scene(cast)
    first, second = (given.a_round(cast, on=scene) for _ in range(2))
    assert first.data_hash == second.data_hash
    assert first.proposals.get().decision == Decision.LAPSED
    assert second.proposals.get().decision == Decision.PENDING


def test_both_say_yes_and_a_named_person_makes_it_active(cast):
    match = given.an_active_match(cast)
    assert match.status == MatchStatus.ACTIVE
    assert match.activated_by == cast.owner
    assert match.reviews.count() == 4
    first = match.visits.order_by("during").first()
    assert first.during.lower == dt.datetime(2026, 11, 10, 14, 0, tzinfo=dt.UTC)
    assert 4 <= match.visits.count() <= 6, "six weeks ahead, and never further"


def test_one_no_frees_both_and_tells_neither_who(cast):
    match = given.a_proposed_match(cast)
    ended = matches.answer(answer=match.answers.get(side="volunteer"), said=Said.NO, via=Via.LINK, at=AT)
    match.wish.refresh_from_db()
    assert ended.end_reason == EndReason.SAID_NO
    assert match.wish.status == WishStatus.WAITING
    assert Exclusion.objects.get().kind == PairKind.EXCLUSION
    told = " ".join(TimelineEvent.objects.filter(person=match.person).values_list("sentence", flat=True))
    assert "no" not in told.lower().split()
    assert "Grace" not in told
    to_her = Message.objects.filter(to=match.person.phone, template="befriending_not_this_time").get()
    assert "Grace" not in to_her.body
    again = rounds.run_round(scheme=match.scheme, by=cast.owner, at=AT + WEEK, seconds_at_most=None)
    assert not again.proposals.exists(), "never proposed to each other again"


def test_a_proposal_is_decided_once(cast):
    proposal = given.a_proposal(cast)
    proposals.accept(proposal=proposal, by=cast.owner, at=AT)
    with pytest.raises(CannotDecide, match="Ayse Demir"):
        proposals.reject(
            proposal=proposal, reason=RejectReason.KNOWS_BETTER, note="", by=cast.colleague, at=AT
        )


def test_a_proposal_may_be_changed_with_the_reason(cast):
    scene = given.scene(cast)
    other = a_volunteer(cast.owner, cast.team_lead, name="Hal Other", email="hal@example.org", member=None)
    proposal = given.a_proposal(cast, on=scene)
    wanted = other if proposal.volunteer_id == scene.volunteer.pk else scene.volunteer
    match = proposals.change(
        proposal=proposal,
        volunteer=wanted,
        reason=RejectReason.KNOWS_BETTER,
        note="They met at the club.",
        by=cast.owner,
        at=AT,
    )
    proposal.refresh_from_db()
    assert match.volunteer == wanted
    assert proposal.decision == Decision.CHANGED
    assert proposal.changed_to == wanted


def test_what_no_longer_holds_is_refused_when_deciding(cast):
    scene = given.scene(cast)
    proposal = given.a_proposal(cast, on=scene)
    scene.volunteer.checks.filter(kind="dbs").update(expires_on=AT.date())
    with pytest.raises(CannotDecide, match="checks"):
        proposals.accept(proposal=proposal, by=cast.owner, at=AT)
    assert Match.objects.count() == 0


def test_stale_data_is_told(cast):
    scene = given.scene(cast)
    made = given.a_round(cast, on=scene)
    assert not rounds.is_stale(made, at=AT)
    scene.volunteer.languages = ["en"]
    scene.volunteer.save()
    assert rounds.is_stale(made, at=AT)


def test_nobody_is_activated_whose_check_lapses_that_day(cast):
    match = given.a_trial_match(cast)
    match.volunteer.checks.filter(kind="dbs").update(expires_on=AT.date())
    with pytest.raises(CannotMove, match="DBS"):
        matches.activate(match=match, by=cast.owner, at=AT)


def test_a_breakdown_returns_both_kindly(cast):
    match = given.an_active_match(cast)
    ended = endings.break_down(
        match=match, said_by=SaidBy.PERSON, note="Too loud.", by=cast.owner, at=AT + WEEK
    )
    match.wish.refresh_from_db()
    assert ended.status == MatchStatus.ENDED
    assert match.wish.status == WishStatus.WAITING
    assert not match.visits.filter(status=VisitStatus.BOOKED, during__startswith__gt=AT + WEEK).exists()
    assert "Too loud" not in " ".join(Message.objects.values_list("body", flat=True))


def test_a_planned_ending_has_a_last_visit_and_what_comes_next(cast):
    match = given.an_active_match(cast)
    last = dt.date(2026, 11, 24)
    endings.plan_ending(match=match, on=last, words="She goes to the lunch club now.", by=cast.owner, at=AT)
    booked = match.visits.filter(status=VisitStatus.BOOKED).order_by("during")
    assert booked.last().during.lower.date() == last
    ended = endings.end(match=match, reason=EndReason.PLANNED, by=cast.owner, at=AT + 4 * WEEK)
    match.wish.refresh_from_db()
    assert ended.end_reason == EndReason.PLANNED
    assert match.wish.status == WishStatus.LEFT


def test_cover_prefers_who_was_met_and_gives_the_visits_back(cast):
    scene = given.scene(cast)
    match = given.an_active_match(cast, on=scene)
    other = a_volunteer(cast.owner, cast.team_lead, name="Hal Other", email="hal@example.org")
    made = matches.cover(
        match=match,
        volunteer=other,
        first_on=dt.date(2026, 11, 16),
        last_on=dt.date(2026, 11, 29),
        person_agreed=True,
        by=cast.owner,
        at=AT,
    )
    theirs = match.visits.filter(volunteer=other)
    assert made.have_met is False
    assert [v.during.lower.date().day for v in theirs.order_by("during")] == [17, 24]
    match.refresh_from_db()
    assert match.status == MatchStatus.COVERED
    assert match.volunteer == scene.volunteer


def test_nobody_covers_who_must_be_kept_apart_and_the_refusal_does_not_say_why(cast):
    match = given.an_active_match(cast)
    other = a_volunteer(cast.owner, cast.team_lead, name="Hal Other", email="hal@example.org")
    from alongside.befriending.actions import queue

    queue.exclude(
        person=match.person,
        volunteer=other,
        kind=PairKind.RELATIONSHIP,
        said_by=SaidBy.STAFF,
        by=cast.owner,
        at=AT,
    )
    with pytest.raises(CannotMove) as refused:
        matches.cover(
            match=match,
            volunteer=other,
            first_on=dt.date(2026, 11, 16),
            last_on=dt.date(2026, 11, 29),
            person_agreed=True,
            by=cast.owner,
            at=AT,
        )
    assert str(refused.value) == "Hal Other cannot cover here."


def test_a_review_is_written_down_once(cast):
    match = given.an_active_match(cast)
    review = match.reviews.order_by("due_on").first()
    told = {
        "feedback_by": FeedbackBy.PHONE,
        "person_felt": "good",
        "person_said": "She makes me laugh.",
        "volunteer_felt": "good",
        "volunteer_said": "",
        "result": ReviewResult.CARRY_ON,
        "by": cast.owner,
        "at": AT + 6 * WEEK,
    }
    held = matches.review(review=review, **told)
    assert held.held_by == cast.owner
    with pytest.raises(CannotMove, match="already"):
        matches.review(review=review, **told)


def test_the_wait_of_somebody_left_grows_once_a_week_however_many_rounds_are_run(cast):
    scene = given.scene(cast, people_at_most=1)
    from tests.factories.befriending import a_wish
    from tests.factories.people import a_person

    second = a_wish(
        cast.owner, scene.scheme, person=a_person(by=cast.owner, given_name="Bea", phone="07700 900111")
    )
    for _each in range(3):
        made = given.a_round(cast, on=scene)
    waiting = made.left_waiting.get()
    waiting.wish.refresh_from_db()
    assert waiting.why == "all_taken"
    assert waiting.wish.times_passed_over == 1
    assert {waiting.wish_id, made.proposals.get().wish_id} == {second.pk, scene.wish.pk}


def test_each_side_is_shown_nothing_that_names_the_other(cast):
    match = given.a_proposed_match(cast)
    for side, hidden in (
        (Side.PERSON, ("Grace", "Mensah")),
        (Side.VOLUNTEER, ("Ayten", "Mrs A", "E8", "1948")),
    ):
        shown = match.answers.get(side=side).shown
        assert shown
        assert not [word for word in hidden if word in shown], shown
