"""Offer: what the finder reads. One flat row for each service × site (or phone, online, home) × way of being eligible.

The directory's own tables keep Open Referral UK's shape; a question of the finder would join nine of them. Offers
hold the answer ready: every column a decision needs, beside one GiST index on the point and one GIN index on the
words. They are derived, never written by hand: `directory.offers.refresh` makes them anew from the tables they mirror.
"""

from typing import Any

from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.types.multirange import Multirange
from psycopg.types.range import Range

from alongside.directory.models.base import DERIVED, codes
from alongside.places.fields import PointField


class MinutesOfWeekField(models.Field):
    """Times in the week as an `int4multirange`: minutes since Monday 00:00, end exclusive, as a tuple of pairs."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "int4multirange"

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        return None if value is None else tuple((part.lower, part.upper) for part in value)

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else week_ranges(value)


def week_ranges(times: "tuple[tuple[int, int], ...]") -> "Multirange[int]":
    """Return minutes of the week as PostgreSQL takes them."""
    return Multirange([Range(start, end) for start, end in times])


class Offer(models.Model):
    """A service where and how one can take part, for one kind of people."""

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="offers")
    location = models.ForeignKey(
        "directory.Location", on_delete=models.CASCADE, null=True, related_name="offers"
    )
    eligibility = models.ForeignKey(
        "directory.Eligibility", on_delete=models.CASCADE, null=True, related_name="offers"
    )
    mode = models.CharField(max_length=10, blank=True)
    """A `DeliveryMode`, or "" when nobody said."""
    point = PointField(null=True)
    minimum_age = models.SmallIntegerField(null=True)
    maximum_age = models.SmallIntegerField(null=True)
    open_to = codes(size=40)
    """`relation:area code`; any one suffices."""
    open_to_levels = codes(size=40)
    """`relation:level` of each of them: what must be known before the answer can be no."""
    carers_only = models.BooleanField(default=False)
    parents_only = models.BooleanField(default=False)
    new_parents_only = models.BooleanField(default=False)
    genders = codes()
    languages = codes()
    access = codes()
    access_lacking = codes()
    cost_pence = models.IntegerField(null=True)
    paid = models.BooleanField(default=False)
    """Known to cost something, however much."""
    referral_needed = models.BooleanField(default=False)
    """Somebody must refer them: one cannot ask oneself."""
    times = MinutesOfWeekField(null=True)
    """When it meets; null when nobody said."""
    name = models.CharField(max_length=255)
    search = SearchVectorField()

    records = DERIVED

    class Meta:
        ordering = ["service", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "location", "mode", "eligibility"], nulls_distinct=False, name="offer_once"
            )
        ]
        indexes = [
            GistIndex(fields=["point"], name="offer_point"),
            GinIndex(fields=["search"], name="offer_search"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.mode})"
