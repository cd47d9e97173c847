"""The human sentences of a person's timeline: "Referral accepted by Joan Bell"."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.people.enums import TimelineKind


class TimelineEvent(PartnershipModel):
    """One thing that happened, in words a person may read. Never edited; the audit trail keeps the rows."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="delete",
        keep_for="as long as the person's record",
        purpose="to know what happened with the person without asking them again",
        basis="as the person's record",
        personal={"sentence": "text"},
        plain={"kind"},
    )

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="timeline")
    at = models.DateTimeField()
    by = models.ForeignKey(
        "partnerships.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sentence = models.TextField()
    kind = models.CharField(max_length=20, choices=TimelineKind, default=TimelineKind.RECORD)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(sentence=""), name="people_timeline_says_something"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "person", "-at"], name="people_timeline_of"),
        ]

    def __str__(self) -> str:
        return self.sentence
