"""The whole timeline of a person: filtered, in either order, paged on the screen and whole on paper."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.people import actions as people
from alongside.people.enums import TimelineKind
from tests.factories.casework import AT
from tests.factories.work import a_case_of


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def case(cast):
    case = a_case_of(cast.owner)
    for number in range(60):
        people.remember(
            person=case.person,
            sentence=f"Line {number:02}.",
            by=cast.owner,
            at=AT - dt.timedelta(days=100 - number),
            kind=TimelineKind.CONTACT if number % 2 else TimelineKind.PLAN,
        )
    return case


def lines(response):
    return re.findall(r"Line \d\d", response.content.decode())


def at(case):
    return reverse("connector:timeline", args=[case.pk])


def test_the_newest_come_first_a_page_at_a_time(cast, client_as, case):
    client = client_as(cast.owner)
    first = lines(client.get(at(case)))
    rest = lines(client.get(at(case), {"page": "2"}))
    assert first[0] == "Line 59"
    assert len(first) < 60
    assert len(first) + len(rest) == 60


def test_the_oldest_first_and_one_kind_alone(cast, client_as, case):
    client = client_as(cast.owner)
    assert lines(client.get(at(case), {"order": "oldest"}))[0] == "Line 00"
    calls = lines(client.get(at(case), {"kind": "contact"}))
    assert calls == [f"Line {number:02}" for number in range(59, 0, -2)]
    assert len(lines(client.get(at(case), {"kind": "nonsense", "order": "x"}))) > 40


def test_all_of_it_on_one_page_to_print_with_who_and_when(cast, client_as, case):
    page = client_as(cast.owner).get(at(case), {"whole": "1", "order": "oldest"})
    assert lines(page) == [f"Line {number:02}" for number in range(60)]
    text = page.content.decode()
    assert "Ayse Demir" in text
    assert "data-print" in text


def test_the_number_of_queries_does_not_grow(cast, client_as, case):
    client = client_as(cast.owner)
    client.get(at(case), {"whole": "1"})
    with CaptureQueriesContext(connection) as few:
        client.get(at(case), {"whole": "1", "kind": "referral"})
    with CaptureQueriesContext(connection) as many:
        client.get(at(case), {"whole": "1"})
    assert len(few) == len(many)


def test_the_page_of_the_person_leads_here(cast, client_as, case):
    assert at(case) in client_as(cast.owner).get(reverse("connector:case", args=[case.pk])).content.decode()


def test_keys_are_listed_and_turned_off(cast, client_as):
    client = client_as(cast.owner)
    assert "Turn shortcuts off" in client.get("/connector/keys/").content.decode()
    answer = client.post("/connector/keys/", {"keys": "off"})
    assert answer.cookies["keys"].value == "off"
    assert "Turn shortcuts on" in client.get("/connector/keys/").content.decode()
    assert client.post("/connector/keys/", {"keys": "on"}).cookies["keys"].value == "on"
