"""The closed loop at the organiser: the link after the answer, the door of who signs in, the least that is shown."""

import datetime as dt

import pytest
from django.urls import reverse

from alongside.casework.enums import OnwardStatus
from alongside.journeys import answer_onward
from tests import given
from tests.factories.casework import AT

DAY = dt.timedelta(days=1)


@pytest.fixture
def asked(cast):
    return given.sent_onward_referral(
        cast.owner, to_name=cast.other_organisation.name, to_email="ask@agewell.example.org"
    )


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT + 2 * DAY)


def link(secret):
    return reverse("public:onward-answer", args=[secret])


def door(sent):
    return reverse("provider:onward", args=[sent.pk])


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_a_waiting_list_is_an_answer_and_shows_no_number_yet(asked, client):
    sent, secret = asked
    page = client.post(
        link(secret),
        {"answer": "wait", "position": "4", **day("expected_on", AT.date() + 30 * DAY), "name": "Gill"},
        follow=True,
    ).content.decode()
    sent.refresh_from_db()
    assert (sent.status, sent.waiting_position) == (OnwardStatus.WAITING_LIST, 4)
    assert "on your waiting list" in page
    assert "900123" not in page


def test_how_it_goes_is_told_by_the_same_link(asked, client):
    sent, secret = asked
    answer_onward.accept(onward=sent, name="Gill", at=AT + DAY)
    news = {"tell": "news", "kind": "attended", "times": "2", "name": "Gill"}
    page = client.post(link(secret), news, follow=True).content.decode()
    assert "They came 2 times" in page
    client.post(link(secret), {"take_back": "2"})
    sent.refresh_from_db()
    assert (sent.status, sent.attended) == (OnwardStatus.ACCEPTED, 0)
    client.post(link(secret), {"take_back": "1"})  # the yes is a word given: it is not taken back here
    sent.refresh_from_db()
    assert sent.status == OnwardStatus.ACCEPTED


def test_news_sent_twice_is_told_once(asked, client):
    sent, secret = asked
    answer_onward.accept(onward=sent, name="Gill", at=AT + DAY)
    once = "0190a7c2-0000-7000-8000-00000000aaaa"
    news = {"tell": "news", "kind": "waiting_list", "position": "2", "name": "Gill", "once": once}
    for _click in range(2):
        assert client.post(link(secret), news).status_code == 302
    assert sent.news.count() == 2  # the yes, and the list


def test_once_it_has_ended_nothing_is_shown(asked, client):
    sent, secret = asked
    answer_onward.accept(onward=sent, name="Gill", at=AT + DAY)
    page = client.post(link(secret), {"tell": "news", "kind": "ended", "name": "Gill"}).content.decode()
    assert "Choose how it went" in page
    page = client.post(
        link(secret), {"tell": "news", "kind": "ended", "how": "well", "name": "Gill"}, follow=True
    ).content.decode()
    assert "Thank you for welcoming them" in page
    assert "Mrs A" not in page


def test_who_signs_in_answers_at_the_door(asked, cast, client_as):
    sent, _secret = asked
    organiser = client_as(cast.organiser)
    home = organiser.get(reverse("provider:home")).content.decode()
    assert door(sent) in home
    before = organiser.get(door(sent)).content.decode()
    assert "Mrs A" in before
    for hidden in ("Aydın", "900123", "1948", "E8 1EA"):
        assert hidden not in before
    after = organiser.post(door(sent), {"kind": "accepted", "name": "Omar"}, follow=True).content.decode()
    assert "900123" in after.replace(" ", "")
    sent.refresh_from_db()
    line = sent.news.get()
    assert (sent.status, line.via, line.written_by) == (OnwardStatus.ACCEPTED, "door", cast.organiser)


def test_when_agreement_is_gone_the_door_shows_nothing(asked, cast, client_as):
    from alongside.journeys import agree
    from alongside.people.enums import ConsentPurpose
    from alongside.people.queries import live_consent

    sent, _secret = asked
    consent = live_consent(sent.case.person, ConsentPurpose.SHARE, sent.to_organisation)
    agree.people.withdraw_consent(consent=consent, by=cast.owner, at=AT)
    organiser = client_as(cast.organiser)
    for page in (organiser.get(door(sent)), organiser.post(door(sent), {"kind": "accepted", "name": "O"})):
        assert "Mrs A" not in page.content.decode()
    sent.refresh_from_db()
    assert sent.status == OnwardStatus.SENT


def test_another_organisation_finds_nothing(cast, client_as):
    sent, _secret = given.sent_onward_referral(cast.owner)  # to the Green House
    assert client_as(cast.organiser).get(door(sent)).status_code == 404
