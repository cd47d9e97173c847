"""The only hand that moves rows between two records, and the one that puts them back: each is written down.

A row is written as its columns before and after, in values JSON can hold to the last digit. Putting back changes a
column only where it still is as the joining left it: what somebody wrote since stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction

from alongside.core import tenancy
from alongside.joining.models import Join, JoinedRow
from alongside.joining.registry import PARTS_OF_A_CASE, STAYS, pointing_to, references, twins

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from alongside.casework.models import Case

SAFEGUARDING = "system:safeguarding"


def as_safeguarding(join: Join) -> AbstractContextManager[None]:
    """Act in the name of this joining where only safeguarding finds the rows (see migration 0002)."""
    return tenancy.within(tenancy.current_partnership_id(), actor=SAFEGUARDING, reason=f"joining:{join.pk}")


def plain(value: Any) -> Any:
    """A column's value as JSON holds it, nothing rounded."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


class Mover:
    """Changes rows for one join, and writes down each."""

    def __init__(self, join: Join) -> None:
        self.join = join
        self.number = 0

    def change(self, model: type[models.Model], keys: Iterable[UUID], values: Mapping[str, Any]) -> int:
        """Give rows new values; return how many there were. Columns are named as in the table (`person_id`)."""
        wanted = {name: plain(value) for name, value in values.items()}
        rows = list(
            model._base_manager.select_for_update()
            .filter(pk__in=list(keys))
            .order_by("pk")
            .values("pk", *values)
        )
        if not rows:
            return 0
        model._base_manager.filter(pk__in=[row["pk"] for row in rows]).update(**values)
        written = []
        for row in rows:
            self.number += 1
            before = {name: plain(row[name]) for name in values}
            written.append(
                JoinedRow(
                    join=self.join, number=self.number, label=model._meta.label, row=row["pk"], before=before,
                    after=wanted,
                )
            )  # fmt: skip
        JoinedRow.objects.bulk_create(written)
        return len(rows)

    def move_all(self, stays: Mapping[str, set[UUID]]) -> None:
        """Let everything that points to the one point to the other, but for rows that stay, by model."""
        for reference in references():
            if reference.stays:
                continue
            if reference.under_lock:
                with as_safeguarding(self.join):
                    self._move(reference.model, reference.column, set())
            else:
                self._move(reference.model, reference.column, stays.get(reference.model._meta.label, set()))

    def _move(self, model: type[models.Model], column: str, stays: set[UUID]) -> None:
        rows = model._base_manager.filter(**{column: self.join.gone_id}).exclude(pk__in=stays)
        self.change(model, rows.values_list("pk", flat=True), {column: self.join.kept_id})

    def fold(self, emptied: Case, standing: Case) -> None:
        """Let everything that hangs on one case hang on another."""
        for model, field in pointing_to(type(standing)):
            if PARTS_OF_A_CASE.get(f"{model._meta.label}.{field.name}") == STAYS:
                continue
            alike = twins(model, field.name, standing.pk, emptied.pk)
            rows = model._base_manager.filter(**{field.attname: emptied.pk}).exclude(pk__in=alike)
            self.change(model, rows.values_list("pk", flat=True), {field.attname: standing.pk})


def put_back(join: Join) -> tuple[int, int]:
    """Undo every change of a join, the last first. Return how many rows were put back, and how many were left alone
    because somebody changed or removed them since."""
    done = left = 0
    with as_safeguarding(join):
        rows = list(JoinedRow.objects.filter(join=join).order_by("-number"))
    for label, run in groupby(rows, key=lambda row: row.label):
        together = list(run)
        if label.startswith("safeguarding."):
            with as_safeguarding(join):
                put, not_put = _put_back(label, together)
        else:
            put, not_put = _put_back(label, together)
        done, left = done + put, left + not_put
    return done, left


def _put_back(label: str, rows: list[JoinedRow]) -> tuple[int, int]:
    model = apps.get_model(label)
    names = sorted({name for row in rows for name in row.after})
    keys = [row.row for row in rows]
    now = {
        found["pk"]: found
        for found in model._base_manager.select_for_update()
        .filter(pk__in=keys)
        .order_by("pk")
        .values("pk", *names)
    }
    done = left = 0
    for row in rows:
        found = now.get(row.row, {})
        same = {
            name: _value(model, name, row.before[name])
            for name in row.after
            if found and plain(found[name]) == row.after[name]
        }
        put = bool(same) and _update(model, row.row, same)
        if put:
            found.update(same)
        if put and len(same) == len(row.after):
            done += 1
        else:
            left += 1
    return done, left


def _update(model: type[models.Model], key: UUID, values: dict[str, Any]) -> bool:
    """Whether the row took the values; a rule of the database that has other rows now leaves it as it is."""
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=key).update(**values)
    except IntegrityError:
        return False
    return True


def _value(model: type[models.Model], name: str, raw: Any) -> Any:
    return None if raw is None else model._meta.get_field(name).to_python(raw)  # type: ignore[union-attr]
