"""The erasing itself: rows deleted, fields blanked, loose ends cut, files removed, the trail scrubbed, a mark left.

Called by actions alone, inside the partnership's wall and in one transaction with the erasure that is `running`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import secrets
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from alongside.core import ids, tenancy
from alongside.core.models import Change
from alongside.core.records import ERASED
from alongside.joining.queries import records_of
from alongside.people.models import Person
from alongside.rights import registry
from alongside.rights.mentions import take_out
from alongside.rights.models import Erasure, Tombstone

logger = logging.getLogger(__name__)
MENTIONS = "mentions"
#: What must be there once and cannot be empty gets a new value that means nothing.
ANEW: dict[tuple[str, str], Callable[[], str]] = {
    ("referrals.Referral", "reference"): ids.new_reference,
    ("directory.OrganiserLink", "token_hash"): lambda: secrets.token_hex(32),
}
STILL = {"do_not_contact": True}


def erase(erasure: Erasure, *, mentions: Collection[str] = ()) -> dict[str, int]:
    """Erase the person of an erasure that is under way; return how many rows of which table went or were blanked.

    `mentions` are the places in others' records at which somebody chose to take their name out, too.
    """
    person_id = erasure.person_id
    counts: dict[str, int] = {}
    taken_out = take_out(erasure, mentions)
    if taken_out:
        counts[MENTIONS] = taken_out
    touched: dict[str, set[str]] = defaultdict(set)
    files: list[tuple[Any, str]] = []
    for table in registry.erased():
        keys = [str(key) for key in table.rows_of(person_id).values_list("pk", flat=True)]
        touched[table.model._meta.db_table].update(keys)
        if keys:
            files += _files(table, person_id)
    _cut_loose_ends(person_id)
    for table in registry.erased():
        rows = table.rows_of(person_id)
        if table.records.erase == "delete":
            _gone, by_label = rows.delete()
            for label, number in by_label.items():
                counts[label] = counts.get(label, 0) + number
        else:
            blanked = sum(blank(table, row) for row in rows.select_for_update(of=("self",)))
            if blanked:
                counts[table.label] = blanked
    _add_what_went_before(touched, person_id)
    counts["audit.Change"] = _scrub(person_id, touched)
    transaction.on_commit(lambda: _remove(files))
    return counts


def _cut_loose_ends(person_id: uuid.UUID) -> None:
    for model, field in registry.loose_ends():
        model._base_manager.filter(**{field: person_id}).update(**{field: None})


def blank(table: registry.Table, row: models.Model) -> int:
    """Empty what is personal; say "Erased" where the database asks for a word."""
    changed: dict[str, Any] = {}
    for field in table.model._meta.concrete_fields:
        kind = table.records.personal.get(field.name)
        if field.name in STILL:
            changed[field.name] = STILL[field.name]
        elif isinstance(field, models.BooleanField):
            changed[field.name] = None if field.null else field.get_default()
        elif kind is not None and not getattr(field, "generated", False):
            changed[field.name] = _emptied(table.label, field, kind, getattr(row, field.name))
    table.model._base_manager.filter(pk=row.pk).update(**changed)
    return 1


def _emptied(label: str, field: models.Field[Any, Any], kind: str, value: Any) -> Any:
    if (label, field.name) in ANEW:
        return ANEW[label, field.name]()
    if field.null:
        return None
    if isinstance(field, models.CharField | models.TextField):
        if field.choices:
            return "" if field.blank else value
        if kind == "text" and value:
            return ERASED
        return "" if field.blank else ERASED
    return [] if hasattr(field, "base_field") else field.get_default()


def _files(table: registry.Table, person_id: uuid.UUID) -> list[tuple[Any, str]]:
    """Files that rows of this table point to: (storage, name)."""
    fields = [f for f in table.model._meta.concrete_fields if isinstance(f, models.FileField)]
    return [
        (field.storage, name)
        for field in fields
        for name in table.rows_of(person_id).values_list(field.name, flat=True)
        if name
    ]


def _remove(files: list[tuple[Any, str]]) -> None:
    for storage, name in files:
        try:
            storage.delete(name)
        except OSError:
            logger.exception("a file of an erased person could not be removed")


def _add_what_went_before(touched: dict[str, set[str]], person_id: uuid.UUID) -> None:
    """Rows that were deleted earlier live on in the trail alone: find them by the row they hung on, nearest first."""
    touched[Person._meta.db_table].update(str(key) for key in records_of(person_id))
    add_deleted(touched, [table for table in registry.erased() if table.path != registry.SELF])


def add_deleted(touched: dict[str, set[str]], tables: Iterable[registry.Table]) -> None:
    """The same for any tables: the trail tells of deleted rows by the row they hung on."""
    for table in sorted(tables, key=lambda one: one.depth):
        column, parent = table.parent
        gone = Change.objects.filter(table_name=table.model._meta.db_table, verb="delete").filter(
            **{f"before__{column}__in": sorted(touched[parent])}
        )
        touched[table.model._meta.db_table].update(gone.order_by().values_list("row_id", flat=True))


def _scrub(person_id: uuid.UUID, touched: Mapping[str, Iterable[str]]) -> int:
    rows = {table: sorted(keys) for table, keys in touched.items() if keys}
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit.scrub(%s, %s)", [person_id, json.dumps(rows)])
        return int(cursor.fetchone()[0])


# Marks that outlive a backup --------------------------------------------------------------------------------------


def mark_of(partnership_id: uuid.UUID, person_id: uuid.UUID, key: str = "") -> str:
    """A keyed hash of who somebody was here. Without the key nobody can tell, nor try."""
    secret = hashlib.sha256(b"alongside.rights.tombstone:" + (key or settings.SECRET_KEY).encode()).digest()
    return hmac.new(secret, f"{partnership_id}:{person_id}".encode(), hashlib.sha256).hexdigest()


def marks_of(partnership_id: uuid.UUID, person_id: uuid.UUID) -> set[str]:
    """The same under the present key and those it replaced."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return {mark_of(partnership_id, person_id, key) for key in keys}


def leave_a_mark(erasure: Erasure, made_on: date) -> None:
    """Keep the mark in the database, and after commit in a file outside it: a backup brings back neither of both.

    Each record that was joined into theirs has a mark of its own: a backup may be from before the joining.
    """
    partnership_id = tenancy.current_partnership_id()
    lines = ""
    for key in sorted(records_of(erasure.person_id), key=str):
        mark = mark_of(partnership_id, key)
        Tombstone.objects.get_or_create(mark=mark, defaults={"made_on": made_on})
        lines += f"{partnership_id} {mark} {made_on}\n"
    transaction.on_commit(lambda: _append(lines))


def marks_file() -> Path:
    """Where the marks are kept beside the database."""
    return Path(settings.ALONGSIDE_VAR) / "tombstones.txt"


def _append(line: str) -> None:
    file = marks_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="ascii") as handle:
            handle.write(line)
    except OSError:  # the mark stands in the database; `alongside rights tombstones` writes it out
        logger.exception("the mark of an erasure could not be written to %s", file)
