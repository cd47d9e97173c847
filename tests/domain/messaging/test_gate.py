"""The one gate: what a person said about being reached is obeyed for whatever is queued, whoever queued it."""

import datetime as dt

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from alongside.messaging import actions
from alongside.messaging.enums import Channel, MessageStatus
from alongside.people.models import Person
from tests.factories.people import a_person

MORNING = dt.datetime(2026, 11, 3, 10, 0, tzinfo=dt.UTC)  # a Tuesday
EVENING = dt.datetime(2026, 11, 3, 21, 0, tzinfo=dt.UTC)
NINE = dt.datetime(2026, 11, 4, 9, 0, tzinfo=dt.UTC)


class Gateway:
    """Takes every text."""

    taken: list[str] = []

    def send(self, *, to, text, reference):
        self.taken.append(to)


@pytest.fixture(autouse=True)
def _texts(settings):
    settings.MESSAGES_MODE = "send"
    settings.SMS_GATEWAY = f"{__name__}.Gateway"
    Gateway.taken.clear()


def write(person, *, at=MORNING, channel=Channel.SMS, to="", key="k"):
    return actions.queue(
        partnership=person.partnership,
        channel=channel,
        to=to or person.phone,
        template="befriending_reminder",
        context={"called": person.called, "day": "Tuesday", "time": "2pm", "channel": "visit"},
        key=key,
        about=person,
        at=at,
    )


def scheduled():
    return ProcrastinateJob.objects.filter(task_name="messaging.deliver").order_by("-id").first().scheduled_at


def test_a_text_in_their_times_leaves(cast):
    message = write(a_person(by=cast.owner, contact_by="text"))
    assert actions.deliver(message_id=message.pk, at=MORNING).status == MessageStatus.SENT
    assert len(Gateway.taken) == 1


def test_a_text_in_the_evening_waits_for_the_morning_and_says_so(cast):
    person = a_person(by=cast.owner, contact_by="text")
    message = write(person, at=EVENING)
    assert message.status == MessageStatus.QUEUED
    assert message.trouble == "Waits until Wednesday 4 November, 9 a.m.: the times they like to be reached."
    wait = scheduled() - dt.datetime.now(dt.UTC)
    assert abs(wait - (NINE - EVENING)) < dt.timedelta(minutes=10), "a job brings it in the morning"
    too_early = actions.deliver(message_id=message.pk, at=EVENING + dt.timedelta(hours=2))
    assert (too_early.status, too_early.attempts, Gateway.taken) == (MessageStatus.QUEUED, 0, [])
    sent = actions.deliver(message_id=message.pk, at=NINE)
    assert (sent.status, sent.trouble) == (MessageStatus.SENT, "")


def test_a_change_of_their_times_is_obeyed_for_what_waits_already(cast):
    person = a_person(by=cast.owner, contact_by="text", contact_times=[])
    message = write(person)
    Person.objects.filter(pk=person.pk).update(contact_times=["afternoon"])
    assert actions.deliver(message_id=message.pk, at=MORNING).status == MessageStatus.QUEUED
    assert not Gateway.taken


def test_no_text_goes_where_a_message_is_not_safe_and_another_way_was_asked_for(cast):
    person = a_person(by=cast.owner, contact_by="phone")
    held = write(person)
    assert (held.status, "another way" in held.trouble) == (MessageStatus.HELD, True)
    assert (
        write(a_person(by=cast.owner, contact_by="phone", leave_message=True), key="k2").status
        == MessageStatus.QUEUED
    )


def test_no_email_goes_to_them_where_a_message_is_not_safe(cast):
    person = a_person(by=cast.owner, contact_by="phone", email="ayten@example.org")
    assert write(person, channel=Channel.EMAIL, to="AYTEN@example.org").status == MessageStatus.HELD
    assert (
        write(person, channel=Channel.EMAIL, to="club@example.org", key="k2").status == MessageStatus.QUEUED
    )


def test_whoever_asked_us_not_to_is_not_written_to_in_capitals_either(cast):
    person = a_person(by=cast.owner, contact_by="email", email="ayten@example.org", do_not_contact=True)
    assert write(person, channel=Channel.EMAIL, to="Ayten@Example.org").status == MessageStatus.HELD


def test_a_text_does_not_go_to_a_number_that_was_theirs(cast):
    person = a_person(by=cast.owner, contact_by="text")
    message = write(person)
    Person.objects.filter(pk=person.pk).update(phone="+447700900199")
    held = actions.deliver(message_id=message.pk, at=MORNING)
    assert (held.status, Gateway.taken) == (MessageStatus.HELD, [])


def test_a_text_that_failed_and_is_tried_again_at_night_waits(cast):
    person = a_person(by=cast.owner, contact_by="text")
    message = write(person)
    type(message).objects.filter(pk=message.pk).update(status=MessageStatus.FAILED, trouble="busy")
    message.refresh_from_db()
    actions.send_again(message=message, by=cast.owner, at=EVENING)
    assert actions.deliver(message_id=message.pk, at=EVENING).status == MessageStatus.QUEUED
    assert not Gateway.taken


def test_what_was_kept_here_and_put_back_leaves(cast):
    person = a_person(by=cast.owner, contact_by="text")
    message = write(person)
    (kept,) = actions.keep_here(about=person, why="A mistake")
    assert actions.deliver(message_id=message.pk, at=MORNING) is None
    actions.put_back(message_id=message.pk, status=kept.status, trouble=kept.trouble)
    assert actions.put_back(message_id=message.pk, status=kept.status, trouble=kept.trouble) is None
    assert actions.deliver(message_id=message.pk, at=MORNING).status == MessageStatus.SENT


def test_only_what_goes_to_those_addresses_is_kept_and_what_tells_them_to_stop_goes_on(cast):
    person = a_person(by=cast.owner, contact_by="text")
    text = write(person)
    club = write(person, channel=Channel.EMAIL, to="Club@example.org", key="k2")
    kept = actions.keep_here(about=person, why="Stopped", addresses=["club@EXAMPLE.org", ""])
    assert [one.message.pk for one in kept] == [club.pk]
    assert actions.keep_here(about=person, why="Stopped", spare=["befriending_reminder"]) == []
    text.refresh_from_db()
    assert text.status == MessageStatus.QUEUED
