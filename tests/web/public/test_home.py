"""The first page, and the pages that its foot leads to."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse


def test_the_home_page_has_three_doors_and_the_crisis_line(client: Client, partnership: Any) -> None:
    page = client.get("/").content.decode()
    for words in (
        "Find something near me",
        "Talk to someone",
        "I’m worried about someone",
        partnership.place,
    ):
        assert words in page
    for link in (reverse("public:find"), reverse("public:ask-for-help"), reverse("public:worried")):
        assert f'"{link}"' in page
    assert 'href="tel:999"' in page
    assert 'href="tel:116123"' in page


def test_the_finder_is_asked_by_address_so_that_it_works_without_javascript(
    client: Client, partnership: Any
) -> None:
    page = client.get("/").content.decode()
    assert 'name="q"' in page
    assert 'name="postcode"' in page
    assert f'<form method="get" action="{reverse("public:find")}"' in page


@pytest.mark.parametrize("name", ["about", "accessibility", "help-in-a-crisis", "privacy"])
def test_each_page_of_the_foot_opens_and_gives_the_partnerships_number(
    name: str, client: Client, partnership: Any
) -> None:
    response = client.get(reverse(f"public:{name}"))
    assert response.status_code == 200
    assert 'href="tel:+44' in response.content.decode()
