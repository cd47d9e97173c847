"""A death stops everything at once and tells nobody by itself; marked by mistake, everything stands as it did."""

import datetime as dt

import pytest

from alongside.appointments.models import Appointment
from alongside.befriending import jobs
from alongside.befriending.enums import MatchStatus, VisitStatus
from alongside.casework.actions import contacts
from alongside.casework.actions.errors import CannotAnswer, CannotRefer
from alongside.casework.enums import Because, ClosingReason, FollowUpKind, OnwardStatus, Outcome, Result
from alongside.casework.models import FollowUp
from alongside.casework.queries import onward_by_secret
from alongside.journeys import answer_onward, refer_onward, stop_everything
from alongside.journeys.close_case import close_case
from alongside.messaging import actions as messaging
from alongside.messaging.enums import Channel, MessageStatus
from alongside.messaging.models import Message
from alongside.people.enums import ContactBy
from alongside.people.models import Person
from tests import given, given_befriending
from tests.factories.appointments import an_appointment
from tests.factories.caring import a_caring
from tests.factories.casework import AT
from tests.factories.people import a_person

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
TODAY = AT.date()


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT + HOUR, tick=False)


def a_text(person, at=AT, **more):
    return messaging.queue(
        partnership=person.partnership,
        channel=more.pop("channel", Channel.SMS),
        to=more.pop("to", person.phone),
        template="befriending_reminder",
        context={"called": person.called, "day": "Tuesday", "time": "2pm", "channel": "visit"},
        key=f"test:{more.pop('key', 1)}",
        about=person,
        at=at,
        **more,
    )


@pytest.fixture
def scene(cast, settings):
    """Mrs A with something of every kind that could still reach her home."""
    settings.MESSAGES_MODE = "send"
    visit = given_befriending.a_visit(cast)
    person = visit.match.person
    Person.objects.filter(pk=person.pk).update(contact_by=ContactBy.TEXT, gp_practice="Lower Clapton")
    person.refresh_from_db()
    case = given.open_case(cast.owner, person=person)
    sent, secret = given.accepted_onward_referral_of(case, cast.owner)
    contacts.arrange(
        case=case,
        due_on=TODAY,
        kind=FollowUpKind.THREE_MONTHS,
        because=Because.CHECK_IN,
        by=cast.owner,
        at=AT,
    )
    appointment = an_appointment(case, cast.owner)
    text = a_text(person)
    letter = a_text(person, channel=Channel.LETTER, to="49 Lime Kiln Street", key=2)
    return {
        "visit": visit, "match": visit.match, "person": person, "case": case, "sent": sent, "secret": secret,
        "text": text, "letter": letter, "appointment": appointment,
    }  # fmt: skip


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def mark(scene, cast, at=AT + HOUR):
    return stop_everything.mark_died(
        person=scene["person"], on=TODAY, by=cast.owner, at=at, heard_from="Her niece rang"
    )


def state(scene):
    """Everything that could move, as it stands."""
    return {
        "messages": sorted(
            Message.objects.exclude(template="befriending_ring_volunteer").values_list(
                "pk", "status", "trouble"
            )
        ),
        "due": sorted(FollowUp.objects.values_list("pk", "done_at", "done_by", "dropped")),
        "onward": (fresh(scene["sent"]).status, fresh(scene["sent"]).withdrawn_at),
        "match": (fresh(scene["match"]).status, fresh(scene["match"]).paused_until),
        "visits": sorted(scene["match"].visits.values_list("pk", "status", "cancelled_at")),
        "wish": (fresh(scene["match"].wish).status, fresh(scene["match"].wish).on_hold),
        "appointments": sorted(Appointment.objects.values_list("pk", "status", "ended_at", "cancel_reason")),
        "died": fresh(scene["person"]).deceased_on,
    }


def test_everything_stands_still_in_one_act(cast, scene):
    made = mark(scene, cast)
    assert fresh(scene["person"]).deceased_on == TODAY
    assert fresh(scene["text"]).status == MessageStatus.HELD
    assert fresh(scene["letter"]).trouble == "The person it is about has died."
    assert not FollowUp.objects.filter(done_at__isnull=True).exists()
    assert fresh(scene["sent"]).status == OnwardStatus.WITHDRAWN
    assert fresh(scene["match"]).status == MatchStatus.PAUSED
    assert (
        not scene["match"].visits.filter(status=VisitStatus.BOOKED, during__startswith__gt=AT + HOUR).exists()
    )
    assert {entry["kind"] for entry in made.stopped} == {
        "message",
        "follow_up",
        "onward",
        "appointment",
        "visit",
        "match",
    }


def test_nothing_automatic_goes_to_the_family_to_organisers_or_to_the_volunteer(cast, scene):
    known = set(Message.objects.values_list("pk", flat=True))
    mark(scene, cast)
    written = Message.objects.exclude(pk__in=known)
    assert {one.template for one in written} == {"befriending_ring_volunteer"}
    outside = {scene["person"].phone, scene["sent"].to_email, scene["match"].volunteer.email}
    assert not {one.to for one in written} & outside
    assert scene["match"].supervisor.user.email in {one.to for one in written}
    for one in written:
        assert "died" not in one.subject + one.body, (
            "a volunteer hears of a death by a call, not over a shoulder"
        )


def test_marked_by_mistake_everything_stands_exactly_as_it_did(cast, scene):
    before = state(scene)
    made = mark(scene, cast)
    assert state(scene) != before
    assert stop_everything.undo(stopping=made, by=cast.owner, at=AT + 2 * HOUR) == []
    assert state(scene) == before
    assert onward_by_secret(scene["secret"]) is not None
    assert answer_onward.still_wanted(fresh(scene["sent"]))


def test_undone_twice_is_undone_once_and_it_can_be_marked_again(cast, scene):
    made = mark(scene, cast)
    stop_everything.undo(stopping=made, by=cast.owner, at=AT + 2 * HOUR)
    assert stop_everything.undo(stopping=made, by=cast.owner, at=AT + 3 * HOUR) == []
    again = mark(scene, cast, at=AT + 4 * HOUR)
    assert again.pk != made.pk
    assert mark(scene, cast, at=AT + 5 * HOUR).pk == again.pk


def test_what_cannot_go_on_is_said_and_the_rest_goes_on(cast, scene):
    made = mark(scene, cast)
    later = scene["visit"].during.upper + DAY
    left = stop_everything.undo(stopping=made, by=cast.owner, at=later)
    assert left, "the visit's time has gone by"
    assert fresh(scene["match"]).status == MatchStatus.ACTIVE
    assert fresh(scene["visit"]).status == VisitStatus.CANCELLED


def test_what_was_dropped_and_then_done_by_somebody_stays_done(cast, scene):
    made = mark(scene, cast)
    done = FollowUp.objects.order_by("pk").first()
    FollowUp.objects.filter(pk=done.pk).update(done_at=AT + 2 * HOUR, done_by=cast.colleague)
    stop_everything.undo(stopping=made, by=cast.owner, at=AT + 3 * HOUR)
    assert fresh(done).done_by == cast.colleague


def test_the_ten_minute_job_ends_nothing_and_books_nothing(cast, scene):
    mark(scene, cast)
    before = state(scene)
    jobs.look_after_here(at=AT + 2 * HOUR)
    jobs.each_day_here(at=AT + 2 * DAY)
    assert state(scene) == before


def test_nothing_new_can_be_sent_or_asked_or_put_on_the_list(cast, scene):
    mark(scene, cast)
    person, case = fresh(scene["person"]), fresh(scene["case"])
    late = a_text(person, at=AT + 2 * HOUR, key=3)
    assert (late.status, late.trouble) == (MessageStatus.HELD, "The person it is about has died.")
    with pytest.raises(CannotRefer):
        refer_onward.refer_onward(
            case=case, to_organisation=scene["sent"].to_organisation, to_email="a@example.org", share=["called"],
            by=cast.owner, at=AT + 2 * HOUR,
        )  # fmt: skip
    with pytest.raises(CannotAnswer):
        answer_onward.accept(onward=fresh(scene["sent"]), name="Gill", at=AT + 2 * HOUR)
    contacts.log(case=case, result=Result.NO_ANSWER, by=cast.owner, at=AT + 2 * HOUR)
    assert not FollowUp.objects.filter(done_at__isnull=True).exists()


def test_a_message_tried_again_by_hand_stays_here(cast, scene):
    Message.objects.filter(pk=scene["text"].pk).update(status=MessageStatus.FAILED, trouble="busy")
    mark(scene, cast)
    assert fresh(scene["text"]).status == MessageStatus.HELD
    messaging.send_again(message=fresh(scene["text"]), by=cast.owner, at=AT + 2 * HOUR)
    gone = messaging.deliver(message_id=scene["text"].pk, at=AT + 2 * HOUR)
    assert gone.status == MessageStatus.HELD, "whoever presses, the gate looks again"


def test_whom_a_person_rings_is_listed_and_ticked_off(cast, scene):
    a_caring(scene["case"], cast.owner, relationship="partner")
    made = mark(scene, cast)
    names = {entry["name"] for entry in made.to_tell}
    assert {
        scene["match"].volunteer.called,
        "The Green House",
        "Lower Clapton",
        "Husband, wife or partner",
    } <= names
    assert len(names) == len(made.to_tell)
    key = made.to_tell[0]["key"]
    stop_everything.told(stopping=made, key=key, by=cast.owner, at=AT + 2 * HOUR)
    assert fresh(made).to_tell[0]["told_by"] == cast.owner.name
    stop_everything.told(stopping=made, key=key, by=cast.owner, at=AT + 2 * HOUR, undo=True)
    stop_everything.told(stopping=made, key="nobody", by=cast.owner, at=AT + 2 * HOUR)
    assert not any(entry["told_at"] for entry in fresh(made).to_tell)


def test_a_day_that_has_not_come_is_refused_and_nothing_stops(cast, scene):
    before = state(scene)
    with pytest.raises(stop_everything.CannotStop):
        stop_everything.mark_died(person=scene["person"], on=TODAY + DAY, by=cast.owner, at=AT + HOUR)
    assert state(scene) == before


def test_closing_with_this_reason_stops_everything_and_writes_to_no_organiser(cast, scene):
    known = Message.objects.filter(template="onward_withdrawn").count()
    close_case(
        case=scene["case"],
        outcome=Outcome.SAME,
        reason=ClosingReason.DIED,
        note="",
        by=cast.owner,
        at=AT + HOUR,
    )
    assert stop_everything.standing(scene["person"]) is not None
    assert fresh(scene["match"]).status == MatchStatus.PAUSED
    assert Message.objects.filter(template="onward_withdrawn").count() == known


def test_before_it_is_done_one_reads_what_would_stop(cast, scene):
    heaps = stop_everything.would_stop(scene["person"], AT + HOUR)
    assert len(heaps) == 5
    made = mark(scene, cast)
    assert [heap.title for heap in stop_everything.did_stop(made)] == [heap.title for heap in heaps]


def test_another_persons_things_go_on(cast, scene):
    other = given.open_case(
        cast.owner, person=a_person(by=cast.owner, given_name="Bea", phone="07700 900124", contact_by="text")
    )
    text = a_text(other.person, key=9)
    due = contacts.arrange(case=other, due_on=TODAY, by=cast.owner, at=AT)
    mark(scene, cast)
    assert fresh(text).status == MessageStatus.QUEUED
    assert fresh(due).is_open


def test_every_kind_that_is_stopped_can_be_set_going_again():
    assert set(stop_everything.SAME_AS.values()) <= set(stop_everything.STOPPERS)
    assert set(stop_everything.TITLES) == set(stop_everything.STOPPERS)
