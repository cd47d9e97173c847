"""The service a partnership names for young carers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.casework.models.common import member
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class YoungCarersService(PartnershipModel):
    """One service of the directory, named by a steward: carers under 18 are led there."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="which service the partnership names; nothing about anybody supported",
        keep_for="as long as the partnership",
        purpose="to lead young carers to those who are there for them",
        basis="art 6(1)(e)",
    )

    service = models.ForeignKey("directory.Service", on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    named_by = member()

    class Meta:
        ordering: ClassVar = ["named_at", "id"]
        verbose_name = _("young carers’ service")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership"], name="caring_young_service_once"),
        ]

    def __str__(self) -> str:
        return self.service.name
