"""Writing many rows at once: COPY for rows that are new, one statement sent many times for rows that may be there."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection

PREFIX = "directory_"


def copy(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """COPY new rows into a table of the directory."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{PREFIX}{table}" ({names}) FROM STDIN') as target:
        for row in rows:
            target.write_row([_WRITTEN[type(v)](v) if type(v) in _WRITTEN else v for v in row])


def _array(values: list[str] | list[int]) -> str:
    """A list as PostgreSQL writes an array."""
    if not values:
        return "{}"
    if isinstance(values[0], int):
        return "{" + ",".join(map(str, values)) + "}"
    return '{"' + '","'.join(str(v).replace("\\", "\\\\").replace('"', '\\"') for v in values) + '"}'


_WRITTEN: dict[type, Callable[[Any], str]] = {
    uuid.UUID: lambda key: key.hex,
    list: _array,
    dt.datetime: lru_cache(maxsize=64)(dt.datetime.isoformat),
}
"""What the driver writes in Python, and slowly: half of a row's time. The rest it writes in C."""


def upsert(
    table: str,
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    *,
    keep: frozenset[str] = frozenset(),
    latest: frozenset[str] = frozenset(),
) -> None:
    """Insert rows, or overwrite those with the same id; `keep` stays as it was, of `latest` the later date stays."""
    if not rows:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("%s::point" if column == "point" else "%s" for column in columns)
    changes = ", ".join(
        f'"{c}" = greatest("{PREFIX}{table}"."{c}", excluded."{c}")'
        if c in latest
        else f'"{c}" = excluded."{c}"'
        for c in columns
        if c != "id" and c not in keep
    )
    statement = (
        f'INSERT INTO "{PREFIX}{table}" ({names}) VALUES ({marks}) '  # noqa: S608 – names come from our own lists
        f"ON CONFLICT (id) DO UPDATE SET {changes}"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def delete(table: str, column: str, ids: Sequence[uuid.UUID]) -> None:
    """Delete the rows whose `column` is one of the ids."""
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{PREFIX}{table}" WHERE "{column}" = ANY(%s)', [list(ids)])  # noqa: S608
