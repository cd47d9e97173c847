"""Correction: a field of a fed service that a person put right. It outlives every import and is offered back.

The value is public, as the service is. Who put it right stands in `ProposedChange`, behind the wall.
"""

from django.db import models

from alongside.directory.models.base import PUBLIC, DirectoryRecord


class Correction(DirectoryRecord):
    """One field: what its feed said then, what we say, and what the feed says now if that is a third thing."""

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=30)
    theirs = models.JSONField(null=True)
    """What the feed says. While it says that, ours stands."""
    ours = models.JSONField(null=True)
    theirs_now = models.JSONField(null=True, blank=True)
    """Set when the feed has moved on to something else again: a person decides."""
    in_conflict = models.BooleanField(default=False)
    since_at = models.DateTimeField()

    records = PUBLIC

    class Meta:
        ordering = ["service", "field"]
        constraints = [
            models.UniqueConstraint(fields=["service", "field"], name="correction_once_a_field"),
            models.CheckConstraint(condition=~models.Q(field=""), name="correction_names_a_field"),
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.service_id}"
