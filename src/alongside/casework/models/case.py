"""A case: a person's episode of support with one organisation."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.casework.enums import CaseStatus, ClosingReason, Outcome
from alongside.casework.models.common import BASIS, KEPT_FOR, member, pair
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class Case(PartnershipModel):
    """One episode of support. A person has at most one open case with an organisation."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to support the person against loneliness",
        basis=BASIS,
        personal={"closing_note": "text"},
        plain={"status", "outcome", "closing_reason"},
    )

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="cases")
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    connector = member(null=True, blank=True)
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    status = models.CharField(max_length=10, choices=CaseStatus, default=CaseStatus.OPEN)
    opened_at = models.DateTimeField()
    opened_by = member()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = member(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    closing_reason = models.CharField(max_length=20, choices=ClosingReason, blank=True)
    closing_note = models.TextField(blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = member(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-opened_at", "id"]
        verbose_name = _("case")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "person", "organisation"],
                condition=Q(status=CaseStatus.OPEN),
                name="casework_case_open_once",
            ),
            pair("closed_at", "closed_by", name="casework_case_closing_is_whole"),
            pair("reopened_at", "reopened_by", name="casework_case_reopening_is_whole"),
            models.CheckConstraint(
                condition=Q(
                    status=CaseStatus.CLOSED,
                    closed_at__isnull=False,
                    outcome__in=Outcome.values,
                    closing_reason__in=ClosingReason.values,
                )
                | Q(status=CaseStatus.OPEN, closed_at__isnull=True, outcome="", closing_reason=""),
                name="casework_case_closed_says_how_and_why",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=models.F("opened_at")),
                name="casework_case_opened_before_closed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "connector", "status"], name="casework_case_of_connector"),
            models.Index(fields=["partnership", "organisation", "status"], name="casework_case_of_org"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        """True until it is closed, and again once reopened."""
        return self.status == CaseStatus.OPEN
