"""Complaints in their order, with their thirty days; corrections told to whoever was given the wrong fact."""

import datetime as dt

import pytest

from alongside.partnerships.viewer import viewer_of
from alongside.people.models import TimelineEvent
from alongside.rights import queries
from alongside.rights.actions import complaints, corrections
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import How, Outcome, RecipientKind, Settled
from alongside.rights.models import Complaint
from alongside.rights.recipients import recipients
from tests import given
from tests.factories.casework import AT
from tests.factories.people import a_person
from tests.factories.rights import DAY, a_complaint, a_correction

LATER = AT + dt.timedelta(days=9)


def test_a_complaint_is_acknowledged_decided_and_told_and_stands_in_nobodys_record(cast):
    person = a_person(by=cast.owner)
    before = TimelineEvent.objects.filter(person=person).count()
    complaint = a_complaint(cast.owner, person=person)
    who = {"by": cast.steward, "at": LATER}
    with pytest.raises(CannotDo, match="First write down"):
        complaints.tell(complaint=complaint, on=LATER.date(), how=How.LETTER, **who)
    complaints.acknowledge(complaint=complaint, on=LATER.date(), how=How.LETTER, **who)
    with pytest.raises(CannotDo) as refusal:
        complaints.decide(complaint=complaint, outcome=Outcome.UPHELD, findings="", **who)
    assert refusal.value.field == "findings"
    complaints.decide(complaint=complaint, outcome=Outcome.UPHELD, findings="A wrong label.", **who)
    complaints.tell(complaint=complaint, on=LATER.date(), how=How.LETTER, **who)
    kept = Complaint.objects.get()
    assert not kept.is_open
    assert kept.days_left(LATER.date()) is None
    assert TimelineEvent.objects.filter(person=person).count() == before
    with pytest.raises(CannotDo, match="told already"):
        complaints.decide(complaint=complaint, outcome=Outcome.PARTLY, findings="x", **who)


@pytest.mark.parametrize("days, left", [(0, 29), (29, 0), (30, -1)])
def test_thirty_days_to_acknowledge_are_counted_down(cast, days, left):
    assert a_complaint(cast.owner).days_left(DAY + dt.timedelta(days=days)) == left


def test_to_be_acknowledged_comes_first_then_the_longest_waiting(cast):
    old = a_complaint(cast.owner, received_on=DAY - dt.timedelta(days=40))
    complaints.acknowledge(complaint=old, on=DAY, how=How.PHONE, by=cast.steward, at=AT)
    new, newer = a_complaint(cast.owner, received_on=DAY - dt.timedelta(days=1)), a_complaint(cast.owner)
    assert queries.open_complaints(viewer_of(cast.steward)) == [new, newer, old]
    assert queries.open_complaints(viewer_of(cast.owner)) == [], "a connector reads none"


def test_each_step_is_taken_back_in_turn(cast):
    complaint = a_complaint(cast.owner)
    who = {"by": cast.steward, "at": AT}
    complaints.acknowledge(complaint=complaint, on=DAY, how=How.PHONE, **who)
    complaints.decide(complaint=complaint, outcome=Outcome.UPHELD, findings="x", **who)
    complaints.tell(complaint=complaint, on=DAY, how=How.PHONE, **who)
    for step in ("told", "decided", "acknowledged"):
        complaints.undo(complaint=complaint, what=step)
    kept = Complaint.objects.get()
    assert (kept.told_on, kept.outcome, kept.acknowledged_on) == (None, "", None)


@pytest.mark.parametrize("days", [1, -1])
def test_it_is_acknowledged_between_the_day_it_came_and_today(cast, days):
    with pytest.raises(CannotDo, match="lies ahead"):
        complaints.acknowledge(
            complaint=a_complaint(cast.owner),
            on=DAY + dt.timedelta(days=days),
            how=How.PHONE,
            by=cast.steward,
            at=AT,
        )


# Corrections -----------------------------------------------------------------------------------------------------


def test_whoever_was_given_something_is_proposed_once(cast):
    sent = given.sent_onward_referral(cast.owner)[0]
    from alongside.people import actions as people

    people.make_known(person=sent.case.person, organisation=cast.other_organisation, why="recorded", at=AT)
    found = [(one.kind, one.name) for one in recipients(viewer_of(cast.owner), sent.case.person)]
    assert found == [
        (RecipientKind.ORGANISATION, "Age Well"),
        (RecipientKind.ORGANISATION, "The Green House"),
    ]


def test_each_is_told_with_how_or_it_stands_why_not(cast):
    correction = a_correction(cast.owner)
    notice = correction.notices.get()
    told = {"notice": notice, "on": DAY, "by": cast.owner, "at": AT}
    with pytest.raises(CannotDo) as how:
        corrections.settle(settled=Settled.TOLD, **told)
    assert how.value.field == "how"
    with pytest.raises(CannotDo) as note:
        corrections.settle(settled=Settled.NOT_NEEDED, **told)
    assert note.value.field == "note"
    assert len(queries.waiting(viewer_of(cast.owner), DAY).corrections) == 1
    corrections.settle(settled=Settled.TOLD, how=How.PHONE, **told)
    assert queries.waiting(viewer_of(cast.owner), DAY).corrections == []
    corrections.unsettle(notice=notice)
    assert len(queries.waiting(viewer_of(cast.owner), DAY).corrections) == 1
