"""Both sides answer by their link: opening never acts, nothing names the other, a late link shows nothing."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from alongside.befriending.enums import Side
from tests import given_befriending as given
from tests.factories.befriending import AT


def address(match, side):
    return reverse("public:befriending-answer", args=[given.secret_for(match, side)])


@pytest.fixture(autouse=True)
def _the_clock():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.mark.parametrize("side, hidden", [(Side.PERSON, "Grace"), (Side.VOLUNTEER, "Ayten")])
def test_opening_the_link_shows_nobody_by_name_and_never_acts(cast, client, side, hidden):
    match = given.a_proposed_match(cast)
    here = address(match, side)
    for _each in range(2):
        answered = client.get(here)
    assert answered.status_code == 200
    assert hidden not in answered.content.decode()
    assert answered["Referrer-Policy"] == "same-origin"
    assert match.answers.get(side=side).said == "asked"


def test_in_another_language_only_what_is_told_of_the_other_is_english_and_says_so(cast, client):
    client.cookies["language"] = "pl"
    page = client.get(address(given.a_proposed_match(cast), Side.PERSON)).content.decode()
    assert "Czy chcą się Państwo spotkać?" in page
    assert "Would you like" not in page
    assert '<p class="as-lead" lang="en-gb"' in page


def test_both_say_yes_by_their_links(cast, client):
    match = given.a_proposed_match(cast)
    for side in Side:
        answered = client.post(address(match, side), {"said": "yes"}, follow=True)
        assert "Thank you for saying yes" in answered.content.decode()
    match.refresh_from_db()
    assert match.status == "agreed"


def test_a_no_is_welcome_and_the_other_link_closes_without_a_reason(cast, client):
    match = given.a_proposed_match(cast)
    here, there = address(match, Side.PERSON), address(match, Side.VOLUNTEER)
    assert (
        "That is fine."
        in client.post(here, {"said": "no", "words": "Too far."}, follow=True).content.decode()
    )
    other = client.get(there).content.decode()
    assert "Nothing more is needed here" in other
    assert "Too far" not in other


def test_an_answer_twice_is_one_answer(cast, client):
    match = given.a_proposed_match(cast)
    here = address(match, Side.PERSON)
    client.post(here, {"said": "yes"})
    client.post(here, {"said": "no"})
    assert match.answers.get(side=Side.PERSON).said == "yes"


def test_a_link_that_ran_out_takes_nothing(cast, client):
    match = given.a_proposed_match(cast)
    here = address(match, Side.PERSON)
    with time_machine.travel(AT + dt.timedelta(days=22), tick=False):
        assert "Nothing more is needed here" in client.post(here, {"said": "yes"}).content.decode()
    assert match.answers.get(side=Side.PERSON).said == "asked"


def test_an_unknown_link_is_404(cast, client):
    assert client.get(reverse("public:befriending-answer", args=["x" * 32])).status_code == 404
    assert client.get(reverse("public:befriending-answer", args=["x" * 500])).status_code == 404


def test_somebody_who_died_is_shown_to_nobody(cast, client):
    match = given.a_proposed_match(cast)
    here = address(match, Side.VOLUNTEER)
    match.person.deceased_on = AT.date()
    match.person.save()
    assert "Nothing more is needed here" in client.get(here).content.decode()
