"""The link an organiser answers by, without an account: opening it never acts, it works once, it shows the minimum."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from alongside.casework.enums import OnwardStatus
from alongside.casework.models import FollowUp
from alongside.core.models import Reading
from alongside.journeys import agree
from alongside.people.enums import ConsentPurpose
from alongside.people.models import TimelineEvent
from alongside.people.queries import live_consent
from tests import given
from tests.factories.casework import AT

YES = {"answer": "accept", "name": "Gill Green"}


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT + dt.timedelta(hours=2))


@pytest.fixture
def asked(cast):
    return given.sent_onward_referral(cast.owner)


def answer(secret):
    return reverse("public:onward-answer", args=[secret])


def test_the_link_opens_without_an_account_and_shows_the_minimum(asked, client):
    sent, secret = asked
    page = client.get(answer(secret))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Mrs A" in text
    assert "Turkish, English" in text
    for hidden in ("Aydın", "900123", "1948", "E8 1EA"):
        assert hidden not in text
    assert Reading.objects.filter(person_id=sent.case.person_id, actor="public").exists()


def test_opening_it_a_hundred_times_answers_nothing(asked, client):
    sent, secret = asked
    before = TimelineEvent.objects.count()
    for _scan in range(3):
        client.get(answer(secret))
        client.head(answer(secret))
        client.get(answer(secret), YES)
    sent.refresh_from_db()
    assert sent.status == OnwardStatus.SENT
    assert TimelineEvent.objects.count() == before


def test_a_yes_shows_how_to_reach_her(asked, client):
    sent, secret = asked
    page = client.post(answer(secret), YES, follow=True).content.decode()
    sent.refresh_from_db()
    assert sent.status == OnwardStatus.ACCEPTED
    assert "Thank you for saying yes" in page
    assert "Ayten Aydın" in page
    assert "07700 900123" in page


def test_a_second_answer_changes_nothing_and_shows_what_stands(asked, client):
    sent, secret = asked
    client.post(answer(secret), YES)
    due = FollowUp.objects.count()
    page = client.post(
        answer(secret), {"answer": "decline", "reason": "full", "name": "Somebody Else"}, follow=True
    ).content.decode()
    sent.refresh_from_db()
    assert (sent.status, sent.answered_by_name) == (OnwardStatus.ACCEPTED, "Gill Green")
    assert "Gill Green" in page
    assert FollowUp.objects.count() == due


def test_a_no_says_why_and_then_shows_nothing_of_her(asked, client):
    sent, secret = asked
    page = client.post(answer(secret), {"answer": "decline", "name": "Gill"}).content.decode()
    assert "Choose why" in page
    page = client.post(
        answer(secret),
        {"answer": "decline", "reason": "full", "name": "Gill", "words": "In May"},
        follow=True,
    ).content.decode()
    sent.refresh_from_db()
    assert (sent.status, sent.decline_note) == (OnwardStatus.DECLINED, "In May")
    assert "Thank you for telling us" in page
    assert "Mrs A" not in page


def test_a_question_is_kept_and_yes_can_still_be_said(asked, client):
    sent, secret = asked
    client.post(answer(secret), {"answer": "ask", "name": "Gill", "words": "Can she manage steps?"})
    sent.refresh_from_db()
    assert (sent.status, sent.question) == (OnwardStatus.QUESTION, "Can she manage steps?")
    client.post(answer(secret), YES)
    sent.refresh_from_db()
    assert sent.status == OnwardStatus.ACCEPTED


def test_a_half_filled_answer_comes_back_filled(asked, client):
    _sent, secret = asked
    page = client.post(answer(secret), {"words": "We have a ramp"}).content.decode()
    assert "We have a ramp" in page
    assert "Tell us your name" in page


def test_a_link_that_ran_out_says_so_and_shows_nothing(asked, client, time_machine):
    sent, secret = asked
    time_machine.move_to(sent.expires_at + dt.timedelta(minutes=1))
    for page in (client.get(answer(secret)), client.post(answer(secret), YES)):
        assert "This link has run out" in page.content.decode()
        assert "Mrs A" not in page.content.decode()
    sent.refresh_from_db()
    assert sent.status == OnwardStatus.SENT


def test_when_agreement_is_taken_back_the_link_shows_nothing_at_once(asked, client, cast):
    sent, secret = asked
    consent = live_consent(sent.case.person, ConsentPurpose.SHARE, sent.to_organisation)
    agree.people.withdraw_consent(consent=consent, by=cast.owner, at=AT)
    for page in (client.get(answer(secret)), client.post(answer(secret), YES)):
        assert "No answer is needed any more" in page.content.decode()
        assert "Mrs A" not in page.content.decode()
    sent.refresh_from_db()
    assert sent.status == OnwardStatus.SENT


def test_what_was_called_off_shows_nothing(asked, client, cast):
    sent, secret = asked
    agree.call_off(onward=sent, by=cast.owner, at=AT)
    assert "Mrs A" not in client.get(answer(secret)).content.decode()


@pytest.mark.parametrize("secret", ["x", "A" * 32, "A" * 5000, "%00", "..%2f..", "'; drop table"])
def test_a_wrong_link_is_answered_kindly(partnership, client, secret):
    page = client.get(f"/answer/{secret}/")
    assert page.status_code == 404


def test_a_link_of_another_partnership_does_not_exist_here(asked, client, cast):
    from tests.cast import found_partnership

    found_partnership("faraway", hostname="faraway.localhost")
    _sent, secret = asked
    assert client.get(answer(secret), headers={"host": "faraway.localhost"}).status_code == 404


def test_the_page_is_kept_by_nobody(asked, client):
    _sent, secret = asked
    page = client.get(answer(secret))
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    assert "noindex" in page["X-Robots-Tag"]


def test_an_answer_needs_the_forms_own_secret(asked):
    from django.test import Client

    _sent, secret = asked
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(answer(secret), YES).status_code == 403
    page = strict.get(answer(secret)).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    assert strict.post(answer(secret), {**YES, "csrfmiddlewaretoken": token}).status_code == 302
