"""What the tables of befriending share: why they are held, and the pair of a moment and a member."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

KEPT_FOR = "three years after befriending ended"
BASIS = "legitimate interests or public task; special category: explicit consent"
FINDING = "to find the person a befriender who suits them"
MEETING = "to keep befriending safe, reliable and worth having"


def member(**options: Any) -> models.ForeignKey[Any, Any]:
    """A foreign key to the member who did something. Nobody's name is lost by deleting an account."""
    return models.ForeignKey("partnerships.Member", on_delete=models.PROTECT, related_name="+", **options)


def some_volunteer(**options: Any) -> models.ForeignKey[Any, Any]:
    """A foreign key to a volunteer."""
    return models.ForeignKey("volunteering.Volunteer", on_delete=models.PROTECT, **options)


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


def between(field: str, low: int, high: int, *, name: str) -> models.CheckConstraint:
    """`field` is a number from `low` to `high`."""
    return models.CheckConstraint(condition=Q(**{f"{field}__range": (low, high)}), name=name)
