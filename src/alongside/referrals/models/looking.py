""" "I am looking at this": a colleague's claim on a new referral. Soft – it ends by itself, and decides nothing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.referrals.models.referral import Referral


class Looking(PartnershipModel):
    """One member looks at one referral until a moment. There is one for a referral; the next takes its place."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,
        export="",
        erase="delete",
        why="which colleague has a referral open at the moment; nothing about the person",
        keep_for="a day",
        backup="none",
        purpose="that two colleagues do not ring the same person",
        basis="legitimate interests",
    )

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="lookings")
    by = models.ForeignKey("partnerships.Member", on_delete=models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["since_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "referral"], name="referrals_looking_one"),
            models.CheckConstraint(
                condition=Q(until_at__gt=F("since_at"))
                & Q(until_at__lte=F("since_at") + Value("2 hours", models.DurationField())),
                name="referrals_looking_ends_soon",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since_at}"
