"""That a person has died, and everything that was stopped because of it: so that a mistake is undone exactly."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class Stopping(PartnershipModel):
    """One marking of a person as having died.

    `stopped` lists what stood still with it, in the order it was stopped: [{"kind": "follow_up", "id": "…", "was":
    {"done_at": null, …}, "says": "Call, Tuesday 3 November"}, …]; undoing writes each `was` back. `to_tell` lists who
    is to be told by a person: [{"key": "…", "name": "The Green House", "why": "said yes", "told_at": null,
    "told_by": ""}, …]. Nobody is told automatically.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="delete",
        keep_for="as long as the person's record",
        purpose="that nothing reaches a family after a death, and that a mistake can be undone",
        basis="as the person's record",
        personal={"stopped": "json", "to_tell": "json", "heard_from": "text"},
        plain={"died_on"},
    )

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="stoppings")
    died_on = models.DateField()
    heard_from = models.CharField(max_length=200, blank=True, help_text=_("Who told us"))
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey("partnerships.Member", on_delete=models.PROTECT, related_name="+")
    stopped = models.JSONField(default=list)
    to_tell = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "partnerships.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-marked_at", "-id"]
        verbose_name = _("stopping")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "person"],
                condition=Q(undone_at__isnull=True),
                name="people_stopping_once",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="people_stopping_undoing_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
