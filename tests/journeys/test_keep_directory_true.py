"""Organisers are asked once a stage, in one letter, at the address they publish."""

import datetime as dt
import json
from typing import Any

from alongside.directory.actions import upkeep
from alongside.directory.actions.import_feed import Importing, import_feed, register
from alongside.directory.models import FeedRun, OrganiserLink, Service
from alongside.journeys.keep_directory_true import ask_organisers, tell_stewards
from alongside.messaging.actions import deliver
from alongside.messaging.models import Message
from tests.domain.directory import feed_records as made
from tests.factories.directory import a_service

AT = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)


def months_ago(months: int) -> dt.date:
    return (AT - dt.timedelta(days=round(months * 30.6))).date()


def test_who_is_due_is_asked_once_for_each_stage(partnership: Any) -> None:
    service = a_service("Lunch club", email="lunch@example.org", confirmed_on=months_ago(7))
    a_service("Fresh", email="fresh@example.org", confirmed_on=AT.date())
    a_service(
        "Gone", email="gone@example.org", confirmed_on=months_ago(20), created_at=AT - dt.timedelta(days=800)
    )
    a_service("No address", confirmed_on=months_ago(7))
    assert ask_organisers(partnership=partnership, at=AT) == 1
    assert ask_organisers(partnership=partnership, at=AT + dt.timedelta(days=1)) == 0
    later = AT + dt.timedelta(days=75)
    assert ask_organisers(partnership=partnership, at=later) == 1, "the warning at nine months"
    first, second = Message.objects.order_by("created_at")
    assert "Without a word from you" not in first.body
    assert "Without a word from you" in second.body
    link = OrganiserLink.objects.order_by("-made_at").first()
    assert link is not None
    upkeep.confirm(service=service, by=upkeep.By(link=link, name="Jo"), at=later)
    assert ask_organisers(partnership=partnership, at=later + dt.timedelta(days=200)) == 2, (
        "a new count, and Fresh"
    )


def test_several_services_of_one_address_come_in_one_letter(partnership: Any) -> None:
    for name in ("Lunch club", "Choir"):
        a_service(name, email="Hall@example.org", confirmed_on=months_ago(7))
    assert ask_organisers(partnership=partnership, at=AT) == 1
    message = Message.objects.get()
    assert message.to == "hall@example.org"
    assert message.body.count("/keep/") == 2
    assert "Choir" in message.body


def test_no_link_can_be_read_in_the_outbox_once_the_letter_left(partnership: Any, monkeypatch: Any) -> None:
    for name in ("Lunch club", "Choir"):
        a_service(name, email="hall@example.org", confirmed_on=months_ago(7))
    ask_organisers(partnership=partnership, at=AT)
    message = Message.objects.get()
    assert message.body.count("/keep/") == 2
    monkeypatch.setattr("alongside.messaging.actions.channels.send", lambda message: None)
    monkeypatch.setattr("alongside.messaging.actions._why_held", lambda message: None)
    Message.objects.update(status="queued")
    deliver(message_id=message.pk, at=AT)
    message.refresh_from_db()
    assert message.status == "sent"
    assert "/keep/" not in message.body
    assert message.conceal == ""


def test_one_address_that_takes_no_letter_costs_the_others_nothing(
    partnership: Any, monkeypatch: Any
) -> None:
    a_service("Bad", email="bad@example.org", confirmed_on=months_ago(7))
    a_service("Good", email="good@example.org", confirmed_on=months_ago(7))
    monkeypatch.setattr("alongside.messaging.rules.is_address", lambda channel, to: not to.startswith("bad"))
    assert ask_organisers(partnership=partnership, at=AT) == 1
    assert Message.objects.get().to == "good@example.org"


def test_who_asked_for_no_letters_gets_none(partnership: Any) -> None:
    service = a_service("Lunch club", email="lunch@example.org", confirmed_on=months_ago(7))
    link, _secret = upkeep.make_link(service=service, at=AT)
    upkeep.stop_letters(service=service, by=upkeep.By(link=link), at=AT)
    assert ask_organisers(partnership=partnership, at=AT) == 0


def test_an_ended_or_withdrawn_service_is_left_alone(partnership: Any) -> None:
    a_service("Ended", email="a@example.org", confirmed_on=months_ago(7), status="defunct")
    a_service("Withdrawn", email="b@example.org", confirmed_on=months_ago(7), withdrawn_at=AT)
    assert Service.objects.count() == 2
    assert ask_organisers(partnership=partnership, at=AT) == 0


def test_stewards_are_told_of_a_held_feed_once(cast: Any, tmp_path: Any) -> None:
    for count in (20, 5):
        path = tmp_path / "feed.json"
        path.write_text(json.dumps([made.service(f"s{n}") for n in range(count)]))
        import_feed(Importing(str(path), "City"), at=AT)
    for _ in range(2):
        tell_stewards(partnership=cast.partnership, at=AT)
    message = Message.objects.get()
    assert message.to == cast.steward.user.email
    assert "15 services were missing" in message.body


def test_stewards_are_told_when_a_feed_failed_three_times(cast: Any) -> None:
    feed = register(name="City", source="https://feeds.example.org/services", at=AT)
    for n in range(3):
        moment = AT + dt.timedelta(days=n)
        FeedRun.objects.create(feed=feed, state="failed", started_at=moment, finished_at=moment, failure="x")
    tell_stewards(partnership=cast.partnership, at=AT)
    assert "The last three readings of City failed" in Message.objects.get().body
