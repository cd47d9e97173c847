"""What the tables of volunteering share: why they are held, and the pair of a moment and a member."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

KEPT_FOR = "one year when not taken on, six years after leaving"
BASIS = "legitimate interests: safe volunteering; special category: explicit consent"
WHY = "about a volunteer, not a person who is supported; a volunteer's own export is by volunteer"


def some_member(**options: Any) -> models.ForeignKey[Any, Any]:
    """A foreign key to the member who did something."""
    return models.ForeignKey("partnerships.Member", on_delete=models.PROTECT, related_name="+", **options)


def pair(at: str, by: str, *, name: str) -> models.CheckConstraint:
    """`at` and `by` are both set or both empty."""
    return models.CheckConstraint(
        condition=Q(**{f"{at}__isnull": True, f"{by}__isnull": True})
        | Q(**{f"{at}__isnull": False, f"{by}__isnull": False}),
        name=name,
    )


def known(field: str, values: list[str], *, name: str) -> models.CheckConstraint:
    """`field` holds one of the words of its enum."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)
