"""One box that finds people; the page says what matched, and asks a number of queries that does not grow."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import given
from tests.factories.casework import AT
from tests.factories.people import a_person
from tests.factories.work import a_case_of, noted

PEOPLE = "/connector/people/"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def owner(cast, client_as):
    return client_as(cast.owner)


def text_of(response):
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def test_a_result_leads_to_the_case_and_says_what_matched(cast, owner):
    case = a_case_of(cast.owner, phone="07700 900123")
    noted(case, cast.owner, "Wants to play chess")
    page = owner.get(PEOPLE, {"q": "0123 chess"})
    assert reverse("connector:case", args=[case.pk]) in page.content.decode()
    text = text_of(page)
    assert "Phone ends 0123" in text
    assert "Written down: “chess”" in text
    assert "Wants to play chess" in text


def test_somebody_without_a_case_leads_to_their_details(cast, owner):
    person = a_person(by=cast.owner, given_name="Gerda")
    page = owner.get(PEOPLE, {"q": "gerda"}).content.decode()
    assert reverse("connector:person-details", args=[person.pk]) in page


def test_a_near_miss_is_shown_as_one(cast, owner):
    a_case_of(cast.owner)
    text = text_of(owner.get(PEOPLE, {"q": "Aytan"}))
    assert "Nobody fits to the letter. These are close." in text
    assert "Ayten Aydın" in text


def test_nobody_found_says_what_to_do(owner):
    assert "Nobody found" in text_of(owner.get(PEOPLE, {"q": "zebedee"}))


@pytest.mark.parametrize(
    "q", ["'", "a' | 'b", "\\", ":*", "!!", "%", "\x00", "x" * 100, "🙂", "&|!()", "שלום"]
)
def test_whatever_is_typed_is_answered(cast, owner, q):
    a_case_of(cast.owner)
    assert owner.get(PEOPLE, {"q": q}).status_code == 200


def test_a_safeguarding_lead_searches_in_the_same_way(cast, client_as):
    a_person(by=cast.owner, given_name="Gerda", phone="07700 900777")
    page = text_of(client_as(cast.safeguarding_lead).get("/connector/known-people/", {"q": "0777"}))
    assert "Gerda" in page
    assert "Phone ends 0777" in page


def test_the_number_of_queries_does_not_grow_with_what_is_found(cast, owner):
    def fill(count):
        for _each in range(count):
            noted(a_case_of(cast.owner, given="Chessa"), cast.owner, "chess")

    fill(2)
    owner.get(PEOPLE, {"q": "chess"})
    with CaptureQueriesContext(connection) as few:
        assert len(owner.get(PEOPLE, {"q": "chess"}).context["rows"]) == 2
    fill(9)
    with CaptureQueriesContext(connection) as many:
        assert len(owner.get(PEOPLE, {"q": "chess"}).context["rows"]) == 11
    assert len(few) == len(many)


def test_the_list_by_name_still_pages_and_filters(cast, owner):
    given.closed_case(cast.owner, at=AT)
    a_case_of(cast.owner, given="Goes", family="On")
    assert "Goes On" in text_of(owner.get(PEOPLE))
    assert "Ayten" not in text_of(owner.get(PEOPLE))
    assert "Ayten" in text_of(owner.get(PEOPLE, {"status": "closed"}))
