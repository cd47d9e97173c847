"""A life event as the reason for a referral, kept until somebody knows whose it is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.casework.models.common import BASIS, known, member
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.signposting.enums import LifeEventKind, ToldBy


class ReferralReason(PartnershipModel):
    """What a referral was made for: a registrar, a Tell Us Once letter or a nurse told us of a life event. It becomes a
    LifeEvent of the person once the referral is accepted."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="referral__person",
        erase="delete",
        keep_for="as the referral",
        purpose="to know why somebody was referred",
        basis=BASIS,
        personal={"kind": "code", "happened_on": "date", "told_by": "code"},
    )

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.CASCADE, related_name="life_event_reasons"
    )
    kind = models.CharField(max_length=20, choices=LifeEventKind)
    happened_on = models.DateField(null=True, blank=True)
    told_by = models.CharField(max_length=20, choices=ToldBy)
    noted_at = models.DateTimeField()
    noted_by = member()

    class Meta:
        ordering: ClassVar = ["-noted_at", "-id"]
        verbose_name = _("reason for a referral")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "referral"], name="signposting_reason_once"),
            known("kind", LifeEventKind.values, name="signposting_reason_kind_is_known"),
            known("told_by", ToldBy.values, name="signposting_reason_told_by_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
