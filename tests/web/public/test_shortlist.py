"""Anyone keeps a shortlist: without an account, in their own order, printed, shared, sent – never with their notes."""

import re
from typing import Any

import pytest
from django.test import Client

from alongside.directory.kept_list import MOST, moved, share, shared
from alongside.directory.models import Service
from alongside.messaging.models import Message
from tests.factories.directory import a_service


@pytest.fixture
def three(partnership: Any) -> list[Service]:
    made = [a_service(name, at=[(534870, 184694)]) for name in ("Lunch club", "Choir", "Walk")]
    made[0].phones.create(number="020 7946 0123")
    return made


def save(client: Client, service: Service, **more: str) -> Any:
    return client.post("/shortlist/save/", {"service": str(service.pk), "next": "/find/?q=lunch", **more})


def order(client: Client, address: str = "/shortlist/") -> list[str]:
    return re.findall(r'as-result__title"><a [^>]*>([^<]+)<', client.get(address).content.decode())


def test_what_was_saved_stands_on_the_list_once(three: list[Service], client: Client) -> None:
    assert save(client, three[0]).url == "/find/?q=lunch"
    save(client, three[0])
    assert order(client) == ["Lunch club"]
    page = client.get(f"/services/{three[0].pk}/").content.decode()
    assert "On your list" in page
    assert "Your list (1)" in page


def test_nothing_is_kept_of_who_only_looks(three: list[Service], client: Client) -> None:
    client.get("/find/?q=lunch")
    client.get("/shortlist/")
    assert "sessionid" not in client.cookies


def test_it_can_be_put_in_order_with_buttons(three: list[Service], client: Client) -> None:
    for service in three:
        save(client, service)
    client.post("/shortlist/", {"do": "up", "service": str(three[2].pk)})
    client.post("/shortlist/", {"do": "down", "service": str(three[0].pk)})
    assert order(client) == ["Walk", "Lunch club", "Choir"]
    client.post("/shortlist/", {"do": "up", "service": str(three[2].pk)})
    assert order(client) == ["Walk", "Lunch club", "Choir"]


def test_what_was_taken_off_can_be_put_back_where_it_was(three: list[Service], client: Client) -> None:
    for service in three:
        save(client, service)
    client.post("/shortlist/", {"do": "note", "service": str(three[1].pk), "note": "Ask for Al"})
    client.post("/shortlist/", {"do": "off", "service": str(three[1].pk)})
    assert order(client) == ["Lunch club", "Walk"]
    client.post("/shortlist/", {"do": "undo"})
    assert order(client) == ["Lunch club", "Choir", "Walk"]
    assert "Ask for Al" in client.get("/shortlist/print/").content.decode()


@pytest.mark.parametrize(
    "sent", [{}, {"do": "up"}, {"do": "note", "service": "x"}, {"do": "fly", "service": "1"}]
)
def test_nonsense_changes_nothing(sent: dict[str, str], three: list[Service], client: Client) -> None:
    save(client, three[0])
    assert client.post("/shortlist/", sent).status_code == 302
    assert order(client) == ["Lunch club"]


def test_saving_never_leads_to_another_site(three: list[Service], client: Client) -> None:
    for address in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        assert save(client, three[0], next=address).url == "/"


def test_a_list_has_an_end(partnership: Any, client: Client) -> None:
    for number in range(MOST + 1):
        save(client, a_service(f"Service {number}", refresh=False))
    assert "Your list is full" in client.get("/about/").content.decode()
    assert len(order(client)) == MOST


def test_the_paper_holds_what_one_needs(three: list[Service], client: Client) -> None:
    save(client, three[0])
    page = client.get("/shortlist/print/").content.decode()
    assert "is-large-print" in page
    assert "020 7946 0123" in page


def test_a_shared_list_holds_the_services_and_no_notes(three: list[Service], client: Client) -> None:
    for service in three[:2]:
        save(client, service)
    client.post("/shortlist/", {"do": "note", "service": str(three[0].pk), "note": "SECRET"})
    page = client.get("/shortlist/").content.decode()
    address = re.search(r"/shortlist/of/[\w-]+/", page)
    assert address is not None
    other = Client()
    opened = other.get(address[0])
    assert "Lunch club" in opened.content.decode()
    assert "SECRET" not in opened.content.decode()
    assert opened.headers["X-Robots-Tag"] == "noindex"
    other.post(address[0])
    assert order(other) == ["Lunch club", "Choir"]


@pytest.mark.parametrize("text", ["x", "%00", "A" * 3000, "AAAAAAAAAAA", "é"])
def test_a_list_that_is_none_is_not_found(text: str, three: list[Service], client: Client) -> None:
    assert client.get(f"/shortlist/of/{text}/").status_code == 404


def test_the_text_of_a_list_gives_the_list_again(three: list[Service]) -> None:
    ids = [service.pk for service in three]
    assert shared(share(ids)) == ids
    assert shared(share([*ids, ids[0]])) == ids
    assert moved(ids, three[0].pk, by=-1) == ids


def test_it_is_sent_by_mail_without_notes_once(three: list[Service], client: Client) -> None:
    save(client, three[0])
    client.post("/shortlist/", {"do": "note", "service": str(three[0].pk), "note": "SECRET"})
    sent = {"to": " her@example.org ", "once": "0b4cb1f5-5a5f-4f0d-9f39-333333333333"}
    for _ in range(2):
        url = client.post("/shortlist/send/", sent).url
    assert "It is on its way" in client.get(url).content.decode()
    message = Message.objects.get()
    assert (message.to, message.channel) == ("her@example.org", "email")
    assert "Lunch club" in message.body
    assert "/shortlist/of/" in message.body
    assert "SECRET" not in message.body


def test_it_is_sent_by_text_to_a_mobile(three: list[Service], client: Client) -> None:
    save(client, three[0])
    client.post("/shortlist/send/", {"to": "07700 900123"})
    message = Message.objects.get()
    assert message.channel == "sms"
    assert "/shortlist/of/" in message.body


def test_it_is_sent_in_the_language_of_the_page(three: list[Service], client: Client) -> None:
    client.cookies["language"] = "tr"
    save(client, three[0])
    client.post("/shortlist/send/", {"to": "her@example.org"})
    assert Message.objects.get().body


@pytest.mark.parametrize(
    "to", ["", "nobody", "a@b", "020 7946 0123 and 07700 900123", "a@example.org\nBcc: b@example.org"]
)
def test_an_address_that_is_none_is_refused(to: str, three: list[Service], client: Client) -> None:
    save(client, three[0])
    page = client.post("/shortlist/send/", {"to": to})
    assert page.status_code == 200
    assert not Message.objects.exists()


def test_a_network_address_sends_only_so_much(three: list[Service], client: Client) -> None:
    save(client, three[0])
    answers = [client.post("/shortlist/send/", {"to": f"her{n}@example.org"}).status_code for n in range(8)]
    assert answers[0] == 302
    assert answers[-1] == 429
    assert Message.objects.count() == 6


def test_one_that_has_ended_stays_and_says_so(three: list[Service], client: Client) -> None:
    save(client, three[0])
    Service.objects.filter(pk=three[0].pk).update(status="defunct")
    assert "We think this has ended" in client.get("/shortlist/").content.decode()
