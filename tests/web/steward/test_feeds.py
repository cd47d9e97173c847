"""The steward's feeds: seen, added, read, and what was refused."""

from __future__ import annotations

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alongside.core.clock import now
from alongside.directory.actions.import_feed import register
from alongside.directory.jobs import read_feed
from alongside.directory.models import Feed, FeedRun, Service
from tests.domain.directory import feed_records as made


@pytest.fixture
def deferred(monkeypatch):
    """The feeds handed to the worker."""
    asked: list[str] = []
    monkeypatch.setattr(read_feed, "defer", lambda *, feed_id: asked.append(feed_id))
    return asked


@pytest.fixture(autouse=True)
def _uploads_stay_in_the_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(rows: object) -> SimpleUploadedFile:
    return SimpleUploadedFile("feed.json", json.dumps(rows).encode(), "application/json")


def test_a_steward_uploads_a_feed_and_sees_what_came_in_and_what_was_refused(cast, client_as, deferred):
    client = client_as(cast.steward)
    rows = [made.service("a", name="Tea in the park"), {"id": "bad<script>"}]
    answer = client.post(
        "/steward/feeds/", {"name": "Our list", "file": upload(rows), "once": str(uuid.uuid4())}
    )
    feed = Feed.objects.get()
    assert deferred == [str(feed.pk)]
    assert answer.url == f"/steward/feeds/{feed.pk}/"
    assert "Not read yet" in client.get(answer.url).content.decode()
    read_feed.func(feed_id=deferred[0])
    page = client.get(answer.url).content.decode()
    assert "It has no name." in page
    assert "<script>" not in page
    assert Service.objects.get().name == "Tea in the park"
    assert "Our list" in client.get("/steward/feeds/").content.decode()


def test_a_second_click_reads_it_once(cast, client_as, deferred):
    data = {"name": "Our list", "address": "https://feeds.example.org/services", "once": str(uuid.uuid4())}
    client = client_as(cast.steward)
    first, second = client.post("/steward/feeds/", data), client.post("/steward/feeds/", data)
    assert first.url == second.url
    assert len(deferred) == 1


def test_a_feed_that_cannot_be_read_says_why(cast, client_as, deferred):
    feed = register(name="Broken", source="/nowhere/feed.json", at=now())
    read_feed.func(feed_id=str(feed.pk))
    page = client_as(cast.steward).get(f"/steward/feeds/{feed.pk}/").content.decode()
    assert "No such file" in page
    assert FeedRun.objects.get().state == "failed"


def test_a_feed_is_not_read_from_inside_our_own_network(cast, client_as):
    feed = register(name="Inside", source="http://127.0.0.1:9/services", at=now())
    read_feed.func(feed_id=str(feed.pk))
    assert "private network" in FeedRun.objects.get().failure


def test_import_now_hands_it_to_the_worker(cast, client_as, deferred):
    feed = register(name="City", source="https://feeds.example.org", at=now())
    client_as(cast.steward).post(f"/steward/feeds/{feed.pk}/")
    assert deferred == [str(feed.pk)]


@pytest.mark.parametrize(
    "data",
    [{"name": "x"}, {"name": "", "address": "https://a.example.org"}, {"name": "x", "address": "ftp://a.example.org"},
     {"name": "x", "address": "file:///etc/passwd"}],
)  # fmt: skip
def test_half_a_form_comes_back_filled(cast, client_as, deferred, data):
    page = client_as(cast.steward).post("/steward/feeds/", data)
    assert page.status_code == 200
    assert "<title>Problem: " in page.content.decode()
    assert deferred == []


def test_an_unknown_feed_is_not_there(cast, client_as):
    assert client_as(cast.steward).get(f"/steward/feeds/{uuid.uuid4()}/").status_code == 404
