"""Text size is a link that is kept in a cookie."""

from typing import Any

import pytest
from django.test import Client


def test_the_chosen_size_is_on_the_next_page(client: Client, partnership: Any) -> None:
    response = client.get("/text-size/larger/", headers={"referer": "http://testserver/about/?a=1"})
    assert response.url == "/about/?a=1"
    assert b'class="is-public text-larger"' in client.get("/about/").content


def test_a_size_that_is_none_is_not_found(client: Client, partnership: Any) -> None:
    assert client.get("/text-size/huge/").status_code == 404


@pytest.mark.parametrize(
    "referer",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "javascript:alert(1)",
        "",
        "http://testserver//evil.example",
    ],
)
def test_it_never_leads_to_another_site(referer: str, client: Client, partnership: Any) -> None:
    url = client.get("/text-size/large/", headers={"referer": referer}).url
    assert url.startswith("/")
    assert not url.startswith("//")


def test_a_mangled_cookie_changes_nothing(client: Client, partnership: Any) -> None:
    client.cookies["text_size"] = '"><script>'
    assert b"<script>" not in client.get("/about/").content
