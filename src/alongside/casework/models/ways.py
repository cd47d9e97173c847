"""How a partnership works its cases: numbers a steward may change."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.casework.models.common import member
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel

REMIND_AFTER = 6
ESCALATE_AFTER = 9


class WayOfWorking(PartnershipModel):
    """When an organiser who is silent is reminded and when one of us takes over, in working days. One per partnership;
    without a row the defaults above hold."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="numbers of the partnership, about nobody",
        keep_for="as long as the partnership",
        purpose="that nobody waits for an answer unseen",
        basis="art 6(1)(e)",
        plain={"remind_after", "escalate_after", "tell_leads"},
    )

    remind_after = models.PositiveSmallIntegerField(default=REMIND_AFTER)
    escalate_after = models.PositiveSmallIntegerField(default=ESCALATE_AFTER)
    tell_leads = models.BooleanField(default=True, help_text="Team leads hear of it by e-mail too")
    changed_at = models.DateTimeField()
    changed_by = member()

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("way of working")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership"], name="casework_way_of_working_once"),
            models.CheckConstraint(
                condition=Q(remind_after__range=(1, 60), escalate_after__range=(2, 90))
                & Q(escalate_after__gt=F("remind_after")),
                name="casework_way_reminds_before_it_escalates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.remind_after}, {self.escalate_after}"
