"""Stops of public transport: COPY into a table of this load, then into a new one that takes the old one's place.

All of it is one transaction. Readers see the old stops until the swap; a file that is refused changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from alongside.places.loading import stop_file, swapping
from alongside.places.loading.opening import CannotLoad
from alongside.places.loading.postcodes import Progress
from alongside.places.loading.stop_file import Block, Unused
from alongside.places.models import Stop, StopSource

TABLE = Stop._meta.db_table
TOLD = 100
"""How many rows that could not be used are told one by one; all are counted."""


@dataclass(frozen=True, slots=True)
class StopsLoaded:
    """What a load did. ``unused`` tells of up to a hundred rows why they could not be used."""

    name: str
    stops: int
    before: int
    not_in_use: int
    other_kinds: int
    unusable: int
    unused: list[Unused]
    changed_on: date | None


def load_stops(path: Path, progress: Progress | None = None, *, using: str = "owner") -> StopsLoaded:
    """Load a NaPTAN download (CSV, zip, gzip or folder) in place of the stops held. Raises ``CannotLoad``."""
    file = stop_file.recognise(path)

    def tell(done: int) -> None:
        if progress is not None:
            progress(min(done, file.size), file.size)

    return _replace(file.blocks(tell), path.name[:200], using)


def _replace(blocks: Iterator[Block], name: str, using: str) -> StopsLoaded:
    connection = connections[using]
    told = Block([], [])
    unusable = 0
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {TABLE}")  # noqa: S608
        (before,) = cursor.fetchone()
        swapping.begin(cursor, TABLE)
        cursor.execute(
            "CREATE TEMP TABLE stop_rows (seq bigint, spot text, code text, kind text, name text, loc point)"
            " ON COMMIT DROP"
        )
        with cursor.copy("COPY stop_rows FROM STDIN") as copy:  # psycopg
            seq = 0
            for block in blocks:
                for row in block.rows:
                    copy.write_row((seq, row.spot, row.code, row.kind.value, row.name, str(row.loc)))
                    seq += 1
                told.unused += block.unused[: TOLD - len(told.unused)]
                unusable += len(block.unused)
                told.not_in_use += block.not_in_use
                told.other_kinds += block.other_kinds
                told.changed_on = max(filter(None, (told.changed_on, block.changed_on)), default=None)
        twice, of_them = _twice(cursor)
        stops = _move(cursor)
        if not stops:
            raise CannotLoad(f"{name} holds no stop in use of Great Britain{_why(told.unused)}.")
        StopSource(name=name, stops=stops, changed_on=told.changed_on).save(using=using)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {TABLE}")
    return StopsLoaded(
        name,
        stops,
        before,
        told.not_in_use,
        told.other_kinds,
        unusable + twice,
        (told.unused + of_them)[:TOLD],
        told.changed_on,
    )


def _twice(cursor: CursorWrapper) -> tuple[int, list[Unused]]:
    """How many rows name a stop that an earlier row has named, and the first of them."""
    cursor.execute(
        "SELECT spot, code, count(*) OVER () FROM"
        " (SELECT *, row_number() OVER (PARTITION BY code ORDER BY seq) AS nth FROM stop_rows) numbered"
        " WHERE nth > 1 ORDER BY seq LIMIT %s",
        [TOLD],
    )
    found = cursor.fetchall()
    return (
        found[0][2] if found else 0,
        [Unused(spot, f"{code} is named before, and that row is taken") for spot, code, _ in found],
    )


def _move(cursor: CursorWrapper) -> int:
    new = swapping.incoming(TABLE)
    cursor.execute(
        f"INSERT INTO {new} (code, kind, name, loc)"  # noqa: S608
        " SELECT DISTINCT ON (code) code, kind, name, loc FROM stop_rows ORDER BY code, seq"
    )
    stops: int = cursor.rowcount
    cursor.execute(f"ALTER TABLE {new} ADD PRIMARY KEY (code)")
    swapping.finish(cursor, TABLE)
    return stops


def _why(unused: list[Unused]) -> str:
    return f" (the first that cannot be used: {unused[0].spot}, {unused[0].why})" if unused else ""
