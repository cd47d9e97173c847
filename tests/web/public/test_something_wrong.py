"""Anybody tells us that something is wrong; whoever runs it asks for a link."""

from typing import Any

from django.test import Client

from alongside.core.clock import now
from alongside.directory.actions.problems import report
from alongside.directory.enums import ProblemKind
from alongside.directory.models import OrganiserLink, ProblemReport
from alongside.messaging.models import Message
from tests.factories.directory import a_service


def test_a_report_is_kept_once_and_thanked_for(partnership: Any, client: Client) -> None:
    service = a_service("Lunch club")
    sent = {"kind": "time", "words": "It is at one", "once": "0b4cb1f5-5a5f-4f0d-9f39-222222222222"}
    for _ in range(2):
        url = client.post(f"/services/{service.pk}/wrong/", sent).url
    assert "Thank you for telling us" in client.get(url).content.decode()
    assert ProblemReport.objects.get().words == "It is at one"


def test_what_a_machine_fills_in_is_not_kept(partnership: Any, client: Client) -> None:
    service = a_service("Lunch club")
    client.post(f"/services/{service.pk}/wrong/", {"kind": "time", "website": "https://spam.example"})
    assert not ProblemReport.objects.exists()


def test_nothing_chosen_or_a_wrong_address_is_said(partnership: Any, client: Client) -> None:
    service = a_service("Lunch club")
    page = client.post(
        f"/services/{service.pk}/wrong/", {"answer_to": "nowhere", "words": "kept"}
    ).content.decode()
    assert "Choose what is wrong." in page
    assert "or leave it empty" in page
    assert "kept" in page


def test_a_flood_is_asked_to_ring(partnership: Any, client: Client) -> None:
    service = a_service("Lunch club")
    answers = [client.post(f"/services/{service.pk}/wrong/", {"kind": "time"}).status_code for _ in range(60)]
    assert answers[0] == 302
    assert answers[-1] == 429


def test_many_who_say_it_has_closed_are_told_to_others(partnership: Any, client: Client) -> None:
    service = a_service("Lunch club")
    for address in ("1.2.3.4", "1.2.3.4", "1.2.3.4", "5.6.7.8"):
        report(service=service, kind=ProblemKind.CLOSED, words="", answer_to="", address=address, at=now())
    assert "Some people tell us" not in client.get(f"/services/{service.pk}/").content.decode(), "two people"
    report(service=service, kind=ProblemKind.CLOSED, words="", answer_to="", address="9.9.9.9", at=now())
    assert "9.9.9.9" not in str(ProblemReport.objects.values())
    assert "Some people tell us that it has closed" in client.get(f"/services/{service.pk}/").content.decode()


def test_the_link_goes_to_the_published_address_only(partnership: Any, client: Client) -> None:
    service = a_service("Lunch club", email="lunch@example.org")
    url = client.post(f"/services/{service.pk}/yours/", {"email": "thief@example.org"}).url
    assert "We have sent a link" in client.get(url).content.decode()
    message = Message.objects.get()
    assert message.to == "lunch@example.org"
    secret = message.body.split("/keep/")[1].split("/")[0]
    assert client.get(f"/keep/{secret}/").status_code == 200


def test_without_an_address_they_are_asked_to_ring(partnership: Any, client: Client) -> None:
    service = a_service("Lunch club")
    assert "Ring us on" in client.get(f"/services/{service.pk}/yours/").content.decode()
    assert "publishes no e-mail" in client.post(f"/services/{service.pk}/yours/", {}).content.decode()
    assert not OrganiserLink.objects.exists()
