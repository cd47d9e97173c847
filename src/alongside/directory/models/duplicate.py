"""Duplicate: two entries that may be one service, found by `rules.duplicates` and decided by a steward.

Public, as both entries are. Who decided stands in `Upkeep`, behind the wall.
"""

from django.db import models
from django.db.models import F, Q

from alongside.directory.enums import DuplicateState
from alongside.directory.models.base import PUBLIC, DirectoryRecord, one_of


class Duplicate(DirectoryRecord):
    """A pair, each once: `first` has the smaller id. `evidence`: [[kind, what is the same], …]."""

    first = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="+")
    evidence = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=DuplicateState, default=DuplicateState.OPEN)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    records = PUBLIC

    class Meta:
        ordering = ["found_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_pair_in_order"),
            models.CheckConstraint(
                condition=one_of("state", DuplicateState.values, blank=False), name="duplicate_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=DuplicateState.OPEN, decided_at__isnull=True)
                | (~Q(state=DuplicateState.OPEN) & Q(decided_at__isnull=False)),
                name="duplicate_decided_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"
