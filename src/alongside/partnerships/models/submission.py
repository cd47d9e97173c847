"""The memory of submitted forms, so that a double click or a replay has one effect."""

from typing import ClassVar

from django.db import models

from alongside.core.records import Records
from alongside.partnerships.models.partnership import PartnershipModel


class Submission(PartnershipModel):
    """A form's one-time key, and where its first sending led."""

    key = models.UUIDField()
    led_to = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    records: ClassVar = Records(
        wall="partnership",
        audited=False,
        why="a random key and a path inside the site",
        erase="delete",
        keep_for="7 days",
        backup="none",
        purpose="double submits have one effect",
        basis="art 6(1)(e)",
        plain={"key", "led_to"},
    )

    class Meta:
        ordering = ("-at", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "key"], name="submission_key_once"),
        ]

    def __str__(self) -> str:
        return str(self.key)
