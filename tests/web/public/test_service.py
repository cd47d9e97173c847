"""The public page of a service."""

from __future__ import annotations

import json
import uuid

from alongside.core.clock import now
from alongside.directory.actions.import_feed import Importing, import_feed
from alongside.directory.models import Service
from tests.domain.directory import feed_records as made


def page_of(client, tmp_path, **more):
    (tmp_path / "feed.json").write_text(json.dumps([made.service("a", **more)]))
    import_feed(Importing(str(tmp_path / "feed.json")), at=now())
    service = Service.objects.get()
    return client.get(f"/services/{service.pk}/").content.decode()


def test_everything_known_is_said_in_words(partnership, client, tmp_path):
    hall = made.location(
        "Town Hall", postal_code="E8 1EA", accessibility=[{"description": "Step-free. No lift."}]
    )
    page = page_of(
        client,
        tmp_path,
        description="<p>Come and <strong>eat</strong></p>",
        minimum_age=55,
        fees="£3 for lunch",
        assured_date="2026-10-01",
        email="tea@example.org",
        contacts=[{"name": "Ada", "title": "Cook", "phones": [{"number": "02079460123"}]}],
        languages=[{"name": "Turkish"}],
        service_at_locations=[made.at(hall, schedules=[made.weekly("TU", "12:30", "14:30")])],
    )
    assert "<strong>eat</strong>" in page
    for words in (
        "Aged 55 and over",
        "£3 for lunch",
        "1 October",
        "Tuesdays, 12.30pm to 2.30pm",
        "Turkish",
        "Step-free",
    ):
        assert words in page
    assert "tel:+442079460123" in page
    assert "E8 1EA" in page
    assert "Not there:" in page
    assert "116 123" in page


def test_audiences_are_told_and_shut_nobody_out(partnership, client, tmp_path):
    page = page_of(client, tmp_path, pc_targetAudience=[{"audienceType": "Carers"}])
    assert "Open to everyone" in page
    assert "Meant especially for: Carers" in page


def test_a_service_that_says_little_is_open_to_everyone_and_told_to_ask(partnership, client, tmp_path):
    page = page_of(client, tmp_path)
    assert "Open to everyone" in page
    assert "Nobody has confirmed these facts yet" in page


def test_hostile_words_are_inert(partnership, client, tmp_path):
    page = page_of(
        client,
        tmp_path,
        name="<script>alert(1)</script>Tea",
        description='<script>alert(1)</script><a href="javascript:alert(1)" onclick="x">hi</a><img src=x onerror=x>',
        alert="<script>alert(1)</script>",
        fees='"><script>alert(1)</script>',
    )
    assert "<script>alert(1)" not in page
    assert "javascript:" not in page
    assert "onerror" not in page


def test_a_service_that_left_its_feed_says_so(partnership, client, tmp_path):
    page_of(client, tmp_path)
    Service.objects.update(withdrawn_at=now())
    page = client.get(f"/services/{Service.objects.get().pk}/").content.decode()
    assert "We think this has ended" in page


def test_an_unknown_service_is_not_there(partnership, client):
    assert client.get(f"/services/{uuid.uuid4()}/").status_code == 404


def test_languages_are_named_in_the_language_of_the_page_and_a_providers_words_keep_their_direction(
    partnership, client, tmp_path
):
    hall = made.location("Hall", postal_code="E8 1EA", transportation="Bus 55. The station has a lift.")
    languages = [{"id": "l", "name": "Turkish", "code": "tr"}]
    client.cookies["language"] = "he"
    page = page_of(client, tmp_path, service_at_locations=[made.at(hall)], languages=languages)
    assert "טורקית" in page
    assert '<p dir="auto">Bus 55. The station has a lift.</p>' in page


def test_a_bank_holiday_is_left_out_said_to_be_on_or_told_to_ask(partnership, client, tmp_path, time_machine):
    time_machine.move_to("2026-12-24T12:00:00+00:00", tick=False)
    mondays = made.weekly("MO")
    page = page_of(client, tmp_path, schedules=[mondays])
    assert "28 December" in page
    assert "a bank holiday: ask if it is on" in page
    page = page_of(client, tmp_path, schedules=[{**mondays, "description": "Also on bank holidays."}])
    assert "a bank holiday, and it is on" in page
    assert page.count("Also on bank holidays.") == 1
    page = page_of(client, tmp_path, schedules=[{**mondays, "description": "Not on bank holidays."}])
    assert "28 December" not in page
    assert "4 January" in page
    assert page.count("Not on bank holidays.") == 1
