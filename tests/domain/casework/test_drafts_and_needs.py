"""Drafts that survive the browser, and what happens next with each need."""

import datetime as dt

import pytest

from alongside.casework import draft_queries
from alongside.casework.actions import conversations, drafts, needs
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import Need, NeedNext
from alongside.casework.models import Draft, NeedNote
from alongside.partnerships.viewer import viewer_of
from tests import given
from tests.factories.casework import AT

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def case(cast):
    return given.open_case(cast.owner)


def keep(case, by, words, at=AT):
    return drafts.keep(case=case, said={"notes": [words]}, by=by, at=at)


def test_a_draft_is_ones_own_and_the_newest_stands(case, cast):
    keep(case, cast.owner, "She said", AT)
    keep(case, cast.owner, "She said yes", AT + MINUTE)
    keep(case, cast.owner, "She", AT)  # on its way longer than the newer one
    keep(case, cast.colleague, "He said", AT)
    mine = draft_queries.drafts_of(case, viewer_of(cast.owner))
    assert mine.own.said == {"notes": ["She said yes"]}
    assert [draft.owner for draft in mine.others] == [cast.colleague]
    drafts.forget(case=case, by=cast.owner)
    assert Draft.objects.get().owner == cast.colleague


def test_a_draft_of_a_change_is_another_one(case, cast):
    talk = given.held_conversation(cast.owner, case=case)
    keep(case, cast.owner, "new")
    drafts.keep(case=case, conversation=talk, said={"notes": ["changed"]}, by=cast.owner, at=AT)
    viewer = viewer_of(cast.owner)
    assert draft_queries.drafts_of(case, viewer).own.said == {"notes": ["new"]}
    assert draft_queries.drafts_of(case, viewer, talk).own.said == {"notes": ["changed"]}


def test_what_nobody_came_back_to_goes_after_thirty_days(case, cast):
    keep(case, cast.owner, "old")
    assert drafts.forget_old(at=AT + dt.timedelta(days=30)) == 0
    assert drafts.forget_old(at=AT + dt.timedelta(days=30, minutes=1)) == 1


@pytest.fixture
def talk(case, cast):
    words = {"needs": ["company", "housing", "money", "abuse"]}
    return conversations.hold(case=case, held_on=AT.date(), words=words, by=cast.owner, at=AT)


def decide(talk, cast, need, then, note=""):
    return needs.decide(conversation=talk, need=need, next=then, note=note, by=cast.owner, at=AT)


def test_a_need_becomes_a_step_once_however_often_it_is_sent(talk, case, cast):
    for _twice in range(2):
        row = decide(talk, cast, Need.HOUSING, NeedNext.STEP, "damp in the bedroom")
    assert case.steps.get().title == "Housing – damp in the bedroom"
    assert row.step == case.steps.get()
    decide(talk, cast, Need.HOUSING, NeedNext.NOTHING)
    assert case.steps.count() == 1  # what was agreed stays on the plan until somebody takes it off


def test_what_waits_for_a_decision_is_said(talk, case, cast):
    assert draft_queries.needs_of(case).undecided == 3
    decide(talk, cast, Need.MONEY, NeedNext.REFER)
    found = draft_queries.needs_of(case)
    assert found.undecided == 2
    assert [row.need for row in found.rows] == [Need.HOUSING, Need.MONEY, Need.ABUSE]


def test_about_abuse_nothing_is_written_here(talk, cast):
    row = decide(talk, cast, Need.ABUSE, NeedNext.LATER, "her son shouts")
    assert row.note == ""
    with pytest.raises(CannotDo):
        decide(talk, cast, Need.ABUSE, NeedNext.STEP)
    with pytest.raises(CannotDo):
        decide(talk, cast, Need.HOUSING, NeedNext.TOLD)
    assert not NeedNote.objects.filter(note__contains="son").exists()


def test_a_need_that_was_not_named_is_not_decided(talk, cast):
    with pytest.raises(CannotDo):
        decide(talk, cast, Need.WORK, NeedNext.NOTHING)
