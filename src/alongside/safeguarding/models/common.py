"""What the tables of safeguarding share: why they are held, and who reads them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

KEPT_FOR = "seven years after the concern was closed"
BASIS = (
    "recognised legitimate interest: safeguarding a vulnerable individual; "
    "special category: substantial public interest (DPA 2018 sch. 1 para. 18)"
)
PURPOSE = "to keep adults at risk safe, and to prove what was done when"
WHY = "a safeguarding record; a person's copy is made by the lead, who leaves out what could put somebody at risk"
#: Kept out of the audit trail on purpose: rows are only ever added and say by whom and when, and a second copy
#: beside them would be readable by more people than they are.
AUDITED = False


def some_member(**options: Any) -> models.ForeignKey[Any, Any]:
    """A foreign key to the member who did something."""
    return models.ForeignKey("partnerships.Member", on_delete=models.PROTECT, related_name="+", **options)


def known(field: str, values: list[str], *, name: str, optional: bool = False) -> models.CheckConstraint:
    """`field` holds one of the words of its enum."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [*values, *([""] if optional else [])]}), name=name
    )


def belongs_to(kind: str, *fields: str, name: str) -> models.CheckConstraint:
    """`fields` are answered in entries of `kind`, all of them, and in no other."""
    answered, empty = Q(kind=kind), ~Q(kind=kind)
    for field in fields:
        answered &= ~Q(**{field: ""})
        empty &= Q(**{field: ""})
    return models.CheckConstraint(condition=answered | empty, name=name)
