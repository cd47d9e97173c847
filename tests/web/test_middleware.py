"""Pages run inside the wall: reads cannot write, leavers are out at once, a second factor can be demanded."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import clear_url_caches, path

from alongside.partnerships import actions
from alongside.partnerships.models import Organisation
from alongside.web import page as pages
from alongside.web import urls


@pytest.fixture
def page_that_writes() -> Iterator[str]:
    """A page that writes on whatever method it is asked with, mounted for one test."""

    def scribble(request: HttpRequest) -> HttpResponse:
        Organisation.objects.create(name="Written", kind="other")
        return HttpResponse("written", content_type="text/plain")

    view = pages.public_page("scribble/", methods=("GET", "POST"))(scribble)
    urls.urlpatterns.insert(0, path("scribble/", view))
    clear_url_caches()
    yield "/scribble/"
    urls.urlpatterns.pop(0)
    del pages.PAGES["public:scribble"]
    clear_url_caches()


def test_a_get_that_writes_is_refused_by_the_database(
    partnership: Any, client: Client, page_that_writes: str
) -> None:
    with pytest.raises(DatabaseError, match="read-only transaction"):
        client.get(page_that_writes)
    assert not Organisation.objects.exists()


def test_a_post_may_write(partnership: Any, client: Client, page_that_writes: str) -> None:
    assert client.post(page_that_writes).status_code == 200
    assert Organisation.objects.filter(name="Written").exists()


def test_a_member_who_has_left_is_out_at_once(cast: Any, client_as: Callable[[Any], Client]) -> None:
    client = client_as(cast.owner)
    assert client.get("/home/").status_code == 302
    actions.end_membership(member=cast.owner, at=dt.datetime.now(tz=dt.UTC))
    assert client.get("/home/").status_code in {302, 404}
    assert "_auth_user_id" not in client.session


def test_a_partnership_that_demands_a_second_factor_gets_one(
    cast: Any, client_as: Callable[[Any], Client]
) -> None:
    cast.partnership.require_mfa = True
    cast.partnership.save()
    answer = client_as(cast.owner).get("/home/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/2fa/")


def test_the_public_finds_a_partnership_by_host_name_by_slug_or_the_default(
    cast: Any, client: Client
) -> None:
    from alongside.partnerships.queries import partnership_at

    elsewhere = cast.other_partnership.partnership
    elsewhere.hostname = "together.example.org"
    elsewhere.save()
    assert partnership_at("together.example.org:443") == elsewhere
    assert partnership_at("elsewhere.localhost:8000") == elsewhere
    assert partnership_at("anything.example.org") == cast.partnership
