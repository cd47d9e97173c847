"""Reminders: as they want them, when they may be written to, and not at all once they should not go."""

import datetime as dt

import pytest
from django.conf import settings as django_settings

from alongside.appointments import jobs
from alongside.appointments.actions import appointments, reminders
from alongside.appointments.actions.errors import CannotDo
from alongside.appointments.enums import CancelReason, NotReminded, Place, ReminderStatus
from alongside.appointments.models import Reminder
from alongside.messaging.enums import Channel, MessageStatus
from alongside.messaging.models import Message
from alongside.people.models import Person
from tests import given
from tests.factories.appointments import STARTS, an_appointment, told
from tests.factories.casework import AT, a_case
from tests.factories.people import a_person

MINUTE = dt.timedelta(minutes=1)
DUE = dt.datetime(2026, 11, 4, 10, 0, tzinfo=dt.UTC)
TEXT = {"remind_by": "text", "remind_when": "day_before"}


@pytest.fixture
def case(cast):
    return case_of(cast)


def case_of(cast, **more):
    words = {"phone": "+447700900111", "email": "ayten@example.org", "address": "Flat 31", **more}
    words = {"contact_times": [], "leave_message": True, "languages": ["en"], **words}
    return a_case(cast.owner, person=a_person(by=cast.owner, **words))


@pytest.fixture(autouse=True)
def _messages_wait(settings):
    settings.MESSAGES_MODE = "send"


def remind(cast, time_machine, at):
    time_machine.move_to(at, tick=False)
    jobs.remind(cast.partnership.pk)
    return Message.objects.filter(template="appointment_reminder").order_by("created_at", "id")


def only():
    return Reminder.objects.get()


def test_it_goes_once_the_day_before_and_says_who_comes_when(cast, case, time_machine):
    an_appointment(case, cast.owner, **TEXT)
    assert not remind(cast, time_machine, DUE - MINUTE)
    for _ in range(2):
        sent = remind(cast, time_machine, DUE)
    message = sent.get()
    assert (message.channel, message.to, message.about) == (Channel.SMS, "+447700900111", case.person)
    assert "Ayse Demir comes to see you on Thursday 5 November, 2pm." in message.body
    assert only().status == ReminderStatus.WRITTEN


@pytest.mark.parametrize(
    ("place", "words"),
    [(Place.PHONE, "rings you"), (Place.VIDEO, "by video"), (Place.ELSEWHERE, "The Green House")],
)
def test_it_says_where(cast, case, time_machine, place, words):
    an_appointment(case, cast.owner, place=place, where="The Green House", **TEXT)
    assert words in remind(cast, time_machine, DUE).get().body


def test_where_a_message_may_be_read_by_others_it_says_when_and_no_more(cast, time_machine):
    case = case_of(cast, leave_message=False, contact_by="email")
    an_appointment(case, cast.owner, remind_by="email", remind_when="day_before")
    message = remind(cast, time_machine, DUE).get()
    assert "Thursday 5 November, 2pm" in message.body
    assert "Ayse" not in message.body + message.subject
    assert "see you" not in message.body


def test_a_letter_is_written_at_once_for_somebody_to_post(cast, case):
    an_appointment(case, cast.owner, starts=STARTS + dt.timedelta(days=14), remind_by="letter")
    message = Message.objects.get(template="appointment_reminder")
    assert (message.channel, message.status) == (Channel.LETTER, MessageStatus.HELD)
    with pytest.raises(CannotDo, match="would not arrive in time"):
        an_appointment(case, cast.owner, remind_by="letter")


@pytest.mark.parametrize(
    ("more", "way", "says"),
    [
        ({"phone": ""}, TEXT, "no phone number"),
        ({"email": ""}, {"remind_by": "email", "remind_when": "two_hours"}, "no e-mail"),
        ({"address": ""}, {"remind_by": "letter"}, "no address"),
        ({"do_not_contact": True}, TEXT, "asked not to be contacted"),
        ({"contact_times": ["weekend"]}, TEXT, "None of the times they like"),
        ({"leave_message": False, "contact_by": "phone"}, TEXT, "not to be left messages"),
    ],
)
def test_what_could_not_reach_them_is_refused_when_it_is_booked(cast, more, way, says):
    with pytest.raises(CannotDo, match=says) as refused:
        an_appointment(case_of(cast, **more), cast.owner, **way)
    assert refused.value.field == "remind_by"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"do_not_contact": True}, NotReminded.DO_NOT_CONTACT),
        ({"deceased_on": AT.date()}, NotReminded.DIED),
        ({"phone": ""}, NotReminded.NO_ADDRESS),
    ],
)
def test_it_is_looked_at_again_at_the_moment_it_would_go(cast, case, time_machine, change, why):
    an_appointment(case, cast.owner, **TEXT)
    Person.objects.filter(pk=case.person_id).update(**change)
    assert not remind(cast, time_machine, DUE)
    assert (only().status, only().why) == (ReminderStatus.WITHDRAWN, why)


def test_it_is_withdrawn_when_the_appointment_is_cancelled_and_waits_again_when_that_is_undone(
    cast, case, time_machine
):
    made = an_appointment(case, cast.owner, **TEXT)
    appointments.cancel(appointment=made, reason=CancelReason.PERSON_ASKED, by=cast.owner, at=AT)
    assert not remind(cast, time_machine, DUE - MINUTE)
    assert only().why == NotReminded.CANCELLED
    appointments.take_back(appointment=made, by=cast.owner, at=DUE - MINUTE)
    assert remind(cast, time_machine, DUE).count() == 1


def test_it_moves_with_the_appointment(cast, case, time_machine):
    made = an_appointment(case, cast.owner, **TEXT)
    later = STARTS + dt.timedelta(days=1)
    appointments.change(
        appointment=made, version=1, told=told(cast.owner, starts=later, **TEXT), by=cast.owner, at=AT
    )
    assert not remind(cast, time_machine, DUE)
    assert "Friday 6 November" in remind(cast, time_machine, DUE + dt.timedelta(days=1)).get().body


def test_a_change_that_says_nothing_new_to_them_reminds_nobody_twice(cast, case, time_machine):
    made = an_appointment(case, cast.owner, **TEXT)
    remind(cast, time_machine, DUE)
    appointments.change(
        appointment=made, version=1, told=told(cast.owner, note="dog", **TEXT), by=cast.owner, at=DUE
    )
    assert remind(cast, time_machine, DUE + 5 * MINUTE).count() == 1


def test_shortly_before_it_begins_a_note_can_still_be_changed(cast, case, time_machine):
    made = an_appointment(case, cast.owner, **TEXT)
    remind(cast, time_machine, DUE)
    words = {"appointment": made, "version": 1, "by": cast.owner, "at": STARTS - 10 * MINUTE}
    assert appointments.change(told=told(cast.owner, note="dog", **TEXT), **words).note == "dog"


def test_one_that_was_written_and_has_not_left_is_kept_back_when_the_appointment_is_cancelled(
    cast, case, time_machine
):
    made = an_appointment(case, cast.owner, **TEXT)
    message = remind(cast, time_machine, DUE).get()
    assert message.status == MessageStatus.QUEUED
    appointments.cancel(appointment=made, reason=CancelReason.PERSON_ASKED, by=cast.owner, at=DUE)
    message.refresh_from_db()
    assert message.status == MessageStatus.HELD
    assert only().status == ReminderStatus.WITHDRAWN


def test_with_the_mail_down_it_is_kept_back_at_night_and_goes_in_the_morning(cast, case, time_machine):
    an_appointment(case, cast.owner, **TEXT)
    first = remind(cast, time_machine, DUE).get()
    remind(cast, time_machine, DUE.replace(hour=20))
    first.refresh_from_db()
    assert first.status == MessageStatus.HELD, "nobody wants it at eight in the evening or at two at night"
    written = remind(cast, time_machine, DUE.replace(day=5, hour=8))
    assert [one.status for one in written] == [MessageStatus.HELD, MessageStatus.QUEUED]


def test_with_the_mail_down_until_it_begins_nothing_goes_any_more(cast, case, time_machine):
    an_appointment(case, cast.owner, **TEXT)
    message = remind(cast, time_machine, DUE).get()
    remind(cast, time_machine, STARTS - 10 * MINUTE)
    message.refresh_from_db()
    assert message.status == MessageStatus.HELD
    assert only().why == NotReminded.TOO_LATE


def test_where_no_job_ran_it_goes_late_but_in_their_times(cast, time_machine):
    case = case_of(cast, contact_times=["morning"])
    an_appointment(case, cast.owner, **TEXT)
    assert not remind(cast, time_machine, DUE.replace(hour=15))
    assert only().due_at == dt.datetime(2026, 11, 5, 9, 0, tzinfo=dt.UTC)
    assert remind(cast, time_machine, DUE.replace(day=5, hour=9)).count() == 1


def test_it_speaks_the_language_they_speak(cast, time_machine):
    assert "tr" in dict(django_settings.LANGUAGES)
    case = case_of(cast, languages=["tr", "en"])
    an_appointment(case, cast.owner, **TEXT)
    body = remind(cast, time_machine, DUE).get().body
    assert "Perşembe" in body
    assert "Merhaba" in body


def test_one_reminder_that_fails_keeps_no_other_waiting(cast, case, time_machine, monkeypatch):
    other = case_of(cast, given_name="Bea")
    an_appointment(case, cast.owner, **TEXT)
    an_appointment(other, cast.owner, starts=STARTS + dt.timedelta(hours=2), **TEXT)
    write = reminders.write

    def fails_first(*, reminder, at):
        if reminder.appointment.case_id == case.pk:
            raise RuntimeError("the disk is full")
        return write(reminder=reminder, at=at)

    monkeypatch.setattr(reminders, "write", fails_first)
    with pytest.raises(RuntimeError, match="disk"):
        remind(cast, time_machine, DUE)
    assert Message.objects.get(template="appointment_reminder").about == other.person


def test_nothing_is_sent_to_who_wants_none(cast, time_machine):
    an_appointment(given.open_case(cast.owner), cast.owner)
    assert not remind(cast, time_machine, STARTS)
    assert not Reminder.objects.exists()
