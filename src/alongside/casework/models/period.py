"""Support that is agreed for a time, and looking back together."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.casework.enums import PeriodKind
from alongside.casework.models.case import Case
from alongside.casework.models.common import BASIS, KEPT_FOR, known, member, pair
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class SupportPeriod(PartnershipModel):
    """A kind of support with an end, for example twelve weeks of floating support. One at a time for a case."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="that support agreed for a time neither ends unseen nor goes on unsaid",
        basis=BASIS,
        plain={"kind", "starts_on", "ends_on", "review_on"},
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="periods")
    kind = models.CharField(max_length=20, choices=PeriodKind, default=PeriodKind.FLOATING)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="Last day, with every extension")
    review_on = models.DateField(help_text="Half of the time first agreed")
    made_at = models.DateTimeField()
    made_by = member()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = member(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-starts_on", "id"]
        verbose_name = _("support for a time")
        constraints: ClassVar = [
            known("kind", PeriodKind.values, name="casework_period_kind_is_known"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on"), review_on__gte=F("starts_on"))
                & Q(review_on__lte=F("ends_on")),
                name="casework_period_days_are_in_order",
            ),
            pair("ended_at", "ended_by", name="casework_period_ending_is_whole"),
            models.UniqueConstraint(
                fields=["partnership", "case"],
                condition=Q(ended_at__isnull=True),
                name="casework_period_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def is_running(self) -> bool:
        """True until somebody ends it: its last day alone ends nothing."""
        return self.ended_at is None


class PeriodExtension(PartnershipModel):
    """Longer than agreed, and why."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="period__case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to be able to say why support went on",
        basis=BASIS,
        personal={"reason": "text"},
        plain={"was_until", "until"},
    )

    period = models.ForeignKey(SupportPeriod, on_delete=models.CASCADE, related_name="extensions")
    was_until = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = member()

    class Meta:
        ordering: ClassVar = ["period", "at", "id"]
        verbose_name = _("extension")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("was_until")), name="casework_extension_is_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="casework_extension_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.until}"


class CaseReview(PartnershipModel):
    """Looking back together: what has changed, what stays to do, when to look again."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to see with the person whether support still helps",
        basis=BASIS,
        personal={"note": "text", "held_on": "date"},
        plain={"next_on"},
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reviews")
    period = models.ForeignKey(
        SupportPeriod, on_delete=models.SET_NULL, null=True, blank=True, related_name="reviews"
    )
    held_on = models.DateField()
    note = models.TextField()
    next_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = member()

    class Meta:
        ordering: ClassVar = ["-held_on", "-id"]
        verbose_name = _("review")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(note=""), name="casework_review_says_what"),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("held_on")),
                name="casework_review_next_is_later",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "case"], name="casework_review_of")]

    def __str__(self) -> str:
        return f"{self.held_on}"
