"""The steward's feeds: seen, added, read, and what was refused."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest
from django.conf import settings
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


def held(read_count: int = 5):
    """A feed of twenty services whose last reading saw only some."""
    from alongside.directory.actions.import_feed import Importing, import_feed

    path = Path(settings.MEDIA_ROOT) / "feed.json"
    for count in (20, read_count):
        path.write_text(json.dumps([made.service(f"s{n}", name=f"Tea {n}") for n in range(count)]))
        run = import_feed(Importing(str(path), "City"), at=now())
    return run


def test_a_held_feed_stands_at_the_top_and_a_person_decides(cast, client_as):
    run = held()
    client = client_as(cast.steward)
    assert "City has shrunk and is held" in client.get("/steward/").content.decode()
    page = client.get(f"/steward/feeds/{run.feed_id}/").content.decode()
    assert "15 services are missing from this feed" in page
    assert "Tea 19" in page
    client.post(f"/steward/feeds/{run.feed_id}/held/", {"answer": "nonsense"})
    assert Service.objects.filter(withdrawn_at__isnull=True).count() == 20
    answer = client.post(f"/steward/feeds/{run.feed_id}/held/", {"answer": "withdraw"}, follow=True)
    assert "15 services are withdrawn." in answer.content.decode()
    again = client.post(f"/steward/feeds/{run.feed_id}/held/", {"answer": "keep"}, follow=True)
    assert "is not held any more" in again.content.decode()


def test_a_feed_changed_beyond_belief_shows_before_and_after_and_a_person_decides(cast, client_as, settings):
    from alongside.directory.actions.import_feed import Importing, import_feed

    path = Path(settings.MEDIA_ROOT) / "feed.json"
    for name in ("Chair yoga", "Debt advice"):
        path.write_text(json.dumps([made.service(f"s{n}", name=f"{name} {n}") for n in range(5)]))
        run = import_feed(Importing(str(path), "City"), at=now())
    client = client_as(cast.steward)
    assert "City has changed beyond belief and is held" in client.get("/steward/").content.decode()
    page = client.get(f"/steward/feeds/{run.feed_id}/").content.decode()
    assert "5 services came changed beyond belief" in page
    assert "Chair yoga 3" in page
    assert "Debt advice 3" in page
    assert "Quite another name" in page
    answer = client.post(f"/steward/feeds/{run.feed_id}/held/", {"answer": "withdraw"}, follow=True)
    assert "5 services are changed." in answer.content.decode()
    assert Service.objects.filter(name__startswith="Debt", withdrawn_at__isnull=True).count() == 5


def test_the_history_is_a_picture_with_its_table(cast, client_as):
    run = held(18)
    page = client_as(cast.steward).get(f"/steward/feeds/{run.feed_id}/").content.decode()
    assert '<svg class="as-bars"' in page
    assert page.count("<rect") == 2  # twenty new; two withdrawn
    assert "Newest first" in page


def test_a_feed_gets_its_schedule(cast, client_as):
    feed = register(name="City", source="https://feeds.example.org/services", at=now())
    client = client_as(cast.steward)
    sent = {"name": "City", "source": feed.source, "refresh": "daily", "shrink_limit": "30"}
    client.post(f"/steward/feeds/{feed.pk}/settings/", sent)
    found = Feed.objects.get()
    assert (found.refresh, found.shrink_limit) == ("daily", 30)
    assert found.next_read_at is not None
    page = client.post(f"/steward/feeds/{feed.pk}/settings/", {**sent, "shrink_limit": "0", "name": ""})
    assert "from 1 to 100" in page.content.decode()
    assert "Write what to call it" in page.content.decode()


def test_stopping_says_first_what_goes_and_can_be_undone(cast, client_as):
    run = held(20)
    client = client_as(cast.steward)
    assert (
        "its 20 services leave the results"
        in client.get(f"/steward/feeds/{run.feed_id}/stop/").content.decode()
    )
    client.post(f"/steward/feeds/{run.feed_id}/stop/")
    assert "This feed is stopped" in client.get(f"/steward/feeds/{run.feed_id}/").content.decode()
    client.post(f"/steward/feeds/{run.feed_id}/stop/")
    assert Service.objects.filter(withdrawn_at__isnull=True).count() == 20


def test_what_was_refused_can_be_sent_to_the_publisher(cast, client_as, deferred):
    client = client_as(cast.steward)
    rows = [made.service("a"), {"id": "=bad"}]
    client.post("/steward/feeds/", {"name": "Our list", "file": upload(rows), "once": str(uuid.uuid4())})
    read_feed.func(feed_id=deferred[0])
    sheet = client.get(f"/steward/feeds/{deferred[0]}/refused.csv").content.decode()
    assert "'=bad" in sheet
    assert "It has no name." in sheet
