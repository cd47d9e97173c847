"""Location: where a service can be found, and how to get in."""

from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models

from alongside.directory.enums import AccessFeature, LocationType, Precision
from alongside.directory.models.base import PUBLIC, DirectoryRecord, codes, one_of, only_from
from alongside.places.fields import PointField


class Location(DirectoryRecord):
    """Open Referral UK `location` with its address. `point` is National Grid easting, northing in metres."""

    name = models.CharField(max_length=255, blank=True)
    description = models.TextField(blank=True)
    location_type = models.CharField(
        max_length=10, choices=LocationType.choices, default=LocationType.PHYSICAL
    )
    address_1 = models.CharField(max_length=255, blank=True)
    city = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    """With its space ("E8 1EA"), or an outcode ("E8") when that is all we were told."""
    point = PointField(null=True, blank=True)
    precision = models.CharField(max_length=12, choices=Precision.choices, blank=True)
    external_identifier = models.CharField(max_length=100, blank=True)
    external_identifier_type = models.CharField(max_length=50, blank=True)
    access_features = codes()
    """`AccessFeature` values, read from the words of `accessibility`. Absence means not known, not "no"."""
    access_lacking = codes()
    """`AccessFeature` values known **not** to be there ("steps to the door", "no lift")."""
    transport = models.TextField(blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    records = PUBLIC

    class Meta:
        ordering = ["name", "postcode", "id"]
        constraints = [
            models.CheckConstraint(
                condition=one_of("location_type", LocationType.values, blank=False),
                name="location_type_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(point__isnull=True, precision="")
                | models.Q(point__isnull=False, precision__in=Precision.values),
                name="point_and_precision_together",
            ),
            models.CheckConstraint(
                condition=only_from("access_features", AccessFeature.values), name="access_features_are_known"
            ),
            models.CheckConstraint(
                condition=only_from("access_lacking", AccessFeature.values), name="access_lacking_is_known"
            ),
        ]
        indexes = [
            GistIndex(fields=["point"], name="location_point"),
            GinIndex(fields=["access_features"], name="location_access"),
            models.Index(fields=["postcode"]),
        ]

    def __str__(self) -> str:
        return self.name or self.address_1 or self.postcode


class Accessibility(DirectoryRecord):
    """Open Referral UK `accessibility`: the publisher's own words about a location."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="accessibilities")
    description = models.TextField()
    details = models.TextField(blank=True)
    url = models.URLField(max_length=500, blank=True)

    records = PUBLIC

    class Meta:
        ordering = ["location", "id"]
        verbose_name_plural = "accessibilities"

    def __str__(self) -> str:
        return self.description


class ServiceAtLocation(DirectoryRecord):
    """A service is offered at a location."""

    service = models.ForeignKey(
        "directory.Service", on_delete=models.CASCADE, related_name="service_at_locations"
    )
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="service_at_locations")

    records = PUBLIC

    class Meta:
        ordering = ["service", "location"]
        constraints = [
            models.UniqueConstraint(fields=["service", "location"], name="service_once_per_location")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} at {self.location_id}"
