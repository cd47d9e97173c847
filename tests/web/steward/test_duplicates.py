"""A steward looks at two entries side by side and says whether they are one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from alongside.core.clock import now
from alongside.directory.actions import duplicates
from alongside.directory.models import Duplicate, Phone, Service
from tests.factories.directory import a_service


@pytest.fixture
def steward(cast: Any, client_as: Callable[[Any], Client]) -> Client:
    return client_as(cast.steward)


@pytest.fixture
def pair(cast: Any) -> Duplicate:
    for organization in ("The Green House", "Council"):
        service = a_service(
            "Lunch club", organization=organization, at=[(534_000, 184_000)], fees=organization
        )
        Phone.objects.create(service=service, number="020 7946 0123")
    duplicates.search(at=now())
    return Duplicate.objects.get()


def test_pairs_are_listed_with_what_speaks_for_them(steward: Client, pair: Duplicate) -> None:
    page = steward.get("/steward/duplicates/").content.decode()
    assert "The same phone number: 02079460123" in page
    assert "The same name" in page
    assert f"/steward/duplicates/{pair.pk}/" in page


def test_they_are_put_together_with_the_chosen_words_and_the_old_address_leads_on(
    steward: Client, pair: Duplicate, client: Client
) -> None:
    address = f"/steward/duplicates/{pair.pk}/"
    assert "Side by side" in steward.get(address).content.decode()
    steward.post(address, {"decide": "merge", "keep": "b", "field-fees": "a"})
    kept, gone = Service.objects.get(pk=pair.second_id), Service.objects.get(pk=pair.first_id)
    assert (gone.merged_into, kept.fees) == (kept, pair.first.fees)
    assert client.get(f"/services/{gone.pk}/").url == f"/services/{kept.pk}/"
    assert "stands for both" in steward.get(address).content.decode()
    steward.post(address, {"decide": "undo"})
    assert client.get(f"/services/{gone.pk}/").status_code == 200
    assert "They are two" in steward.get(address).content.decode()


def test_a_second_click_is_told_and_changes_nothing(steward: Client, pair: Duplicate) -> None:
    address = f"/steward/duplicates/{pair.pk}/"
    steward.post(address, {"decide": "apart"})
    steward.post(address, {"decide": "undo"})
    page = steward.get(address).content.decode()
    assert "They are not together any more." in page
    assert Duplicate.objects.get().state == "two"


def test_a_steward_looks_now_instead_of_at_night(steward: Client, pair: Duplicate) -> None:
    Duplicate.objects.all().delete()
    steward.post("/steward/duplicates/")
    assert Duplicate.objects.count() == 1


def test_an_organisers_link_to_the_one_leads_to_the_other(
    steward: Client, pair: Duplicate, client: Client
) -> None:
    from alongside.directory.actions import upkeep

    Service.objects.filter(pk=pair.first_id).update(email="lunch@example.org")
    _link, secret = upkeep.make_link(service=Service.objects.get(pk=pair.first_id), at=now())
    steward.post(f"/steward/duplicates/{pair.pk}/", {"decide": "merge", "keep": "b"})
    kept = Service.objects.get(pk=pair.second_id)
    assert kept.fees in client.get(f"/keep/{secret}/change/").content.decode()
