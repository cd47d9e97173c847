"""Reading ahead: while the database stores one batch, the next is parsed and read in a second thread.

Reading is pure and storing mostly waits, so an import takes little longer than its reading. One batch is in the making
at any time and none further: memory stays what it is. What was read ahead is only ever what `Store` would read itself.
"""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from alongside.directory.feeds.read_v3 import read_service
from alongside.directory.feeds.records import NotAService, ReadService
from alongside.directory.feeds.source import Batch

READER = "5"
"""Raise it when reading gets better: every record is then read again at the next import."""
_IN_ORDER = json.JSONEncoder(sort_keys=True, default=str).encode


def hash_of(raw: Any) -> str:
    """Of a record as it came, and of how we read."""
    return hash_of_text(READER + _IN_ORDER(raw))


def hash_of_text(text: str) -> str:
    """Thirty-two characters."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def read(raw: Any) -> ReadService | NotAService:
    """The service, or why it is none."""
    try:
        return read_service(raw)
    except NotAService as problem:
        return problem


def ahead(batches: Iterator[Batch], *, all_new: bool) -> Iterator[Batch]:
    """The same batches, each made while the one before is stored; `all_new` ones are read already.

    Of a feed that we know, few records have changed, and only those are read: by `Store`, which knows which.
    """

    def make() -> Batch | None:
        batch = next(batches, None)
        if batch is not None:
            batch.hashes = [hash_of(raw) for raw in batch.rows]
            batch.services = [read(raw) for raw in batch.rows] if all_new else []
        return batch

    with ThreadPoolExecutor(1, "reading-ahead") as thread:
        coming = thread.submit(make)
        while (batch := coming.result()) is not None:
            coming = thread.submit(make)
            yield batch
