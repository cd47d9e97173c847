"""What is being written and not yet saved, and what happens next with the needs of a conversation."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.casework.enums import Need, NeedNext
from alongside.casework.models.case import Case
from alongside.casework.models.common import BASIS, KEPT_FOR, known, member
from alongside.casework.models.conversation import Conversation
from alongside.casework.models.plan import Step
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class Draft(PartnershipModel):
    """A conversation as one member is typing it: {field: [values as the browser sends them]}. One for each member and
    case (and conversation, when one is being changed); nobody else reads it; it goes when it is saved, or by itself."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,  # kept every few seconds: the trail would hold each half sentence for years
        export="case__person",
        erase="delete",
        keep_for="30 days after it was last kept",
        purpose="that what is typed during a talk is not lost with the browser",
        basis=BASIS,
        personal={"said": "json"},
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="drafts")
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    owner = member()
    said = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-saved_at", "id"]
        verbose_name = _("draft")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "case", "owner", "conversation"],
                nulls_distinct=False,
                name="casework_draft_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "saved_at"], name="casework_draft_saved")]

    def __str__(self) -> str:
        return str(self.pk)


class NeedNote(PartnershipModel):
    """What was said about one need of a conversation and what happens next with it."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="conversation__case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="that what the person needs beside company is not left lying",
        basis=BASIS,
        personal={"need": "code", "note": "text"},
        plain={"next"},
    )

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="need_notes")
    need = models.CharField(max_length=20, choices=Need)
    note = models.CharField(max_length=500, blank=True)
    next = models.CharField(max_length=10, choices=NeedNext)
    step = models.ForeignKey(Step, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField()
    decided_by = member()

    class Meta:
        ordering: ClassVar = ["conversation", "id"]
        verbose_name = _("need")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "conversation", "need"], name="casework_need_decided_once"
            ),
            known("need", Need.values, name="casework_need_is_known"),
            known("next", NeedNext.values, name="casework_need_next_is_known"),
            models.CheckConstraint(
                condition=~Q(need=Need.ABUSE) | Q(note=""), name="casework_abuse_is_noted_in_the_concern"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_need_display())
