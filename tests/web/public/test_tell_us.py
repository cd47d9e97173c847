"""The frontline worker's form: one page, no sign-in, nothing lost."""

from __future__ import annotations

import re
import uuid

import pytest

from alongside.messaging.models import Message
from alongside.referrals import doorstep, links
from alongside.referrals.models import Referral

ANSWERS = {
    "noticed": ["alone", "loss"],
    "note": "Kept me talking after the tap was mended",
    "agreed": "yes",
    "name": "Ayten Aydın",
    "phone": "07700 900123",
    "postcode": "e81ea",
    "language": "tr",
    "answer_to": "rob@housing.example.org",
}


@pytest.fixture
def path(cast) -> str:
    return f"/tell-us/{cast.frontline_link.code}/"


def test_a_worker_tells_us_in_one_sending_and_is_thanked_with_a_reference(cast, client, path):
    page = client.get(path)
    assert page.status_code == 200
    assert cast.other_organisation.name in page.content.decode()
    answer = client.post(path, {**ANSWERS, "once": str(uuid.uuid4())})
    assert answer.status_code == 302
    referral = Referral.objects.get()
    assert (referral.kind, referral.source, referral.link) == (
        "frontline",
        cast.other_organisation,
        cast.frontline_link,
    )
    assert referral.given_to == cast.other_organisation
    thanks = client.get(answer.url).content.decode()
    assert referral.reference in thanks
    assert "Someone will ring them within three working days. You did a good thing." in thanks
    assert "Ayten" not in thanks
    assert Message.objects.get().to == "rob@housing.example.org"


def test_sending_twice_is_one_referral_and_the_same_thanks(cast, client, path):
    answers = {**ANSWERS, "once": str(uuid.uuid4())}
    assert client.post(path, answers).url == client.post(path, answers).url
    assert Referral.objects.count() == 1


def test_a_half_filled_form_comes_back_filled_and_then_works_with_the_same_key(cast, client, path):
    answers = {**ANSWERS, "name": "", "phone": "", "once": str(uuid.uuid4())}
    page = client.post(path, answers)
    body = page.content.decode()
    assert page.status_code == 200
    assert "Write what they are called." in body
    assert "Give one way to reach them" in body
    assert "Kept me talking after the tap was mended" in body
    assert re.search(r'value="loss"[^>]* checked', body)
    assert client.post(path, {**answers, "name": "Ayten", "phone": "07700 900123"}).status_code == 302
    assert Referral.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"phone": "ring the bell"}, "This does not look like a phone number"),
        ({"postcode": "near the park"}, "This does not look like a postcode"),
        ({"answer_to": "rob at work"}, "Write an e-mail address, or a mobile number"),
        ({"answer_to": "rob@"}, "This does not look like an e-mail address"),
        ({"agreed": "no"}, "They said no, so we will not ring them"),
        ({"agreed": ""}, "Tell us whether they know."),
        ({"noticed": ["a-score-of-9"]}, "a-score-of-9"),
    ],
)
def test_each_mistake_is_named_with_what_to_do(cast, client, path, wrong, sentence):
    page = client.post(path, {**ANSWERS, **wrong})
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert not Referral.objects.exists()


def test_a_no_with_a_worry_about_safety_is_taken_and_flagged(cast, client, path):
    client.post(path, {**ANSWERS, "agreed": "no", "basis_reason": "No heating and no food"})
    referral = Referral.objects.get()
    assert (referral.agreed, referral.basis) == ("no", "safeguarding")


def test_a_robot_gets_nowhere_and_a_person_who_filled_the_hidden_box_is_told(cast, client, path):
    page = client.post(path, {**ANSWERS, "website": "https://spam.example"})
    assert "keep robots out" in page.content.decode()
    assert not Referral.objects.exists()
    assert client.post(path, {**ANSWERS, "website": ""}).status_code == 302


def test_a_flood_is_asked_to_ring_and_nothing_written_is_lost(cast, client, path, monkeypatch):
    monkeypatch.setattr(doorstep, "AN_HOUR", 1)
    monkeypatch.setattr(doorstep.knock, "__kwdefaults__", {"limit": 1})
    assert client.post(path, ANSWERS).status_code == 302
    page = client.post(path, ANSWERS)
    assert page.status_code == 429
    assert "Ayten Aydın" in page.content.decode()
    assert "020 7946 0100" in page.content.decode()


@pytest.mark.parametrize("code", ["nothing", "x" * 200, "%00", "hx4-k7m'--"])
def test_an_unknown_code_gets_a_kind_page_with_another_way(cast, client, code):
    page = client.get(f"/tell-us/{code}/")
    assert page.status_code == 404
    assert "You can still tell us" in page.content.decode()


def test_a_closed_link_gets_the_same_kind_page(cast, client, path):
    links.close_link(link=cast.frontline_link)
    assert "not in use any more" in client.get(path).content.decode()
    assert client.post(path, ANSWERS).status_code == 404
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    "nasty",
    [
        {"name": "<script>alert(1)</script>", "note": "<img src=x onerror=alert(1)>"},
        {"name": "\u202eAyten\x00", "note": "a\x00b"},
        {"name": "N" * 5000},
        {"phone": "9" * 400},
        {"once": "not-a-key"},
        {"noticed": ["alone"] * 300},
        {"postcode": "\x00\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")},
    ],
)
def test_nothing_a_person_can_send_breaks_the_page(cast, client, path, nasty):
    assert client.post(path, {**ANSWERS, **nasty}).status_code in {200, 302, 400}
