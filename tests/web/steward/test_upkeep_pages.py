"""Stewards see how fresh the directory is, decide what organisers propose, and settle what people report."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from alongside.core.clock import now, today
from alongside.directory.actions import changes, upkeep
from alongside.directory.actions.problems import report
from alongside.directory.enums import ProblemKind
from alongside.directory.models import Correction, Phone, ProblemReport, ProposedChange, Service, Upkeep
from alongside.messaging import actions as messaging
from alongside.messaging.enums import Channel, MessageStatus
from alongside.messaging.models import Message
from tests.factories.directory import a_service


@pytest.fixture
def steward(cast: Any, client_as: Callable[[Any], Client]) -> Client:
    return client_as(cast.steward)


@pytest.fixture
def change(cast: Any) -> ProposedChange:
    service = a_service("Lunch club", email="lunch@example.org", description="Soup and bread on Tuesday")
    link, _secret = upkeep.make_link(service=service, at=now())
    after = {"fees": "£2", "description": "Soup and songs on Tuesday"}
    return changes.propose(
        service=service, link=link, by_name="Jo", after=after, note="New door code", at=now()
    )


def test_the_oldest_stand_first_and_can_be_downloaded(steward: Client) -> None:
    came = {"created_at": now() - dt.timedelta(days=900)}
    a_service("Old", confirmed_on=today() - dt.timedelta(days=330), email="=cmd@example.org", **came)
    a_service("Older", confirmed_on=today() - dt.timedelta(days=350), **came)
    a_service("Fresh", confirmed_on=today())
    page = steward.get("/steward/freshness/").content.decode()
    assert page.index("Older") < page.index(">Old<")
    assert "Fresh" not in page
    sheet = steward.get("/steward/freshness/?format=csv").content.decode()
    assert "'=cmd@example.org" in sheet
    assert steward.get("/steward/freshness/?feed=nonsense").status_code == 200


def test_a_fresh_directory_says_so(steward: Client) -> None:
    assert "Everything was confirmed lately" in steward.get("/steward/freshness/").content.decode()


def test_the_difference_is_marked_in_the_words(steward: Client, change: ProposedChange) -> None:
    page = steward.get(f"/steward/changes/{change.pk}/").content.decode()
    assert "bread</del>" in page
    assert "songs</ins>" in page
    assert "New door code" in page


def test_what_is_ticked_goes_live_and_they_are_told(steward: Client, change: ProposedChange) -> None:
    steward.post(f"/steward/changes/{change.pk}/", {"only": ["fees"], "decide": "accept", "answer": "Thanks"})
    service = Service.objects.get()
    assert (service.fees, service.description) == ("£2", "Soup and bread on Tuesday")
    message = Message.objects.get(template="your_change")
    assert message.to == "lunch@example.org"
    assert "Thanks" in message.body


def test_a_no_says_why(steward: Client, change: ProposedChange) -> None:
    page = steward.post(f"/steward/changes/{change.pk}/", {"decide": "decline"}).content.decode()
    assert "Say why" in page
    steward.post(f"/steward/changes/{change.pk}/", {"decide": "decline", "answer": "We rang: no."})
    assert ProposedChange.objects.get().state == "declined"


def test_whoever_comes_second_is_told_who_decided(steward: Client, change: ProposedChange, cast: Any) -> None:
    changes.decline(change=change, answer="x", by=cast.steward, at=now())
    response = steward.post(f"/steward/changes/{change.pk}/", {"decide": "accept"}, follow=True)
    assert "has decided this already" in response.content.decode()


def test_an_entry_that_moved_meanwhile_shows_it(steward: Client, change: ProposedChange) -> None:
    Service.objects.update(fees="£5")
    assert "The entry has changed since" in steward.get(f"/steward/changes/{change.pk}/").content.decode()


def test_a_field_nobody_proposed_cannot_be_slipped_in(steward: Client, change: ProposedChange) -> None:
    steward.post(f"/steward/changes/{change.pk}/", {"only": ["status"], "decide": "accept"})
    assert ProposedChange.objects.get().state == "waiting"


def test_a_report_is_settled_on_the_list(steward: Client, cast: Any) -> None:
    problem = report(
        service=a_service(),
        kind=ProblemKind.PLACE,
        words="Moved",
        answer_to="a@b.org",
        address="1.2.3.4",
        at=now(),
    )
    assert "Moved" in steward.get("/steward/changes/").content.decode()
    steward.post(f"/steward/problems/{problem.pk}/", {"state": "mended", "note": "rang them"})
    assert ProblemReport.objects.get().settled_by == cast.steward
    steward.post(f"/steward/problems/{problem.pk}/", {"state": "nonsense"})
    assert ProblemReport.objects.get().state == "mended"
    told = Message.objects.get()
    assert told.to == "a@b.org"
    assert "We have put it right" in told.body
    assert "rang them" in told.body


def test_corrections_are_offered_to_publishers(steward: Client) -> None:
    service = a_service("Lunch club")
    made = Correction.objects.create(service=service, field="fees", theirs="£1", ours="=2", since_at=now())
    assert "Download for the publishers" in steward.get("/steward/changes/").content.decode()
    assert "'=2" in steward.get("/steward/changes/?format=csv").content.decode()
    steward.post(f"/steward/corrections/{made.pk}/", {"keep": "theirs"})
    assert Service.objects.get().fees == "£1"
    assert not Correction.objects.exists()


def test_a_connector_vouches_after_a_call(cast: Any, client_as: Callable[[Any], Client]) -> None:
    service = a_service("Lunch club", confirmed_on=dt.date(2026, 1, 1))
    client = client_as(cast.owner)
    assert "They say all is right" in client.get(f"/services/{service.pk}/").content.decode()
    client.post(f"/connector/services/{service.pk}/vouch/", {"said": "right"})
    assert Service.objects.get().confirmed_on == today()
    assert Upkeep.objects.get().member == cast.owner
    client.post(f"/connector/services/{service.pk}/vouch/", {"said": "nobody"})
    assert Upkeep.objects.count() == 2


def test_a_wrong_button_after_a_call_is_taken_back_by_whoever_pressed_it(
    cast: Any, client_as: Callable[[Any], Client]
) -> None:
    service = a_service("Lunch club", confirmed_on=dt.date(2026, 1, 1))
    client = client_as(cast.owner)
    client.post(f"/connector/services/{service.pk}/vouch/", {"said": "right"})
    undo = f"/connector/services/{service.pk}/vouch/{Upkeep.objects.get().pk}/undo/"
    assert undo in client.get(f"/services/{service.pk}/").content.decode()
    assert client_as(cast.steward).post(undo).status_code == 404
    client.post(undo)
    assert Service.objects.get().confirmed_on == dt.date(2026, 1, 1)
    assert undo not in client.get(f"/services/{service.pk}/").content.decode()


def test_the_phone_list_has_phones(steward: Client) -> None:
    service = a_service("Lunch club", confirmed_on=dt.date(2020, 1, 1))
    Phone.objects.create(service=service, number="020 7946 0123")
    assert "020 7946 0123" in steward.get("/steward/freshness/?format=csv").content.decode()


def test_the_steward_sees_which_letters_to_organisers_did_not_leave(steward: Client, cast: Any) -> None:
    service = a_service("Old", email="Rosa@Lunch.example.org", confirmed_on=today() - dt.timedelta(days=330))
    told = messaging.queue(
        partnership=cast.partnership, channel=Channel.EMAIL, to="rosa@lunch.example.org", template="your_entry",
        context={"services": []}, key="one", at=now(),
    )  # fmt: skip
    page = steward.get("/steward/freshness/").content.decode()
    assert service.name in page
    assert "Waiting to leave" in page

    told.status, told.trouble = MessageStatus.FAILED, "no such address"
    told.save()
    assert "Could not be sent" in steward.get("/steward/freshness/").content.decode()

    told.status, told.trouble, told.sent_at = MessageStatus.SENT, "", now()
    told.save()
    page = steward.get("/steward/freshness/").content.decode()
    assert "Could not be sent" not in page
    assert "Waiting to leave" not in page
