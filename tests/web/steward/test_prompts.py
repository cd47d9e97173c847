"""Stewards put the prompts of the frontline form into the words of the place."""

from __future__ import annotations

import uuid

import pytest

from alongside.referrals import signs
from alongside.referrals.models import PromptWords


@pytest.fixture
def steward(cast, client_as):
    return client_as(cast.steward)


def arranged(steward, code, how, seen=0):
    return steward.post(
        "/steward/prompts/", {"code": code, "how": how, "seen": seen}, follow=True
    ).content.decode()


def test_the_list_shows_what_is_asked_and_what_is_not(steward):
    page = steward.get("/steward/prompts/").content.decode()
    assert page.index("Alone most days") < page.index("Not on the form") < page.index("Is often ill")
    assert "Who do you see in a usual week?" in page


def test_one_is_moved_taken_off_and_put_back_and_the_form_follows(cast, steward, client):
    form = f"/tell-us/{cast.frontline_link.code}/"
    arranged(steward, "loss", "up")
    assert signs.shown_codes()[:2] == ["loss", "alone"]
    arranged(steward, "alone", "off", seen=1)
    assert "Alone most days" not in client.get(form).content.decode()
    arranged(steward, "alone", "on", seen=2)
    assert signs.shown_codes()[-1] == "alone"
    assert "Alone most days" in client.get(form).content.decode()
    assert "How to ask kindly" in client.get(form).content.decode()


@pytest.mark.parametrize(
    ("code", "how", "seen"), [("loss", "sideways", 0), ("never", "on", 0), ("loss", "up", "9" * 50)]
)
def test_an_odd_move_changes_nothing(steward, code, how, seen):
    arranged(steward, code, how, seen)
    assert signs.shown_codes() == [sign.value for sign in signs.SHORT]


def test_a_list_somebody_changed_meanwhile_is_shown_as_it_is(steward):
    arranged(steward, "loss", "up")
    assert "Somebody changed the list in the meantime" in arranged(steward, "loss", "down")
    assert signs.shown_codes()[0] == "loss"


def test_our_own_is_added_once_however_often_it_is_sent(steward):
    told = {"label": "Talks to the pigeons", "ask": "Who else do you talk to?", "once": str(uuid.uuid4())}
    for _time in range(2):
        assert steward.post("/steward/prompts/", told).status_code == 302
    assert PromptWords.objects.count() == 1
    assert "Talks to the pigeons" in steward.get("/steward/prompts/").content.decode()
    refused = steward.post("/steward/prompts/", {**told, "once": str(uuid.uuid4())}).content.decode()
    assert "There is a prompt with these words already." in refused


def test_new_words_are_saved_with_their_history(steward):
    path = "/steward/prompts/alone/"
    assert "Alone most days" in steward.get(path).content.decode()
    steward.post(path, {"label": "By themselves a lot", "ask": "Who came by?", "seen": "0"})
    page = steward.get(path).content.decode()
    assert "The words it came with" in page
    assert "Alone most days" in page
    assert "The words it has had here" in page
    late = steward.post(path, {"label": "My wording", "ask": "", "seen": "0"})
    body = late.content.decode()
    assert "As it stands now" in body
    assert 'value="My wording"' in body
    assert steward.post(path, {"label": "My wording", "ask": "", "seen": "1"}).status_code == 302
    assert signs.in_their_words()["alone"].number == 2


def test_an_unknown_prompt_is_not_there(steward):
    assert steward.get("/steward/prompts/never/").status_code == 404
