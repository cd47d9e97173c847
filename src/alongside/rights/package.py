"""A person's copy: everything the registries say hangs on them, as one document that a program or a person can read.

{
  "format": "alongside-copy/1", "reference": "K7M-2QX", "about": "Ayten Aydın", "made_on": "2026-11-29",
  "partnership": {"name": …, "phone": …, "email": …},
  "parts": [{"model": "casework.Contact", "title": "Contacts", "why": …, "basis": …, "kept_for": …,
             "rows": [{"When": "2026-11-03T10:00:00+00:00", "Way": "Call", …}]}],
  "looked": [{"who": "Connector, Wellbeing Team", "page": "case", "at": …}],
  "changed": [{"who": …, "at": …, "what": "Contact", "did": "changed", "before": {…}, "after": {…}}],
  "left_out": ["…in words…"]
}
Each model with an export path has its part, also an empty one. Keys of rows and secret words of links are no part.
Colleagues appear as their role. Nobody else's name, number or address is taken out here: see `redacting`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.core.clock import local
from alongside.core.models import Change, Reading
from alongside.directory.models import Service
from alongside.joining.queries import records_of
from alongside.partnerships.models import Member, Organisation
from alongside.rights import registry
from alongside.rights.shared import described

if TYPE_CHECKING:
    from alongside.rights.models import AccessRequest

FORMAT = "alongside-copy/1"
#: Fields that would put a copy into the copy, or that only the program reads.
NOT_SAID = {("rights.AccessRequest", "package"), ("people.Person", "name_key")}
SAID_BY_NAME = (Organisation, Service)


def make(request: AccessRequest, at: dt.datetime) -> dict[str, Any]:
    """Put the copy together, inside the wall. Holds other people's names until it was read through."""
    person = request.person
    teller = _Teller()
    rows_by_table: dict[str, list[str]] = {}
    parts = []
    for table in registry.exported():
        if table.path == registry.KEY:
            continue  # the trail: below
        rows: list[Any] = [] if table.is_apart else list(_with_names(table, person.pk))
        rows_by_table[table.model._meta.db_table] = [str(row.pk) for row in rows]
        parts.append(_part(table, [teller.row(table, row) for row in rows]))
    return {
        "format": FORMAT,
        "reference": request.reference,
        "about": person.name,
        "made_on": local(at).date().isoformat(),
        "partnership": {
            "name": request.partnership.name,
            "phone": request.partnership.phone,
            "email": request.partnership.email,
        },
        "parts": parts,
        "looked": _looked(teller, person.pk),
        "changed": _changed(teller, person.pk, rows_by_table),
        "left_out": _left_out(),
    }


def parts_of(package: dict[str, Any]) -> set[str]:
    """The labels of the models a copy has a part for."""
    return {part["model"] for part in package["parts"]} | {"core.Change", "core.Reading"}


def _with_names(table: registry.Table, person_id: Any) -> models.QuerySet[Any]:
    names = [
        field.name
        for field in table.model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in {Member, *SAID_BY_NAME}
    ]
    more = [f"{name}__organisation" for name in names if _target(table.model, name) is Member]
    return table.rows_of(person_id).select_related(*names, *more) if names else table.rows_of(person_id)


def _target(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name).related_model


def _part(table: registry.Table, rows: list[dict[str, Any]]) -> dict[str, Any]:
    records = table.records
    return {
        "model": table.label,
        "title": str(capfirst(str(table.model._meta.verbose_name_plural))),
        "why": records.purpose,
        "basis": records.basis,
        "kept_for": records.keep_for,
        "apart": table.is_apart,
        "rows": rows,
    }


class _Teller:
    """Says rows in words; remembers what colleagues are called here."""

    def __init__(self) -> None:
        self.members = {
            f"member:{one.pk}": one for one in Member.objects.select_related("organisation").order_by("pk")
        }

    def who(self, actor: str) -> str:
        """A colleague or a program, as a role."""
        return described(self.members.get(actor), actor)

    def row(self, table: registry.Table, row: models.Model) -> dict[str, Any]:
        """One row: what each field is called, and what it says. Empty ones are left out."""
        said = {}
        for field in table.model._meta.concrete_fields:
            if (table.label, field.name) in NOT_SAID or field.primary_key or field.name == "partnership":
                continue
            if table.records.personal.get(field.name) == "secret":
                continue
            value = self.value(row, field)
            if value not in (None, "", [], {}):
                said[str(capfirst(str(field.verbose_name)))] = value
        return said

    def value(self, row: models.Model, field: models.Field[Any, Any]) -> Any:
        """What a field says, as JSON can hold it."""
        if isinstance(field, models.ForeignKey):
            return self._other(row, field)
        value = getattr(row, field.name)
        if isinstance(field, models.BinaryField):
            return _("A file of %(n)d bytes") % {"n": len(value)} if value else None
        if isinstance(field, models.FileField):
            return str(value) or None
        if field.choices and not isinstance(value, list):
            return str(dict(field.flatchoices).get(value, value or ""))
        return plain(value)

    def _other(self, row: models.Model, field: models.ForeignKey[Any, Any]) -> str | None:
        if getattr(row, field.attname) is None:
            return None
        if field.related_model is Member:
            return described(getattr(row, field.name))
        if field.related_model in SAID_BY_NAME:
            return str(getattr(row, field.name))
        return None  # the other row has its own part, or is about somebody else


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def _looked(teller: _Teller, person_id: Any) -> list[dict[str, Any]]:
    rows = Reading.objects.filter(person_id__in=records_of(person_id)).order_by("at", "id")
    return [
        {"who": teller.who(row.actor), "page": row.page.partition(":")[2] or row.page, "at": plain(row.at)}
        for row in rows
    ]


def _changed(teller: _Teller, person_id: Any, rows_by_table: dict[str, list[str]]) -> list[dict[str, Any]]:
    """The trail of every row in the copy, and of rows about the person that are no longer there."""
    mine = models.Q(person_id__in=records_of(person_id))
    for table, keys in rows_by_table.items():
        if keys:
            mine |= models.Q(table_name=table, row_id__in=keys)
    tables = {one.model._meta.db_table: one for one in registry.exported() if one.path != registry.KEY}
    did = {"insert": _("written"), "update": _("changed"), "delete": _("removed")}
    found = []
    for row in Change.objects.filter(mine, table_name__in=tables).order_by("at", "id"):
        about = tables[row.table_name]
        if about.is_apart:
            continue
        found.append(
            {
                "at": plain(row.at),
                "who": teller.who(row.actor),
                "what": str(capfirst(str(about.model._meta.verbose_name))),
                "did": did[row.verb],
                "before": _said_fields(about, row.before),
                "after": _said_fields(about, row.after) if row.verb == "update" else {},
            }
        )
    return found


def _said_fields(table: registry.Table, said: dict[str, Any] | None) -> dict[str, Any]:
    kept = {}
    for field in table.model._meta.concrete_fields:
        value = (said or {}).get(str(field.column))
        if value in (None, "", [], {}) or isinstance(field, models.ForeignKey) or field.primary_key:
            continue
        if (table.label, field.name) in NOT_SAID or table.records.personal.get(field.name) == "secret":
            continue
        kept[str(capfirst(str(field.verbose_name)))] = plain(value)
    return kept


def _left_out() -> list[str]:
    return [
        _("The names of people who work with us: instead, their role and organisation stand here."),
        _("What would tell of somebody else, where they have not agreed: it says [left out]."),
        _("The secret words of links we sent."),
        _(
            "If safeguarding holds a record, the safeguarding lead decides what of it can be given without putting "
            "anybody at risk. Ask for it by name; whether there is one is not said here."
        ),
        _("What a volunteer asked for in confidence when we looked for somebody to visit you."),
    ]
