"""Which organisation of the partnership knows a person, since when and why: what visibility is decided by."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.people.enums import KnownWhy


class KnownTo(PartnershipModel):
    """An organisation knows a person. Written by the capabilities above (a referral, a case) through actions."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="delete",
        keep_for="as long as the person's record",
        purpose="to let the people who support a person see the record, and nobody else",
        basis="as the person's record",
        plain={"why"},
    )

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="known_to")
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=20, choices=KnownWhy)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["since_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "person", "organisation", "why"],
                condition=models.Q(until_at__isnull=True),
                name="people_known_to_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until_at__isnull=True) | models.Q(until_at__gte=models.F("since_at")),
                name="people_known_since_before_until",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "organisation", "person"], name="people_known_to_org"),
        ]

    def __str__(self) -> str:
        return str(self.get_why_display())
