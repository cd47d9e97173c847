"""What every directory record has: a stable uuid, and the declaration that it is public."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

from alongside.core.ids import new_id
from alongside.core.records import Records

PUBLIC = Records(
    wall="public",
    audited=False,
    why="Directory data is public by design; it says nothing about a person supported.",
)
"""The declaration shared by all directory tables."""

DERIVED = Records(
    wall="public",
    audited=False,
    why="Derived from public directory data; it says nothing about a person supported.",
    backup="none",
)
"""The declaration of tables that are made anew from the others."""


class DirectoryRecord(models.Model):
    """A row of the directory. Ids of fed records are `uuid5(feed, entity:source id)`, so they never move."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


def codes(*, size: int = 40) -> "ArrayField[list[str], list[str]]":
    """A list of short codes; empty rather than null when there are none."""
    return ArrayField(models.CharField(max_length=size), default=list, blank=True)


def one_of(field: str, values: list[str], *, blank: bool = True) -> models.Q:
    """A database check that `field` holds one of `values` (or nothing)."""
    return models.Q(**{f"{field}__in": [*values, ""] if blank else values})


def only_from(field: str, values: list[str]) -> models.Q:
    """A database check that the array `field` holds nothing but `values`."""
    return models.Q(**{f"{field}__contained_by": values})


@models.CharField.register_lookup
class Says(models.Lookup):
    """`name__says="choir"`: holds these letters, large or small, as ILIKE has it; a trigram index answers.

    Django's `icontains` compares UPPER(column), for which no index on the column is any use.
    """

    lookup_name = "says"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} ILIKE %s", (*params, f"%{connection.ops.prep_for_like_query(self.rhs)}%")
