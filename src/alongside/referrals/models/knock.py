"""How often a public form was sent from one address within an hour: a brake on floods, nothing to know anyone by."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class Knock(PartnershipModel):
    """A counter. `visitor` is a keyed hash of address, door and hour: it cannot be turned back."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,
        export="",
        erase="keep",
        why="a keyed hash that changes every hour; it points to nobody",
        keep_for="two days",
        backup="none",
        purpose="to keep the public forms open for everyone",
        basis="legitimate interests: security",
        plain={"visitor", "times"},
    )

    visitor = models.CharField(max_length=64)
    times = models.IntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-last_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "visitor"], name="referrals_knock_once"),
            models.CheckConstraint(condition=models.Q(times__gte=0), name="referrals_knock_counts"),
        ]

    def __str__(self) -> str:
        return str(self.times)
