"""How many rows each of several lists has, in one statement.

A page of a dozen numbers would otherwise make a dozen round trips, which cost more than the counting.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def how_many(*lists: QuerySet[Any], up_to: int | None = None) -> list[int]:
    """Return how many rows each list has, in their order; with `up_to`, none is counted further than that."""
    if not lists:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*written(*lists, up_to=up_to))
        return list(cursor.fetchone())


def written(*lists: QuerySet[Any], up_to: int | None = None) -> tuple[str, list[Any]]:
    """The statement that counts them, and its parameters."""
    parts: list[str] = []
    params: list[Any] = []
    for found in lists:
        keys = found.order_by().values("pk")
        try:
            sql, given = (keys if up_to is None else keys[:up_to]).query.sql_with_params()
        except EmptyResultSet:  # a list that Django knows to be empty, whatever there is
            sql, given = "SELECT 1 WHERE false", ()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS list)")  # noqa: S608 - written by Django
        params += given
    return "SELECT " + ", ".join(parts), params
