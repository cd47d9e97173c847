"""Closure: days on which a service is not there, whatever its schedule says. A cancelled date is a closure of a day."""

from django.db import models

from alongside.directory.models.base import PUBLIC, DirectoryRecord


class Closure(DirectoryRecord):
    """From `starts_on` to `ends_on`, both included."""

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="closures")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=120, blank=True)
    """In the organiser's words, shown to everybody: "Summer break"."""
    made_at = models.DateTimeField()

    records = PUBLIC

    class Meta:
        ordering = ["service", "starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__lte=models.F("ends_on")), name="closure_dates_in_order"
            ),
            models.UniqueConstraint(fields=["service", "starts_on", "ends_on"], name="closure_once"),
        ]
        indexes = [models.Index(fields=["service", "ends_on"])]

    def __str__(self) -> str:
        return f"{self.service_id} closed {self.starts_on}–{self.ends_on}"
