"""Stops of public transport: up to 400,000 small rows, written only by ``places.loading``."""

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models.functions import Now

from alongside.core.records import Records
from alongside.places.enums import StopKind
from alongside.places.fields import PointField


class Stop(models.Model):
    """One stop in use, named by its code in the national register (ATCO).

    A bus stop with a pole on each side of the road is two rows of one name; so is a station with several entrances.
    ``name`` is without what ``kind`` says already: "Hackney Central", not "Hackney Central Rail Station".
    """

    code = models.CharField(primary_key=True, max_length=20)
    kind = models.CharField(max_length=12, choices=StopKind)
    name = models.CharField(max_length=120)
    loc = PointField()

    records = Records(
        wall="public",
        audited=False,
        export="",
        erase="keep",
        why="Published by the Department for Transport; names places, not people.",
        purpose="Say how to get to a place without a car.",
        plain={"code", "kind", "name", "loc"},
    )

    class Meta:
        indexes = [GistIndex(fields=["loc"], name="places_stop_loc")]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=StopKind.values), name="places_stop_kind"),
            models.CheckConstraint(condition=~models.Q(name=""), name="places_stop_named"),
        ]

    def __str__(self) -> str:
        return self.name


class StopSource(models.Model):
    """What is in the table of stops: one row per load, the newest is what is there now.

    ``changed_on`` is the last day on which the file says that any of its stops was changed.
    """

    name = models.CharField(max_length=200)
    loaded_at = models.DateTimeField(db_default=Now())
    stops = models.PositiveIntegerField()
    changed_on = models.DateField(null=True)

    records = Records(
        wall="public",
        audited=False,
        export="",
        erase="keep",
        why="Names files, not people.",
        purpose="Say where stops came from, and how old they are.",
        plain={"name", "stops"},
    )

    class Meta:
        ordering = ["-loaded_at", "-id"]

    def __str__(self) -> str:
        return self.name
