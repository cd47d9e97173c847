"""Error pages: in our look, sound, the same whoever asks, and standing even without session or partnership."""

from typing import Any

import pytest
from django.test import Client, RequestFactory

from alongside.web import errors
from tests.page_habits import faults

PAGES = {
    400: errors.bad_request,
    403: errors.forbidden,
    404: errors.not_found,
    500: errors.server_error,
}


@pytest.mark.parametrize("status", PAGES)
def test_each_error_page_stands_by_itself_and_says_what_to_do(status: int) -> None:
    response = PAGES[status](RequestFactory().get("/somewhere/"))
    assert response.status_code == status
    assert faults(response.content) == []
    assert b"as-crisis" in response.content


def test_what_is_not_there_gives_the_partnerships_number(client: Client, partnership: Any) -> None:
    response = client.get("/services/01a203b7-4096-7c6a-97c2-2ba7167261b6/")
    assert response.status_code == 404
    assert b"We cannot find this page" in response.content


def test_two_missing_pages_are_the_same_bytes(client: Client, partnership: Any) -> None:
    first = client.get("/services/01a203b7-4096-7c6a-97c2-2ba7167261b6/").content
    assert client.get("/services/01a203b7-4096-7c6a-97c2-2ba7167261b7/").content == first


def test_a_form_that_was_open_too_long_tells_how_to_keep_the_words(partnership: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/ask-for-help/", {"name": "Ayten"})
    assert response.status_code == 403
    assert "what you wrote is usually still there" in response.content.decode()
    assert faults(response.content) == []
