"""Stewards see what people look for in vain and say what words mean; the programme lead sees it too."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from alongside.directory.models import Looked, Saying
from tests.factories.directory import a_service


@pytest.fixture
def steward(cast: Any, client_as: Callable[[Any], Client]) -> Client:
    return client_as(cast.steward)


def test_what_is_typed_on_the_public_finder_is_counted_once_a_question(
    steward: Client, client: Client
) -> None:
    for _ in range(5):
        client.get("/find/", {"q": "Skittles", "needs": "lift"})
    client.get("/find/", {"q": "skittles", "page": "2"})
    client.get("/find/", {"q": "skittles", "sort": "soonest"})
    assert set(Looked.objects.values_list("what", "times", "in_vain")) == {("skittles", 5, 5), ("lift", 5, 5)}
    page = steward.get("/steward/words/").content.decode()
    assert "skittles" in page
    assert "Lift" in page
    assert '"Words","skittles","5","5"' in steward.get("/steward/words/?format=csv").content.decode()


def test_a_word_is_given_a_meaning_changed_and_taken_out(steward: Client, client: Client) -> None:
    a_service("Table games")
    assert "dinner" in steward.get("/steward/words/say/?said=dinner").content.decode()
    page = steward.post("/steward/words/say/", {"said": "Skittles", "means": "table games\n"}, follow=True)
    assert "“skittles” finds 1 now" in page.content.decode()
    assert "Table games" in client.get("/find/", {"q": "skittles"}).content.decode()
    saying = Saying.objects.get()
    assert (
        "Write it again" in steward.post(f"/steward/words/{saying.pk}/remove/", follow=True).content.decode()
    )
    assert not Saying.objects.exists()
    assert steward.post(f"/steward/words/{saying.pk}/remove/").status_code == 404


def test_what_cannot_be_kept_says_why_and_loses_nothing(steward: Client) -> None:
    page = steward.post("/steward/words/say/", {"said": "!!!", "means": "tea"}).content.decode()
    assert "Write one to five words" in page
    assert ">tea<" in page.replace("\n", "")


def test_the_programme_lead_reads_and_changes_nothing(cast: Any, client_as: Callable[[Any], Client]) -> None:
    lead = client_as(cast.programme_lead)
    assert "Add words" not in lead.get("/steward/words/").content.decode()
    assert lead.post("/steward/words/say/", {"said": "tea"}).status_code == 404
