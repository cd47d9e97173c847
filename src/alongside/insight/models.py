"""What was counted last night, so that the lead's page need not read two million contacts to be drawn."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class Figures(PartnershipModel):
    """The counts of one partnership as `counted.Counted` writes them; one row, made anew each night.

    They are counts before disclosure control: nothing but the report reads them, and it protects what it shows.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,
        erase="keep",
        why="counts by quarter, about nobody; made anew from the rows that are left, the night after an erasure",
        keep_for="one day",
        backup="none",
        purpose="the lead's page opens at once",
        basis="art 6(1)(e)",
        plain={"counted_on", "counts"},
    )

    counted_on = models.DateField()
    counts = models.JSONField()

    class Meta:
        verbose_name = _("figures")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership"], name="insight_figures_once"),
        ]

    def __str__(self) -> str:
        return str(self.counted_on)
