"""One JSON document of a feed, read as a stream: the whole file never sits in memory.

A document is an Open Referral UK page (3.0 `contents`, 1.0 `content`), a bare array, one record, or NDJSON. Raw control
characters inside strings, a byte-order mark and stray Windows-1252 bytes are put up with.
"""

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import ijson

from alongside.directory.enums import FeedVersion

MOST_IN_ONE_RECORD = 20_000_000
"""Bytes of a record that stands alone, or of one line of NDJSON."""
LISTS = ("contents", "content", "services", "items", "data", "results")
"""Where platforms put their records; the first two are the standard's."""


DEEPEST = 10_000
"""How far opening brackets may outnumber closing ones: deeper, and reading takes the square of the depth."""


class CannotRead(Exception):
    """The document is not a feed. One sentence for a person."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the records lie in a document: `ijson` prefix, "ndjson" or "" for one record alone."""

    prefix: str
    version: str = ""


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", "replace"), error.end


codecs.register_error("alongside-cp1252", _as_windows_1252)
_CONTROL_TO_SPACE = bytes(b if b >= 0x20 else 0x20 for b in range(256))


class Mended:
    """A binary stream as valid UTF-8 without a byte-order mark or raw control characters."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("alongside-cp1252").decode
        self._left = b""
        self._open = 0

    def read(self, size: int = -1) -> bytes:
        """Return about `size` mended bytes; b"" at the end."""
        if size == 0:
            return b""
        while not self._left:
            chunk = self._source.read(65_536)
            mended = self._decode(chunk, not chunk)
            self._left = mended.encode("utf-8", "replace").translate(_CONTROL_TO_SPACE)
            if not chunk:
                break
            self._open += sum(map(chunk.count, (b"[", b"{"))) - sum(map(chunk.count, (b"]", b"}")))
            if self._open > DEEPEST:
                raise CannotRead("It is nested too deeply.")
        size = len(self._left) if size < 0 else size
        out, self._left = self._left[:size], self._left[size:]
        return out


def shape_of(source: BinaryIO) -> Shape:
    """Find out how the records lie. Raises `CannotRead` for what is no feed; leaves the stream at its start."""
    source.seek(0)
    start = Mended(source).read(65_536).lstrip()
    source.seek(0)
    if not start:
        raise CannotRead("It is empty.")
    if start[:1] == b"<":
        raise CannotRead("It is a web page or XML, not a feed in JSON.")
    if start[:1] == b"[":
        return Shape("item")
    if start[:1] != b"{":
        raise CannotRead("It is not JSON.")
    if _is_ndjson(source):
        return Shape("ndjson")
    return _shape_of_object(source)


def _is_ndjson(source: BinaryIO) -> bool:
    """One whole object on the first line, and another beginning after it."""
    first = source.readline(MOST_IN_ONE_RECORD)
    while first and not first.strip():
        first = source.readline(MOST_IN_ONE_RECORD)
    second = source.readline(1_000)
    source.seek(0)
    if not first.rstrip().endswith(b"}") or not second.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(_loads(first), dict)
    except ValueError:
        return False


def _shape_of_object(source: BinaryIO) -> Shape:
    try:
        for prefix, event, _value in ijson.parse(Mended(source), use_float=True):
            if event == "start_array" and prefix in LISTS:
                version = {"contents": FeedVersion.V3.value, "content": FeedVersion.V1.value}.get(prefix, "")
                return Shape(f"{prefix}.item", version)
        return Shape("")
    except ijson.JSONError as problem:
        raise CannotRead(f"It is not JSON ({_first_line(problem)}).") from problem
    finally:
        source.seek(0)


def records(source: BinaryIO, shape: Shape) -> Iterator[Any]:
    """The records one by one. Raises `CannotRead` where the document breaks off."""
    source.seek(0)
    try:
        if shape.prefix == "ndjson":
            yield from _lines(source)
        elif shape.prefix:
            yield from ijson.items(Mended(source), shape.prefix, use_float=True)
        else:
            whole = source.read(MOST_IN_ONE_RECORD + 1)
            if len(whole) > MOST_IN_ONE_RECORD:
                raise CannotRead("It holds one record of more than 20 MB.")
            yield _loads(whole)
    except (ijson.JSONError, ValueError, RecursionError) as problem:
        raise CannotRead(f"It breaks off or is not JSON ({_first_line(problem)}).") from problem


def _lines(source: BinaryIO) -> Iterator[Any]:
    while line := source.readline(MOST_IN_ONE_RECORD + 1):
        if len(line) > MOST_IN_ONE_RECORD:
            raise CannotRead("It holds one record of more than 20 MB.")
        if line.strip():
            yield _loads(line)


def load(source: BinaryIO) -> Any:
    """A whole (small) document at once. Raises `CannotRead`."""
    shape_of(source)
    try:
        return _loads(source.read())
    except (ValueError, RecursionError) as problem:
        raise CannotRead(f"It is not JSON ({_first_line(problem)}).") from problem


def _loads(raw: bytes) -> Any:
    return json.loads(raw.decode("utf-8-sig", "alongside-cp1252"), strict=False)


def _first_line(problem: BaseException) -> str:
    lines = str(problem).strip().splitlines() or [type(problem).__name__]
    return lines[0].strip()[:120]


def version_of(record: Any) -> str:
    """The version a single record speaks, by the words only one of them has; "" when it does not show."""
    if not isinstance(record, dict):
        return ""
    if {
        "service_at_locations",
        "minimum_age",
        "assurer_email",
        "last_modified",
        "attributes",
    } & record.keys() and not ({"regular_schedules", "eligibilitys", "service_taxonomys"} & record.keys()):
        return FeedVersion.V3.value
    if {"attending_type", "attending_access", "deliverable_type", "eligibilitys"} & record.keys():
        return FeedVersion.V1.value
    return ""
