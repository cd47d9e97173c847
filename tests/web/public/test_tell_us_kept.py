"""What waited on a phone: taken once, by whatever road it comes, and refused where another site could have sent it."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from alongside.referrals import doorstep, links
from alongside.referrals.models import Referral
from alongside.web import kept
from alongside.web.public import tell_us_worker

ANSWERS = {
    "noticed": ["alone", "loss"],
    "note": ["Kept me talking after the tap was mended"],
    "agreed": ["yes"],
    "name": ["Ayten Aydın"],
    "phone": ["07700 900123"],
}
NOW = dt.datetime(2026, 11, 4, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def path(cast) -> str:
    return f"/tell-us/{cast.frontline_link.code}/kept/"


@pytest.fixture
def phone() -> Client:
    """A browser that checks forms for forgery, as real ones are, and holds no cookie."""
    return Client(enforce_csrf_checks=True)


def send(
    phone: Client, path: str, answers: Any = None, *, headers: dict[str, str] | None = None, **more: Any
) -> Any:
    told = {"key": str(uuid.uuid4()), "answers": ANSWERS if answers is None else answers, "waited": 0, **more}
    return phone.post(
        path,
        json.dumps(told),
        content_type="application/json",
        headers={"X-Alongside": "kept", **(headers or {})},
    )


def test_what_waited_arrives_as_the_form_would_have_sent_it_and_says_when_it_was_written(cast, phone, path):
    with time_machine.travel(NOW, tick=False):
        answer = send(phone, path, waited=3 * 3600)
    assert answer.status_code == 201
    referral = Referral.objects.get()
    assert (referral.kind, referral.source, referral.link) == (
        "frontline",
        cast.other_organisation,
        cast.frontline_link,
    )
    assert (referral.noticed, referral.phone) == (["alone", "loss"], "+447700900123")
    assert (referral.received_at, referral.written_at) == (NOW, NOW - dt.timedelta(hours=3))
    assert answer.json()["reference"] == referral.reference
    assert referral.reference in phone.get(answer.json()["thanks"]).content.decode()


def test_sending_again_and_again_is_one_referral_with_one_reference(cast, phone, path):
    key = str(uuid.uuid4())
    first = send(phone, path, key=key, waited=4000)
    again = [send(phone, path, key=key, waited=4000 + n) for n in range(3)]
    assert {answer.json()["reference"] for answer in again} == {first.json()["reference"]}
    assert Referral.objects.count() == 1


def test_the_form_itself_and_the_phone_with_one_key_are_one_referral(cast, client, phone, path):
    key = str(uuid.uuid4())
    by_form = client.post(path.removesuffix("kept/"), {**ANSWERS, "once": key})
    assert send(phone, path, key=key).json()["thanks"] == by_form.url
    assert Referral.objects.count() == 1


def test_a_minute_on_the_way_is_no_wait_worth_telling(cast, phone, path):
    send(phone, path, waited=40)
    assert Referral.objects.get().written_at is None


@pytest.mark.parametrize("waited", [-5, "soon", None, True, float("inf"), 10**400])
def test_a_phone_with_a_wrong_clock_is_not_believed_beyond_a_month(cast, phone, path, waited):
    with time_machine.travel(NOW, tick=False):
        assert send(phone, path, waited=waited).status_code == 201
    written = Referral.objects.get().written_at
    assert written is None or Referral.objects.get().received_at - written == kept.LONGEST_WAIT


def test_a_link_ended_in_the_meantime_is_said_and_nothing_is_taken_until_the_sender_chooses(
    cast, phone, path
):
    links.close_link(link=cast.frontline_link)
    key = str(uuid.uuid4())
    assert send(phone, path, key=key).status_code == 410
    assert not Referral.objects.exists()
    assert send(phone, path, key=key, without_link=True).status_code == 201
    referral = Referral.objects.get()
    assert (referral.kind, referral.link, referral.source) == ("someone_i_know", None, None)


def test_the_page_of_an_ended_link_still_shows_what_waits(cast, client, path):
    links.close_link(link=cast.frontline_link)
    page = client.get(path.removesuffix("kept/"))
    assert page.status_code == 404
    assert f'data-kept="{cast.frontline_link.code}"' in page.content.decode()


def test_what_must_be_changed_comes_back_as_the_form_with_every_answer(cast, phone, path):
    page = send(phone, path, {**ANSWERS, "phone": ["ring the bell"]})
    body = page.content.decode()
    assert page.status_code == 422
    assert "This does not look like a phone number" in body
    assert "Kept me talking" in body
    assert re.search(r'value="loss"[^>]* checked', body)
    links.close_link(link=cast.frontline_link)
    assert send(phone, path, {**ANSWERS, "name": [""]}, without_link=True).status_code == 422
    assert not Referral.objects.exists()


def test_a_flood_is_told_to_wait(cast, phone, path, monkeypatch):
    monkeypatch.setattr(doorstep.knock, "__kwdefaults__", {"limit": 1})
    assert [send(phone, path).status_code for _ in range(2)] == [201, 429]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-Alongside": ""}, 415),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Origin": "https://evil.example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}, 201),
    ],
)
def test_only_our_own_page_can_have_sent_it(cast, phone, path, headers, status):
    kind = headers.pop("Content-Type", "application/json")
    body = json.dumps({"key": str(uuid.uuid4()), "answers": ANSWERS})
    answer = phone.post(path, body, content_type=kind, headers={"X-Alongside": "kept", **headers})
    assert answer.status_code == status
    assert Referral.objects.exists() == (status == 201)


def test_a_browser_may_not_be_let_in_by_another_site_asking_first(cast, phone, path):
    asked = phone.options(path, headers={"Origin": "https://evil.example.org"})
    assert asked.status_code == 405
    assert "Access-Control-Allow-Origin" not in asked.headers


@pytest.mark.parametrize(
    "body",
    [
        " ",
        "[]",
        "null",
        "{",
        '"x"',
        "[" * 100_000,
        '{"key": "x", "answers": {}}',
        '{"answers": {}}',
        '{"key": 5, "answers": {}}',
        '{"key": "0190a7c2-0000-7000-8000-000000000000", "answers": []}',
        '{"key": "0190a7c2-0000-7000-8000-000000000000", "answers": {"name": "Ayten"}}',
        '{"key": "0190a7c2-0000-7000-8000-000000000000", "answers": {"name": [{"a": 1}]}}',
        '{"key": "0190a7c2-0000-7000-8000-000000000000", "answers": {"name": ["\\ud800"]}}',
        b"\xff\xfe\x00",
    ],
)
def test_nothing_else_breaks_it(cast, phone, path, body):
    answer = phone.post(path, body, content_type="application/json", headers={"X-Alongside": "kept"})
    assert answer.status_code == 400
    assert not Referral.objects.exists()


def test_too_much_is_refused(cast, phone, path, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert send(phone, path, {**ANSWERS, "note": ["x" * 2000]}).status_code == 413


def test_the_worker_sees_its_own_folder_and_may_ask_nobody_but_us(cast, client):
    answer = client.get(f"/tell-us/{cast.frontline_link.code}/worker.js")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer.headers  # so its scope is /tell-us/<code>/ and no wider
    assert answer["Cache-Control"] == "no-cache"
    assert set(answer["Content-Security-Policy"].split("; ")) == {"default-src 'none'", "connect-src 'self'"}
    assert b'addEventListener("fetch"' in answer.content
    assert client.get("/tell-us/nothing/worker.js").status_code == 404


def test_the_scripts_are_small_and_name_no_other_host():
    for name in ("tell_us.js", "tell_us_worker.js"):
        text = (Path(tell_us_worker.SCRIPT).parent / name).read_text(encoding="utf-8")
        assert len(text.encode()) < 20_000
        assert not re.findall(r"https?://", text)


def test_the_page_gives_the_script_every_word_it_says(cast, client, path):
    script = (Path(tell_us_worker.SCRIPT).parent / "tell_us.js").read_text(encoding="utf-8")
    told = set(json.loads(kept.words()))
    said = set(re.findall(r"\bwords\.(\w+)", script))
    assert said <= told
    states = {"waiting", "refused", "ended", "sent", "old"}
    assert states <= told


def test_a_connector_reads_when_it_was_written(cast, client_as, phone, path):
    with time_machine.travel(NOW, tick=False):
        send(phone, path, waited=26 * 3600)
    referral = Referral.objects.get()
    reader = cast.stranger  # a connector of the organisation whose link it is
    page = client_as(reader).get(f"/connector/referrals/{referral.pk}/").content.decode()
    assert "it waited on a phone without signal" in page
