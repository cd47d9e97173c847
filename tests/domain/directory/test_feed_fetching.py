"""Feeds over HTTP, from a real server on this machine: paging that lies, details that fail, servers that break."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from alongside.core.clock import now
from alongside.directory.actions.import_feed import CannotImport, Importing, import_feed
from alongside.directory.enums import RunState
from alongside.directory.feeds import fetch
from alongside.directory.models import FeedRun, Schedule, Service
from tests.domain.directory import feed_records as made

pytestmark = pytest.mark.django_db

Answer = tuple[int, Any] | tuple[int, Any, dict[str, str]]


class Server:
    """Answers `/path?page=` by the function it was given; remembers what it was asked."""

    def __init__(self, answer: Callable[[str, int], Answer]) -> None:
        self.asked: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                server.asked.append(self.path)
                page = int(parse_qs(parts.query).get("page", ["0"])[0])
                status, body, *headers = answer(parts.path, page)
                raw = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                for name, value in (headers[0] if headers else {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def serve() -> Iterator[Callable[[Callable[[str, int], Answer]], Server]]:
    servers: list[Server] = []

    def start(answer: Callable[[str, int], Answer]) -> Server:
        servers.append(Server(answer))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(fetch.time, "sleep", lambda seconds: None)
    original = fetch.Fetcher.__init__
    monkeypatch.setattr(
        fetch.Fetcher,
        "__init__",
        lambda self, *, allow_private: original(self, allow_private=True, sleep=lambda s: None),
    )


def bring_in(url: str) -> FeedRun:
    return import_feed(Importing(url, allow_private=True), at=now())


def rich(own_id: str, **more: Any) -> dict[str, Any]:
    return made.service(own_id, schedules=[made.weekly("MO")], **more)


def envelope(rows: list[Any], page: int, pages: int, total: int) -> dict[str, Any]:
    return {"total_items": total, "total_pages": pages, "page_number": page, "size": len(rows), "first_page": page == 1,
            "last_page": page == pages, "empty": not rows, "contents": rows}  # fmt: skip


def paged(all_rows: list[Any], size: int) -> Callable[[str, int], Answer]:
    def answer(path: str, page: int) -> Answer:
        page = page or 1
        pages = -(-len(all_rows) // size)
        if not path.endswith("/services"):
            return 404, {}
        return 200, envelope(all_rows[(page - 1) * size : page * size], page, pages, len(all_rows))

    return answer


def test_every_page_comes_in(serve):
    server = serve(paged([rich(str(i)) for i in range(7)], 3))
    run = bring_in(f"{server.url}/services")
    assert (run.new, run.pages, run.saw_whole, run.state) == (7, 3, True, RunState.FINISHED)
    assert bring_in(f"{server.url}/services").unchanged == 7


@pytest.mark.parametrize("root", ["", "/"])
def test_the_root_of_an_api_leads_to_its_services(serve, root):
    pages = paged([rich("1"), rich("2")], 5)

    def answer(path: str, page: int) -> Answer:
        return (200, {"version": "HSDS-UK-3.0", "openapi_url": "x"}) if path == "/" else pages(path, page)

    assert bring_in(serve(answer).url + root).new == 2


def test_a_root_that_is_not_there_still_leads_to_its_services(serve):
    server = serve(paged([rich("1")], 5))
    assert bring_in(f"{server.url}/o/v3").new == 1


def test_version_one_pages_come_in_counted_from_nought(serve):
    rows = [
        {"id": str(i), "name": f"Tea {i}", "organization": {"id": "o", "name": "N"}, "contacts": []}
        for i in range(4)
    ]

    def answer(path: str, page: int) -> Answer:
        part = rows[page * 2 : page * 2 + 2]
        return 200, {"totalElements": 4, "totalPages": 2, "number": page, "size": 2, "content": part}

    run = bring_in(f"{serve(answer).url}/services")
    assert (run.new, run.feed.version, run.saw_whole) == (4, "1.0", True)


def test_the_same_page_for_ever_comes_to_an_end_and_withdraws_nothing(serve):
    pages: list[Callable[[str, int], Answer]] = [paged([rich(str(i)) for i in range(6)], 2)]
    server = serve(lambda path, page: pages[0](path, page))  # noqa: PLW0108 – what pages[0] is changes
    bring_in(f"{server.url}/services")
    pages[0] = lambda path, page: (200, envelope([rich("0"), rich("1")], 1, 243, 486))
    run = bring_in(f"{server.url}/services")
    assert (run.unchanged, run.withdrawn, run.saw_whole) == (2, 0, False)
    assert Service.objects.listed().count() == 6
    assert len(server.asked) < 12


def test_total_pages_that_is_always_one_is_not_believed(serve):
    rows = [rich(str(i)) for i in range(5)]

    def answer(path: str, page: int) -> Answer:
        page = page or 1
        return 200, envelope(rows[(page - 1) * 2 : page * 2], page, 1, 5)

    assert bring_in(f"{serve(answer).url}/services").new == 5


def test_pages_that_overlap_are_read_to_their_end_and_nothing_is_withdrawn(serve):
    rows = [rich(str(i)) for i in range(5)]

    def overlapping(path: str, page: int) -> Answer:
        start = max(0, (page or 1) - 1)  # each page begins with the last row of the one before it
        return 200, envelope(rows[start : start + 2], page or 1, 4, 5)

    run = bring_in(f"{serve(overlapping).url}/services")
    assert (run.saw_whole, run.new + run.unchanged) == (True, 5)


def test_a_total_that_is_too_high_ends_with_the_empty_page(serve):
    rows = [rich(str(i)) for i in range(3)]

    def answer(path: str, page: int) -> Answer:
        return (200, envelope(rows if page <= 1 else [], page or 1, 9, 99))

    run = bring_in(f"{serve(answer).url}/services")
    assert (run.new, run.saw_whole) == (3, True)


def test_pages_without_totals_end_where_the_server_says_not_found(serve):
    def answer(path: str, page: int) -> Answer:
        return (200, {"contents": [rich(str(page))]}) if page <= 3 else (404, {})

    assert bring_in(f"{serve(answer).url}/services").new >= 3


def test_sparse_rows_are_filled_from_their_details(serve):
    def answer(path: str, page: int) -> Answer:
        if path == "/services":
            return 200, envelope([made.service("a"), made.service("b/ö")], 1, 1, 2)
        return 200, made.service("a" if path.endswith("/a") else "b/ö", schedules=[made.weekly("FR")])

    server = serve(answer)
    assert bring_in(f"{server.url}/services").new == 2
    assert Schedule.objects.count() == 2
    assert bring_in(f"{server.url}/services").unchanged == 2


def test_when_details_fail_the_row_is_used_and_later_nothing_is_lost(serve):
    details_work = [False]

    def answer(path: str, page: int) -> Answer:
        if path == "/services":
            return 200, envelope([made.service("a")], 1, 1, 1)
        return (200, made.service("a", schedules=[made.weekly("FR")])) if details_work[0] else (500, {})

    server = serve(answer)
    assert bring_in(f"{server.url}/services").new == 1
    details_work[0] = True
    assert bring_in(f"{server.url}/services").changed == 1
    details_work[0] = False
    assert bring_in(f"{server.url}/services").unchanged == 1
    assert Schedule.objects.count() == 1


def test_a_server_that_dies_midway_leaves_whole_pages_and_goes_on_later(serve):
    broken = [True]
    pages = paged([rich(str(i)) for i in range(6)], 2)

    def answer(path: str, page: int) -> Answer:
        return (503, {}) if broken[0] and page == 3 else pages(path, page)

    server = serve(answer)
    with pytest.raises(CannotImport, match="503"):
        bring_in(f"{server.url}/services")
    assert Service.objects.count() == 4
    broken[0] = False
    server.asked.clear()
    run = bring_in(f"{server.url}/services")
    assert (run.new, FeedRun.objects.count()) == (6, 1)
    assert not any("page=2" in path for path in server.asked)


def test_a_busy_server_is_asked_again(serve):
    pages, times = paged([rich("1")], 5), []

    def answer(path: str, page: int) -> Answer:
        times.append(path)
        return (429, {}) if len(times) == 1 else pages(path, page)

    assert bring_in(f"{serve(answer).url}/services").new == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((404, {}), "answered 404"),
        ((500, {}), "answered 500"),
        ((200, b"<html>Welcome</html>"), "web page"),
        ((200, b""), "empty"),
        ((200, b"nonsense"), "not JSON"),
        ((200, {"contents": []}), "no services"),
        ((200, {"hello": "world"}), "web page|no services|name|not|holds"),
        ((302, b"", {"Location": "/services"}), "circles"),
        ((302, b"", {"Location": "file:///etc/passwd"}), "http"),
    ],
)
def test_an_answer_that_is_no_feed_is_refused_in_one_line(serve, answer, reason):
    server = serve(lambda path, page: answer)
    if answer == (200, {"hello": "world"}):
        run = bring_in(f"{server.url}/services")
        assert (run.new, run.rejected) == (0, 1)
        return
    with pytest.raises(CannotImport, match=reason) as refusal:
        bring_in(f"{server.url}/services")
    assert "\n" not in str(refusal.value)
    assert not Service.objects.exists()


def test_an_answer_that_is_too_large_is_left(serve, monkeypatch):
    monkeypatch.setattr(fetch, "LARGEST", 1_000)
    server = serve(lambda path, page: (200, b"[" + b" " * 5_000 + b"]"))
    with pytest.raises(CannotImport, match="larger"):
        bring_in(f"{server.url}/services")


@pytest.mark.parametrize("url", ["ftp://a.example.org/x", "file:///etc/passwd", "http://"])
def test_other_kinds_of_address_are_refused(url):
    with pytest.raises(CannotImport):
        bring_in(url)


@pytest.mark.parametrize(
    ("address", "public"),
    [("93.184.216.34", True), ("127.0.0.1", False), ("10.1.2.3", False), ("169.254.169.254", False), ("::1", False),
     ("::ffff:127.0.0.1", False), ("fd00::1", False), ("0.0.0.0", False), ("224.0.0.1", False)],
)  # fmt: skip
def test_only_public_addresses_are_public(address, public):
    assert fetch.is_public(address) is public


@pytest.mark.parametrize("kind", ["Default", "Test", "Warn", "Fail"])
def test_the_validators_mock_feeds_come_in(serve, shared_data, kind):
    folder = shared_data / f"directory/validator-mocks/V3.0-UK-{kind}"

    def answer(path: str, page: int) -> Answer:
        name = {"/": "api_details", "/services": "service_list"}.get(path, "service_full")
        return 200, (folder / f"{name}.json").read_bytes()

    run = bring_in(serve(answer).url)
    assert run.new == 1
    assert Service.objects.get().name == "Community Counselling"
