"""Where records come from: batches of raw services from a file or a paged API, with a cursor to go on from.

A batch is what is stored in one transaction. Only the last batch may say `whole`: everything the feed has was seen.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO, cast
from urllib.parse import quote, urlsplit

from alongside.directory.enums import FeedVersion
from alongside.directory.feeds.document import LISTS, CannotRead, load, records, shape_of, version_of
from alongside.directory.feeds.fetch import CannotFetch, Fetcher
from alongside.directory.feeds.read_v3 import source_id
from alongside.directory.feeds.records import NotAService, ReadService
from alongside.directory.feeds.unfold import services_in

BATCH = 500
SMALL = 30_000_000
"""Bytes of an answer that is taken for one page of an API; a larger one is a whole feed in one document."""
MOST_PAGES = 50_000


class CannotImport(Exception):
    """The source cannot be imported. One sentence for a person."""


@dataclass(slots=True)
class Batch:
    """Raw services of one transaction. `sparse` ids are list rows whose details could not be had."""

    rows: list[Any]
    cursor: dict[str, Any]
    whole: bool = False
    version: str = ""
    total: int | None = None
    sparse: set[str] = field(default_factory=set)
    hashes: list[str] = field(default_factory=list)
    """One for each row, where they were read ahead (`feeds.ahead`)."""
    services: list[ReadService | NotAService] = field(default_factory=list)
    """What each row says, where they were read ahead."""


def is_url(source: str) -> bool:
    """Whether the source is an address rather than a file."""
    return "://" in source


class FileSource:
    """A file: it is what it is, whatever its envelope says of other pages."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def batches(self, cursor: dict[str, Any]) -> Iterator[Batch]:
        """Yield batches after the cursor. Raises `CannotImport`."""
        try:
            size = self.path.stat().st_size
            with self.path.open("rb") as file:
                yield from document_batches(file, cursor, mark=_mark(file, size))
        except CannotRead as problem:
            raise CannotImport(f"{self.path.name} cannot be imported. {problem}") from problem
        except OSError as problem:
            raise CannotImport(f"{self.path}: {problem.strerror or problem}.") from problem


def _mark(file: BinaryIO, size: int) -> str:
    """Tells one version of a file from the next: its size, its beginning and its end."""
    digest = hashlib.blake2b(str(size).encode(), digest_size=12)
    digest.update(file.read(65_536))
    file.seek(max(0, size - 65_536))
    digest.update(file.read(65_536))
    file.seek(0)
    return digest.hexdigest()


def document_batches(file: BinaryIO, cursor: dict[str, Any], *, mark: str) -> Iterator[Batch]:
    """Batches of one document. The cursor counts records and names the document it counts in."""
    shape, size = shape_of(file), _size(file)
    done = int(cursor.get("record", 0)) if cursor.get("mark") == mark else 0
    version, rows, count = shape.version, [], 0
    for record in records(file, shape):
        for row in services_in(record):
            count += 1
            if count <= done:
                continue
            version = version or version_of(row)
            rows.append(row)
            if len(rows) >= BATCH:
                total = round(count * size / max(file.tell(), 1))  # a guess, for the progress bar
                yield Batch(rows, {"record": count, "mark": mark}, version=version, total=max(total, count))
                rows = []
    if count == 0:
        raise CannotRead("It holds no services.")
    yield Batch(rows, {"record": count, "mark": mark}, whole=True, version=version, total=count)


class ApiSource:
    """An Open Referral UK API, or a document at an address; with `since`, only what it says has changed after that."""

    def __init__(self, url: str, fetcher: Fetcher, *, since: dt.datetime | None = None) -> None:
        self.url = url
        self.since = since
        self._fetcher = fetcher
        self._details = Details(fetcher)

    def batches(self, cursor: dict[str, Any]) -> Iterator[Batch]:
        """Yield batches after the cursor. Raises `CannotImport`."""
        try:
            yield from self._batches(cursor)
        except (CannotRead, CannotFetch) as problem:
            reason = str(problem)
            if isinstance(problem, CannotRead):
                reason = f"{self.url} cannot be imported. {reason}"
            raise CannotImport(reason) from problem

    def _batches(self, cursor: dict[str, Any]) -> Iterator[Batch]:
        address, body = self._list_address(cursor.get("address"))
        with closing(body):
            if _size(body) > SMALL:
                yield from document_batches(cast(BinaryIO, body), cursor, mark=str(_size(body)))
                return
            page = load(cast(BinaryIO, body))
        if not _is_envelope(page):
            rows = [row for one in (page if isinstance(page, list) else [page]) for row in services_in(one)]
            if not rows:
                raise CannotRead("It holds no services.")
            yield Batch(rows, {}, whole=True, version=version_of(rows[0]), total=len(rows))
            return
        yield from self._pages(address, page, cursor)

    def _list_address(self, known: str | None) -> tuple[str, IO[bytes]]:
        """The address of the list of services: the one given, or `/services` under an API's root."""
        if known:
            return known, self._fetcher.get(known)
        is_list = urlsplit(self.url).path.rstrip("/").endswith("/services")
        under = self.url.split("?")[0].rstrip("/") + "/services"
        try:
            body = self._fetcher.get(self.url)
        except CannotFetch as problem:
            if is_list or problem.status not in {400, 403, 404, 405}:
                raise
            return under, self._instead(under, problem)
        refusal: Exception | None = None
        try:
            is_root = _size(body) <= SMALL and _is_root(load(cast(BinaryIO, body)))
        except CannotRead as problem:
            is_root, refusal = True, problem
        if is_list or not is_root:
            body.seek(0)
            return self.url, body
        body.close()
        return under, self._instead(under, refusal)

    def _instead(self, address: str, refusal: Exception | None) -> IO[bytes]:
        """Another address; when that gives nothing either, the refusal of the first is what people are told."""
        try:
            return self._fetcher.get(address)
        except CannotFetch as problem:
            raise (refusal or problem) from None

    def _pages(self, address: str, first: dict[str, Any], cursor: dict[str, Any]) -> Iterator[Batch]:
        state = Paging(first)
        number, page = state.first_number, first
        if int(cursor.get("page", 0)) > number and cursor.get("address"):
            number = int(cursor["page"])
            page = self._page(address, number)
            state.seen = int(cursor.get("seen", 0))
        for _ in range(MOST_PAGES):
            whole = state.take(page)
            rows = [row for one in state.rows for row in services_in(one)]
            rows, sparse = self._details.fill(address, rows)
            after = {"page": number + 1, "address": address, "seen": state.seen}
            ended = state.ended
            yield Batch(rows, after, whole=whole, version=state.version, total=state.total, sparse=sparse)
            if ended:
                return
            number += 1
            page = self._page(address, number)

    def changed_ids(self) -> set[str] | None:
        """Return the ids of services the API says have changed since; None when it does not understand the question.

        Asked for what changes tomorrow, an API that understands has nothing; one that does not sends its first page.
        """
        try:
            address, body = self._list_address(None)
            body.close()
            tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
            if _rows_of(self._page(address, None, since=tomorrow)):
                return None
            ids: set[str] = set()
            for batch in self._changes(address):
                ids |= {source_id(row) for row in batch.rows}
        except (CannotRead, CannotFetch):
            return None
        return ids - {""}

    def changes(self) -> Iterator[Batch]:
        """Yield what has changed since; never whole. Raises `CannotImport`."""
        try:
            address, body = self._list_address(None)
            body.close()
            yield from self._changes(address)
        except (CannotRead, CannotFetch) as problem:
            raise CannotImport(str(problem)) from problem

    def _changes(self, address: str) -> Iterator[Batch]:
        page = self._page(address, None, since=self.since)
        if not _rows_of(page):
            yield Batch([], {})
            return
        state = Paging(page)
        number = state.first_number
        for _ in range(MOST_PAGES):
            state.take(page)
            rows = [row for one in state.rows for row in services_in(one)]
            rows, sparse = self._details.fill(address, rows)
            yield Batch(rows, {}, version=state.version, total=state.total, sparse=sparse)
            if state.ended:
                return
            number += 1
            page = self._page(address, number, since=self.since)

    def _page(self, address: str, number: int | None, *, since: dt.datetime | None = None) -> Any:
        asked = {} if number is None else {"page": str(number)}
        if since is not None:
            asked["modified_after"] = since.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            with closing(self._fetcher.get(address, asked)) as body:
                return load(cast(BinaryIO, body))
        except CannotFetch as problem:
            if problem.status in {400, 404, 410, 416, 422}:
                return {}  # there is no such page
            raise


class Paging:
    """When a paged list has ended, though totals lie, flags lie and pages repeat."""

    def __init__(self, first: dict[str, Any]) -> None:
        self.total = _whole_number(first, "total_items", "totalElements")
        self.pages = _whole_number(first, "total_pages", "totalPages")
        given = _whole_number(first, "page_number", "number")
        self.first_number = 1 if given is None else given
        self.version = (
            FeedVersion.V3.value
            if "contents" in first
            else FeedVersion.V1.value
            if "content" in first
            else ""
        )
        self.seen = 0
        self.taken = 0
        self.rows: list[Any] = []
        self.ended = False
        self._fingerprints: set[str] = set()
        self._ids: set[str] = set()
        self._strikes = 0

    def take(self, page: Any) -> bool:
        """Look at the next page; its new rows are in `rows`. True when the feed was seen whole."""
        rows = _rows_of(page)
        ids = [source_id(row) or json.dumps(row, sort_keys=True, default=str)[:200] for row in rows]
        fingerprint = hashlib.blake2b("\n".join(ids).encode("utf-8", "replace"), digest_size=12).hexdigest()
        self.taken += 1
        if not rows:
            self.rows, self.ended = [], True
            if self.taken == 1:
                raise CannotRead("It holds no services.")
            return True
        if fingerprint in self._fingerprints:
            self._strikes += 1
            self.rows, self.ended = [], self._strikes >= 2
            return self.ended and self.total is not None and self.seen >= self.total
        self._fingerprints.add(fingerprint)
        self._strikes = 0
        self.rows = rows
        fresh = set(ids) - self._ids  # pages may overlap: a row that comes twice was seen once
        self._ids |= fresh
        self.seen += len(fresh)
        self.ended = self._reached_the_end(page)
        return self.ended

    def _reached_the_end(self, page: dict[str, Any]) -> bool:
        if self.total is not None and self.total > 0:
            return self.seen >= self.total
        last = page.get("last_page", page.get("last"))
        return last is True and (self.pages is None or self.taken >= self.pages)


class Details:
    """Full records for sparse list rows, where `/services/{id}` has more to say than the list."""

    MOST = 20_000
    GIVE_UP_AFTER = 5
    RICH = frozenset(
        {
            "service_at_locations",
            "schedules",
            "regular_schedules",
            "contacts",
            "eligibilitys",
            "cost_options",
            "languages",
        }
    )

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._fetched = 0
        self._failures = 0
        self._useless = False

    def fill(self, address: str, rows: list[Any]) -> tuple[list[Any], set[str]]:
        """The rows with details put in, and the ids of those for which none could be had."""
        filled, sparse = [], set()
        for row in rows:
            if self._useless or not isinstance(row, dict) or self.RICH & row.keys() or not source_id(row):
                filled.append(row)
                continue
            full = self._full(address, row)
            if full is None:
                sparse.add(source_id(row))
            filled.append(full or row)
        return filled, sparse

    def _full(self, address: str, row: dict[str, Any]) -> dict[str, Any] | None:
        if self._failures >= self.GIVE_UP_AFTER or self._fetched >= self.MOST:
            return None
        try:
            place = f"{address.split('?', maxsplit=1)[0].rstrip('/')}/{quote(source_id(row), safe='')}"
            with closing(self._fetcher.get(place, tries=1)) as body:
                full = load(cast(BinaryIO, body))
        except (CannotFetch, CannotRead):
            self._failures += 1
            return None
        self._fetched += 1
        if not isinstance(full, dict) or source_id(full) != source_id(row):
            self._failures += 1
            return None
        self._failures = 0
        if self._fetched == 1 and not full.keys() - row.keys():
            self._useless = True  # the list holds everything already: spare the server
        merged = {**row, **{key: value for key, value in full.items() if value not in (None, "")}}
        return merged


def _is_envelope(page: Any) -> bool:
    return (
        isinstance(page, dict)
        and any(isinstance(page.get(key), list) for key in LISTS)
        and not ("id" in page and "name" in page)
    )


def _is_root(page: Any) -> bool:
    """Whether it is what an API says about itself at `/`."""
    return isinstance(page, dict) and not _is_envelope(page) and "name" not in page and "id" not in page


def _rows_of(page: Any) -> list[Any]:
    if isinstance(page, list):
        return page
    if isinstance(page, dict):
        for key in LISTS:
            if isinstance(page.get(key), list):
                return cast("list[Any]", page[key])
    return []


def _whole_number(page: dict[str, Any], *keys: str) -> int | None:
    for key in keys:
        value = page.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and value.isdigit():
            return int(value)
    return None


def _size(body: "IO[bytes] | BinaryIO") -> int:
    body.seek(0, 2)
    size = body.tell()
    body.seek(0)
    return size
