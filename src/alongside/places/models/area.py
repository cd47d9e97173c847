"""Statistical and administrative areas, and figures about them."""

from django.db import models

from alongside.core.records import Records
from alongside.places.enums import AreaKind
from alongside.places.fields import PointField


class Area(models.Model):
    """A geography with an ONS code. Its parents are the areas it lies in.

    A neighbourhood's ``ward`` is its best fit: the ward that holds most of its postcodes, as wards and
    LSOAs do not nest.
    ``name`` is what people read; ``search_name`` the same without capitals and accents, to order and find by.
    """

    code = models.CharField(primary_key=True, max_length=9)
    kind = models.CharField(max_length=20, choices=AreaKind)
    name = models.CharField(max_length=120)
    search_name = models.CharField(max_length=120)
    msoa21 = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    ward = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    local_authority = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    centroid = PointField()
    west = models.IntegerField()
    south = models.IntegerField()
    east = models.IntegerField()
    north = models.IntegerField()
    outline = models.JSONField(null=True)

    records = Records(
        wall="public",
        audited=False,
        export="",
        erase="keep",
        why="Published by ONS; names places, not people.",
        purpose="Say which area a place lies in, and what is known about that area.",
        plain={
            "code",
            "kind",
            "name",
            "search_name",
            "centroid",
            "west",
            "south",
            "east",
            "north",
            "outline",
        },
    )

    class Meta:
        ordering = ["kind", "search_name", "code"]
        indexes = [models.Index(fields=["kind", "search_name"], name="places_area_kind_name")]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=AreaKind.values), name="places_area_kind"),
            models.CheckConstraint(
                condition=models.Q(west__lte=models.F("east"), south__lte=models.F("north")),
                name="places_area_bounds",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AreaFigure(models.Model):
    """One number about one area. ``modelled`` marks an estimate that nobody measured there; screens
    must say so."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="figures")
    indicator = models.CharField(max_length=60)
    value = models.FloatField()
    source = models.CharField(max_length=200)
    modelled = models.BooleanField(default=False)

    records = Records(
        wall="public",
        audited=False,
        export="",
        erase="keep",
        why="Published statistics about areas.",
        purpose="Set need against supply.",
        plain={"indicator", "value", "source"},
    )

    class Meta:
        ordering = ["area", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["area", "indicator"], name="places_area_figure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.indicator} = {self.value}"
