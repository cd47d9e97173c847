"""A feed that tells by itself what has changed is asked for that alone – once a whole reading has shown it true."""

import datetime as dt
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from alongside.core.clock import now
from alongside.directory.actions.import_feed import import_feed
from alongside.directory.actions.look_after_feed import next_reading_of
from alongside.directory.enums import Honours, RunState
from alongside.directory.models import Feed, FeedRun, Service
from tests.domain.directory.test_feed_fetching import bring_in, envelope, rich, serve

__all__ = ["serve"]


class Directory:
    """A server's services, each with when it last changed; it answers `modified_after` rightly, wrongly or not."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[dict[str, Any], dt.datetime]] = {}
        self.manner = "honest"
        self.asked: list[str] = []

    def put(self, own_id: str, at: dt.datetime, **more: Any) -> None:
        self.rows[own_id] = rich(own_id, **more), at

    def answer(self, since: str, page: int) -> tuple[int, Any]:
        self.asked.append(since)
        rows = [row for row, _at in self.rows.values()]
        if since and self.manner == "honest":
            rows = [row for row, at in self.rows.values() if at > dt.datetime.fromisoformat(since)]
        if since and self.manner == "forgetful":
            rows = []
        if since and self.manner == "strict":
            return 400, {"error": "unknown parameter"}
        page = page or 1
        return 200, envelope(rows[(page - 1) * 2 : page * 2], page, max(1, -(-len(rows) // 2)), len(rows))


@pytest.fixture
def directory() -> Directory:
    made = Directory()
    long_ago = now() - dt.timedelta(days=90)
    for own_id in ("a", "b", "c"):
        made.put(own_id, long_ago)
    return made


@pytest.fixture
def url(serve: Any, directory: Directory, partnership: Any) -> str:
    servers: list[Any] = []
    servers.append(serve(lambda path, page: directory.answer(since_of(servers[0].asked[-1]), page)))
    return f"{servers[0].url}/services"


def since_of(path: str) -> str:
    return parse_qs(urlsplit(path).query).get("modified_after", [""])[0]


def next_run(*, later: dt.timedelta = dt.timedelta(0)) -> FeedRun:
    what = next_reading_of(Feed.objects.get(), at=now() + later)
    return import_feed(replace(what, allow_private=True), at=now())


def test_a_feed_that_told_all_that_changed_is_believed_and_then_asked_only_for_that(
    url: str, directory: Directory
) -> None:
    bring_in(url)
    directory.put("b", now(), alert="New words")
    assert bring_in(url).changed == 1
    assert Feed.objects.get().honours_changes == Honours.YES
    directory.put("c", now(), alert="Newer words")
    del directory.rows["a"]
    run = next_run()
    assert (run.only_changes, run.saw_whole, run.state) == (True, False, RunState.FINISHED)
    assert (run.changed, run.withdrawn) == (1, 0)
    assert Service.objects.get(alert="Newer words")
    assert Service.objects.listed().count() == 3, "what is missing from the changes is not gone"


def test_a_reading_of_changes_may_find_none(url: str, directory: Directory) -> None:
    bring_in(url)
    bring_in(url)
    directory.rows = {
        own_id: (row, now() - dt.timedelta(days=90)) for own_id, (row, _at) in directory.rows.items()
    }
    run = next_run()
    assert (run.only_changes, run.state, run.new + run.changed + run.unchanged) == (
        True,
        RunState.FINISHED,
        0,
    )


@pytest.mark.parametrize("manner", ["deaf", "forgetful", "strict"])
def test_one_that_does_not_tell_all_is_read_whole(url: str, directory: Directory, manner: str) -> None:
    directory.manner = manner
    bring_in(url)
    directory.put("b", now(), alert="New words")
    bring_in(url)
    assert Feed.objects.get().honours_changes == Honours.NO
    assert next_run().saw_whole


def test_once_a_week_it_is_read_whole_so_that_what_left_is_seen(url: str, directory: Directory) -> None:
    bring_in(url)
    bring_in(url)
    del directory.rows["a"]
    run = next_run(later=dt.timedelta(days=8))
    assert (run.saw_whole, run.withdrawn) == (True, 1)


def test_after_a_failure_it_is_read_whole(url: str, directory: Directory) -> None:
    bring_in(url)
    run = bring_in(url)
    FeedRun.objects.filter(pk=run.pk).update(state=RunState.FAILED)
    assert next_reading_of(Feed.objects.get(), at=now()).since is None
