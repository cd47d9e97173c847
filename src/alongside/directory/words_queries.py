"""Reads for words: a place's own sayings, and what people look for."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet, Sum

from alongside.directory.enums import LookedFor
from alongside.directory.models import Looked, Saying
from alongside.directory.models.looked import RARE


@dataclass(frozen=True, slots=True)
class Sought:
    """Something people look for: how often, and how often there was nothing."""

    kind: LookedFor
    what: str
    times: int
    in_vain: int


def own_words() -> Mapping[str, tuple[str, ...]]:
    """Return what the place's people say → what services write."""
    with connection.cursor() as cursor:  # asked with every question: nothing but the two columns
        cursor.execute("SELECT said, means FROM directory_saying ORDER BY said")
        return {said: tuple(means) for said, means in cursor.fetchall()}


def sayings() -> QuerySet[Saying]:
    """Return the place's sayings in order."""
    return Saying.objects.order_by("said", "pk")


def saying(saying_id: uuid.UUID) -> Saying | None:
    """Return one saying."""
    return Saying.objects.filter(pk=saying_id).first()


def sought(*, since: dt.date, kind: LookedFor | None = None) -> list[Sought]:
    """Return what was looked for often enough to be told, most often in vain first."""
    found = Looked.objects.filter(day__gte=since)
    if kind is not None:
        found = found.filter(kind=kind)
    rows = found.values_list("kind", "what").annotate(n=Sum("times"), vain=Sum("in_vain")).filter(n__gte=RARE)
    told = [Sought(LookedFor(kind), what, n, vain) for kind, what, n, vain in rows.order_by("kind", "what")]
    return sorted(told, key=lambda one: (-one.in_vain, -one.times, one.what))
