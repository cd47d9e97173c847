"""What every list of rows whose time is over is made with: among which rows it looks, and the day each ended on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import QuerySet

from alongside.core import clock

Ended: TypeAlias = Iterator[tuple[UUID, date]]
"""The key of a row, and the day here on which it ended."""
AT_A_TIME = 2000


def among(rows: QuerySet[Any], keys: set[UUID] | None) -> QuerySet[Any]:
    """Only those of these keys; None: all of them."""
    return rows if keys is None else rows.filter(pk__in=keys)


def ended(rows: QuerySet[Any], field: str) -> Ended:
    """Rows with the day (or the day of the moment) their field names, the longest ago first."""
    found = rows.order_by(field, "pk").values_list("pk", field)
    for key, at in found.iterator(chunk_size=AT_A_TIME):
        yield key, clock.local(at).date() if hasattr(at, "hour") else at
