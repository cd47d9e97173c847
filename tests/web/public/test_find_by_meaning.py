"""`/find/` with words and no place: the page says in which order it stands, and why it is no other."""

from typing import Any

import pytest
from django.test import Client

from alongside.directory.models import ServiceMeaning
from alongside.numerics import sentences
from tests.factories.directory import a_service

SAYS = "How these are put in order"


@pytest.fixture(autouse=True)
def _two_services(partnership: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two with the word: by name the first would stand first, by meaning the second."""
    first = [1.0, *[0.0] * (sentences.SIZE - 1)]
    monkeypatch.setattr(sentences, "meaning_of", lambda text: first)
    for name, numbers in (("Allotment", first[::-1]), ("Zumba", first)):
        service = a_service(name, description="Biscuits afterwards.", at=[(534_870, 184_694)])
        ServiceMeaning.objects.create(service=service, made_of="by hand", numbers=numbers)


def page(client: Client, **asked: Any) -> str:
    return client.get("/find/", {"q": "biscuits", **asked}).content.decode()


def test_words_alone_are_answered_by_meaning_and_the_page_says_so(client: Client) -> None:
    html = page(client)
    assert html.index("Zumba") < html.index("Allotment")
    assert SAYS in html
    assert "what you type is sent to nobody" in html
    assert "Nearest in meaning first" in html
    assert "Nearest first" not in html


@pytest.mark.parametrize(
    "asked", [{"postcode": "E8 1EA"}, {"age": "70"}, {"exact": "on"}, {"sort": "soonest"}]
)
def test_what_stands_in_another_order_says_nothing_of_meaning(client: Client, asked: dict[str, str]) -> None:
    html = page(client, **asked)
    assert "Zumba" in html
    assert SAYS not in html


def test_a_page_in_polish_keeps_the_order_of_the_words(client: Client) -> None:
    client.cookies["language"] = "pl"
    html = client.get("/find/", {"q": "biscuits"}, headers={"accept-language": "pl"}).content.decode()
    assert "W jakiej kolejności" not in html
    assert html.index("Allotment") < html.index("Zumba")
