"""Contacts with a person, and the follow-ups that are due."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.casework.enums import Because, Channel, FollowUpKind, Result
from alongside.casework.models.case import Case
from alongside.casework.models.common import BASIS, KEPT_FOR, known, member, pair
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class Contact(PartnershipModel):
    """One call, visit, message or meeting with a person, or the try at one."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to stay in touch with the person and know that we did",
        basis=BASIS,
        personal={"note": "text"},
        plain={"channel", "result"},
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contacts")
    at = models.DateTimeField()
    by = member()
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.CALL)
    result = models.CharField(max_length=20, choices=Result)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        verbose_name = _("contact")
        constraints: ClassVar = [
            known("channel", Channel.values, name="casework_contact_channel_is_known"),
            known("result", Result.values, name="casework_contact_result_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "case", "-at"], name="casework_contact_of")]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_result_display()}"


class FollowUp(PartnershipModel):
    """A contact that is due. It came of a contact, or of a decision; it ends with one, or by being ticked
    off."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to ring back when we said we would",
        basis=BASIS,
        personal={"note": "text"},
        plain={"due_on", "due_time", "kind", "because"},
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="follow_ups")
    due_on = models.DateField()
    due_time = models.TimeField(null=True, blank=True)
    kind = models.CharField(max_length=20, choices=FollowUpKind, default=FollowUpKind.CALL)
    owner = member(null=True, blank=True)
    because = models.CharField(max_length=20, choices=Because, default=Because.ARRANGED)
    note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    came_of = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="led_to"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = member(null=True, blank=True)
    done_with = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="answered"
    )
    dropped = models.BooleanField(default=False)
    onward = models.ForeignKey(
        "casework.OnwardReferral", on_delete=models.SET_NULL, null=True, blank=True, related_name="follow_ups"
    )

    class Meta:
        ordering: ClassVar = ["due_on", models.F("due_time").asc(nulls_last=True), "id"]
        verbose_name = _("follow-up")
        constraints: ClassVar = [
            known("kind", FollowUpKind.values, name="casework_follow_up_kind_is_known"),
            known("because", Because.values, name="casework_follow_up_because_is_known"),
            pair("done_at", "done_by", name="casework_follow_up_doing_is_whole"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["partnership", "owner", "due_on"],
                condition=models.Q(done_at__isnull=True),
                name="casework_follow_up_due",
            ),
            models.Index(fields=["partnership", "case"], name="casework_follow_up_of"),
            models.Index(fields=["partnership", "onward"], name="casework_follow_up_onward"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def is_open(self) -> bool:
        """True while it is still due."""
        return self.done_at is None
