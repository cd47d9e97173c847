"""A conversation: a structured talk about what matters to the person."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.casework.enums import Need
from alongside.casework.models.case import Case
from alongside.casework.models.common import BASIS, KEPT_FOR, member
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class Conversation(PartnershipModel):
    """What a person said. `version` grows with each change, so that a second editor is shown both texts."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to support the person by what matters to them, and not to ask twice",
        basis=BASIS,
        personal={
            "held_on": "date",
            "what_matters": "text",
            "strengths": "text",
            "needs": "json",
            "notes": "text",
        },
        plain={"version"},
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="conversations")
    held_on = models.DateField()
    held_by = member()
    what_matters = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    needs = ArrayField(models.CharField(max_length=20, choices=Need), default=list, blank=True)
    notes = models.TextField(blank=True)
    declined = models.BooleanField(default=False, help_text="They would rather not answer the questions")
    version = models.IntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = member()

    class Meta:
        ordering: ClassVar = ["-held_on", "-id"]
        verbose_name = _("conversation")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(version__gte=1), name="casework_conversation_version_counts"),
            models.CheckConstraint(
                condition=Q(needs__contained_by=Need.values), name="casework_conversation_needs_are_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "case"], name="casework_conversation_of")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def need_labels(self) -> list[str]:
        """The needs in words, in the order they were written down."""
        return [str(Need(need).label) for need in self.needs]
