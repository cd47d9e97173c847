"""Booking, changing, cancelling, the outcome, and taking each back."""

import datetime as dt

import pytest

from alongside.appointments import queries
from alongside.appointments.actions import appointments
from alongside.appointments.actions.errors import CannotDo, ChangedMeanwhile
from alongside.appointments.enums import CancelReason, Mode, Place, Status, WhyNot
from alongside.appointments.models import Appointment
from alongside.casework.actions import contacts
from alongside.casework.enums import Channel, ClosingReason, FollowUpKind, Outcome, Result
from alongside.casework.models import Contact, FollowUp
from alongside.journeys.close_case import close_case
from alongside.people.models import TimelineEvent
from tests import given
from tests.factories.appointments import HOUR, STARTS, an_appointment, told
from tests.factories.casework import AT, a_case
from tests.factories.people import a_person

MINUTE = dt.timedelta(minutes=1)
AFTER = STARTS + HOUR


@pytest.fixture
def case(cast):
    return given.open_case(cast.owner)


def test_a_booked_appointment_stands_on_the_worklist_of_who_goes(cast, case):
    made = an_appointment(case, cast.owner, member=cast.colleague)
    due = FollowUp.objects.get()
    assert (due.owner, due.due_on, due.kind) == (cast.colleague, STARTS.date(), FollowUpKind.VISIT)
    assert due.due_time == dt.time(14)
    assert made.follow_up == due
    assert (
        "2pm, at their home, with Colin Colleague" in TimelineEvent.objects.order_by("-id").first().sentence
    )


def test_a_follow_up_it_answers_is_moved_to_its_day_and_not_doubled(cast, case):
    due = contacts.arrange(case=case, due_on=AT.date(), by=cast.owner, at=AT)
    made = an_appointment(case, cast.owner, follow_up=due, place=Place.PHONE)
    assert FollowUp.objects.get() == made.follow_up
    assert FollowUp.objects.get().due_on == STARTS.date()


@pytest.mark.parametrize(
    ("starts", "minutes"),
    [
        (STARTS + 30 * MINUTE, 60),
        (STARTS - 30 * MINUTE, 60),
        (STARTS + 10 * MINUTE, 20),
        (STARTS - HOUR, 180),
    ],
)
def test_nobody_is_at_two_at_once_and_what_stands_there_is_said(cast, case, starts, minutes):
    an_appointment(case, cast.owner)
    other = a_case(cast.owner, person=a_person(by=cast.owner, given_name="Bea", family_name="Beck"))
    with pytest.raises(CannotDo, match="with Ayten Aydın then, from 2pm to 3pm") as refused:
        an_appointment(other, cast.owner, starts=starts, minutes=minutes)
    assert refused.value.field == "time"
    assert Appointment.objects.count() == 1
    assert FollowUp.objects.count() == 1


def test_one_after_the_other_a_colleague_and_a_cancelled_one_do_not_clash(cast, case):
    first = an_appointment(case, cast.owner)
    an_appointment(case, cast.owner, starts=STARTS + HOUR)
    an_appointment(case, cast.owner, member=cast.colleague)
    appointments.cancel(appointment=first, reason=CancelReason.PERSON_ASKED, by=cast.owner, at=AT)
    an_appointment(case, cast.owner, starts=STARTS)
    assert Appointment.objects.filter(status=Status.BOOKED).count() == 3


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"starts": AT}, "time"),
        ({"starts": AT + dt.timedelta(days=400)}, "day"),
        ({"minutes": 5}, "minutes"),
        ({"minutes": 601}, "minutes"),
        ({"place": Place.ELSEWHERE}, "where"),
    ],
)
def test_what_cannot_be_is_refused_and_the_field_is_named(cast, case, more, field):
    with pytest.raises(CannotDo) as refused:
        an_appointment(case, cast.owner, **more)
    assert refused.value.field == field


def test_only_somebody_of_the_team_goes(cast, case):
    for member in (cast.stranger, cast.steward):
        with pytest.raises(CannotDo, match="your team"):
            an_appointment(case, cast.owner, member=member)


def test_nothing_is_booked_once_support_has_ended_and_what_was_is_cancelled(cast, case):
    made = an_appointment(case, cast.owner)
    closed = close_case(
        case=case,
        outcome=Outcome.SAME,
        reason=ClosingReason.PLAN_DONE,
        note="",
        by=cast.owner,
        at=AT + MINUTE,
    )
    made.refresh_from_db()
    assert (made.status, made.cancel_reason) == (Status.CANCELLED, CancelReason.SUPPORT_ENDED)
    with pytest.raises(CannotDo, match="Support has ended"):
        an_appointment(closed, cast.owner)
    with pytest.raises(CannotDo, match="Support has ended"):
        appointments.take_back(appointment=made, by=cast.owner, at=AT + MINUTE)


def test_a_change_moves_the_follow_up_and_counts_the_version(cast, case):
    made = an_appointment(case, cast.owner)
    later = STARTS + dt.timedelta(days=1)
    changed = appointments.change(
        appointment=made,
        version=1,
        told=told(cast.colleague, starts=later, place=Place.PHONE),
        by=cast.owner,
        at=AT,
    )
    due = FollowUp.objects.get()
    assert (due.due_on, due.owner) == (later.date(), cast.colleague)
    assert (changed.version, changed.place, changed.travel_minutes) == (2, Place.PHONE, None)


def test_a_second_editor_is_told_and_a_change_to_the_same_is_none(cast, case):
    made = an_appointment(case, cast.owner)
    words = {"appointment": made, "version": 1, "by": cast.owner, "at": AT}
    appointments.change(told=told(cast.owner, note="dog"), **words)
    assert appointments.change(told=told(cast.owner, note="dog"), **words).version == 2
    with pytest.raises(ChangedMeanwhile):
        appointments.change(told=told(cast.owner, note="step-free"), **words)
    assert Appointment.objects.get().note == "dog"


def test_a_change_into_a_clash_is_refused_whole(cast, case):
    an_appointment(case, cast.owner, starts=STARTS + 2 * HOUR)
    made = an_appointment(case, cast.owner)
    with pytest.raises(CannotDo, match="Choose another time"):
        appointments.change(
            appointment=made, version=1, told=told(cast.owner, starts=STARTS + 2 * HOUR), by=cast.owner, at=AT
        )
    made.refresh_from_db()
    assert made.during.lower == STARTS


def test_cancelling_takes_it_off_the_list_and_can_be_undone(cast, case):
    made = an_appointment(case, cast.owner)
    for _ in range(2):
        appointments.cancel(appointment=made, reason=CancelReason.PERSON_ILL, by=cast.owner, at=AT + MINUTE)
    assert not FollowUp.objects.get().is_open
    appointments.take_back(appointment=made, by=cast.owner, at=AT + 2 * MINUTE)
    made.refresh_from_db()
    assert (made.status, made.cancel_reason, made.ended_at) == (Status.BOOKED, "", None)
    assert FollowUp.objects.get().is_open


def test_undoing_a_cancelling_is_refused_when_the_time_is_taken_by_now(cast, case):
    made = an_appointment(case, cast.owner)
    appointments.cancel(appointment=made, reason=CancelReason.WE_CANNOT, by=cast.owner, at=AT)
    an_appointment(case, cast.owner)
    with pytest.raises(CannotDo, match="Choose another time"):
        appointments.take_back(appointment=made, by=cast.owner, at=AT)


@pytest.mark.parametrize(
    ("outcome", "place", "logged"),
    [
        (Status.HAPPENED, Place.HOME, (Result.REACHED, Channel.VISIT)),
        (Status.NOT_IN, Place.HOME, (Result.NO_ANSWER, Channel.VISIT)),
        (Status.HAPPENED, Place.VIDEO, (Result.REACHED, Channel.CALL)),
        (Status.NOT_IN, Place.PHONE, (Result.NO_ANSWER, Channel.CALL)),
    ],
)
def test_the_outcome_logs_a_contact_and_ends_the_follow_up(cast, case, outcome, place, logged):
    made = an_appointment(case, cast.owner, place=place)
    for _ in range(2):
        appointments.say_how_it_went(
            appointment=made, outcome=outcome, note="Tea and tears.", by=cast.owner, at=AFTER
        )
    contact = Contact.objects.get()
    assert (contact.result, contact.channel) == logged
    assert (contact.at, contact.note) == (STARTS, "Tea and tears.")
    assert FollowUp.objects.get(done_with=contact) == made.follow_up
    assert FollowUp.objects.filter(done_at__isnull=True).count() == 1  # the next one


def test_three_times_not_in_asks_for_a_decision(cast, case):
    for day in range(3):
        made = an_appointment(case, cast.owner, starts=STARTS + dt.timedelta(days=day))
        appointments.say_how_it_went(
            appointment=made, outcome=Status.NOT_IN, by=cast.owner, at=AFTER + dt.timedelta(days=day)
        )
    assert FollowUp.objects.filter(kind=FollowUpKind.DECIDE, done_at__isnull=True).count() == 1


def test_an_outcome_told_late_proposes_nothing_in_the_past(cast, case):
    made = an_appointment(case, cast.owner)
    late = AFTER + dt.timedelta(days=20)
    appointments.say_how_it_went(appointment=made, outcome=Status.HAPPENED, by=cast.owner, at=late)
    assert FollowUp.objects.get(done_at__isnull=True).due_on > late.date()


def test_what_did_not_happen_is_no_contact_but_a_call_for_a_new_time(cast, case):
    made = an_appointment(case, cast.owner)
    appointments.say_how_it_went(
        appointment=made, outcome=Status.DID_NOT_HAPPEN, why_not=WhyNot.INTERPRETER, by=cast.owner, at=AFTER
    )
    assert not Contact.objects.exists()
    due = FollowUp.objects.get(done_at__isnull=True)
    assert (due.kind, due.due_on) == (FollowUpKind.CALL, STARTS.date() + dt.timedelta(days=1))
    assert "new time" in due.note


@pytest.mark.parametrize("outcome", [Status.HAPPENED, Status.NOT_IN, Status.DID_NOT_HAPPEN])
def test_an_outcome_by_mistake_is_taken_back_with_what_it_made(cast, case, outcome):
    made = an_appointment(case, cast.owner)
    why = WhyNot.OTHER if outcome == Status.DID_NOT_HAPPEN else ""
    appointments.say_how_it_went(appointment=made, outcome=outcome, why_not=why, by=cast.owner, at=AFTER)
    appointments.take_back(appointment=made, by=cast.owner, at=AFTER + MINUTE)
    made.refresh_from_db()
    assert made.is_booked
    assert not Contact.objects.exists()
    assert FollowUp.objects.get() == made.follow_up
    assert made.follow_up.is_open


def test_before_it_begins_there_is_no_outcome_and_two_outcomes_do_not_stand(cast, case):
    made = an_appointment(case, cast.owner)
    words = {"appointment": made, "by": cast.owner}
    with pytest.raises(CannotDo, match="not begun"):
        appointments.say_how_it_went(outcome=Status.HAPPENED, at=STARTS - MINUTE, **words)
    appointments.say_how_it_went(outcome=Status.HAPPENED, at=STARTS, **words)
    with pytest.raises(CannotDo, match="something else meanwhile: it happened"):
        appointments.say_how_it_went(outcome=Status.NOT_IN, at=AFTER, **words)
    with pytest.raises(CannotDo, match="something else meanwhile"):
        appointments.cancel(reason=CancelReason.OTHER, at=AFTER, **words)


# The way there ---------------------------------------------------------------------------------------------------


def placed(cast, name, easting, northing):
    person = a_person(by=cast.owner, given_name=name)
    person.easting, person.northing, person.postcode = easting, northing, "E8 1EA"
    person.save()
    return a_case(cast.owner, person=person)


def test_the_way_is_estimated_from_the_place_before_and_says_that_it_is_an_estimate(cast):
    near, far = placed(cast, "Ann", 534000, 184000), placed(cast, "Bob", 534000, 189000)
    first = an_appointment(near, cast.owner, starts=STARTS)
    assert (first.travel_minutes, first.travel_is_estimate) == (None, False), "nobody knows where from"
    second = an_appointment(far, cast.owner, starts=STARTS + 2 * HOUR)
    assert (second.travel_minutes, second.travel_mode, second.travel_is_estimate) == (40, Mode.BUS, True)
    third = an_appointment(far, cast.owner, starts=STARTS + 4 * HOUR, travel_minutes=15, travel_mode=Mode.CAR)
    assert (third.travel_minutes, third.travel_mode, third.travel_is_estimate) == (15, Mode.CAR, False)


def test_a_day_before_is_no_place_before(cast):
    near, far = placed(cast, "Ann", 534000, 184000), placed(cast, "Bob", 534000, 189000)
    an_appointment(near, cast.owner, starts=STARTS - dt.timedelta(days=1))
    assert an_appointment(far, cast.owner).travel_minutes is None


def test_too_little_time_between_two_is_said(cast):
    near, far = placed(cast, "Ann", 534000, 184000), placed(cast, "Bob", 534000, 189000)
    an_appointment(near, cast.owner, starts=STARTS)
    tight = an_appointment(far, cast.owner, starts=STARTS + HOUR + 10 * MINUTE)
    found = queries.too_tight(tight)
    assert found is not None
    assert (found[0].case, found[1]) == (near, 10)
    loose = an_appointment(near, cast.owner, starts=STARTS + 4 * HOUR)
    assert queries.too_tight(loose) is None
