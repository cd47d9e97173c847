"""What the registries say about a person: which tables hang on one and by which path, read from `records`.

A copy, an erasure and a run of retention all go by this, so a model added anywhere is part of each from its first day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from alongside.core.records import Records
from alongside.joining.queries import records_of
from alongside.people.models import Person

if TYPE_CHECKING:
    from django.db.models import QuerySet

SELF, KEY = "self", "person_id"
#: Tables of safeguarding: a person's copy of them is made by the safeguarding lead (their `records.why` says so).
APART = frozenset({"volunteering.Worry"})
#: The one background actor the wall shows concerns to (safeguarding migration 0002).
AS_SAFEGUARDING = "system:safeguarding"


@dataclass(frozen=True)
class Table:
    """One model that says something about a person. `path` leads from its rows to the person."""

    model: type[models.Model]
    path: str

    @property
    def records(self) -> Records:
        """What the model declares."""
        found: Records = self.model.records  # type: ignore[attr-defined]
        return found

    @property
    def label(self) -> str:
        """`casework.Contact`."""
        return self.model._meta.label

    @property
    def depth(self) -> int:
        """How far from the person: rows far away go first."""
        return 0 if self.path == SELF else 1 + self.path.count("__")

    @property
    def is_apart(self) -> bool:
        """Whether it belongs to safeguarding, whose rows the wall shows to few."""
        return self.label in APART or bool(getattr(self.model, "wall_narrowed", None))

    @property
    def parent(self) -> tuple[str, str]:
        """(column, table) of the row it hangs on: ("case_id", "casework_case")."""
        first = self.path.split("__", 1)[0]
        field = self.model._meta.get_field(first)
        return str(field.column), str(field.related_model._meta.db_table)  # type: ignore[union-attr]

    def rows_of(self, person_id: Any) -> QuerySet[Any]:
        """Its rows about a person, as the wall shows them; of every record that was joined into theirs, too."""
        where = {SELF: "pk", KEY: KEY}.get(self.path, self.path)
        return self.model._base_manager.filter(**{f"{where}__in": records_of(person_id)}).order_by("pk")


def walled() -> Iterator[type[models.Model]]:
    """Every table behind the wall."""
    for model in apps.get_models():
        records = getattr(model, "records", None)
        if isinstance(records, Records) and records.wall == "partnership":
            yield model


@lru_cache(maxsize=1)
def exported() -> tuple[Table, ...]:
    """Every table that belongs into a person's copy, nearest to the person first."""
    found = [Table(m, m.records.export) for m in walled() if m.records.export]  # type: ignore[attr-defined]
    return tuple(sorted(found, key=lambda one: (one.depth, one.label)))


@lru_cache(maxsize=1)
def erased() -> tuple[Table, ...]:
    """Every table an erasure deletes from or blanks, far away first. The trail and the person come with their own."""
    found = []
    for model in walled():
        records: Records = model.records  # type: ignore[attr-defined]
        path = records.export or path_to_person(model)
        if records.erase != "keep" and path and path != KEY:
            found.append(Table(model, path))
    return tuple(sorted(found, key=lambda one: (-one.depth, one.label)))


def path_to_person(model: type[models.Model], seen: frozenset[str] = frozenset()) -> str:
    """The way from a table without an export path to a person, along what it would be deleted with; "" if none."""
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or field.remote_field.on_delete is not models.CASCADE:
            continue
        target = field.related_model
        if target is Person:
            return field.name
        records = getattr(target, "records", None)
        if not isinstance(records, Records) or target._meta.label in seen:
            continue
        onward = records.export or path_to_person(target, seen | {target._meta.label})
        if onward and onward not in {SELF, KEY}:
            return f"{field.name}__{onward}"
    return ""


@lru_cache(maxsize=32)
def hanging_on(root: type[models.Model]) -> tuple[Table, ...]:
    """The tables whose rows would be deleted with a row of `root`, far away first, each with the way there."""
    found: dict[type[models.Model], str] = {}
    fresh: dict[type[models.Model], str] = {root: ""}
    while fresh:
        onward: dict[type[models.Model], str] = {}
        for model in walled():
            for field in model._meta.concrete_fields:
                parent = field.related_model
                if (
                    isinstance(field, models.ForeignKey)
                    and field.remote_field.on_delete is models.CASCADE
                    and parent in fresh
                    and model not in found
                    and model is not root
                ):
                    path = fresh[parent]
                    onward.setdefault(model, f"{field.name}__{path}" if path else field.name)
        found.update(onward)
        fresh = onward
    tables = [Table(model, path) for model, path in found.items()]
    return tuple(sorted(tables, key=lambda one: (-one.depth, one.label)))


@lru_cache(maxsize=1)
def loose_ends() -> tuple[tuple[type[models.Model], str], ...]:
    """Where a row about somebody else points at a person and may stop doing so: (model, field)."""
    paths = {table.label: table.path for table in (*exported(), *erased())}
    return tuple(
        (model, field.name)
        for model in walled()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model is Person
        and field.null
        and field.remote_field.on_delete is models.SET_NULL
        and paths.get(model._meta.label) != field.name
    )
