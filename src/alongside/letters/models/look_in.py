"""Looking in on somebody after support has ended."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.casework.models.common import BASIS, KEPT_FOR, known, member, pair
from alongside.core.records import Records
from alongside.letters.enums import LookInOutcome
from alongside.letters.models.letter import Letter
from alongside.partnerships.models import PartnershipModel


class LookIn(PartnershipModel):
    """Three or six months after support has ended: hear how somebody is, in the way they like to be reached."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to hear how the person is after support has ended",
        basis=BASIS,
        personal={"outcome": "code", "note": "text"},
        plain={"months", "due_on"},
    )

    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, related_name="looks_in")
    months = models.IntegerField()
    due_on = models.DateField()
    arranged_at = models.DateTimeField()
    arranged_by = member()
    outcome = models.CharField(max_length=10, choices=LookInOutcome, blank=True)
    note = models.CharField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = member(null=True, blank=True)
    letter = models.ForeignKey(
        Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="looks_in"
    )
    contact = models.ForeignKey(
        "casework.Contact", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        verbose_name = _("look-in")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(months__in=[3, 6]), name="letters_look_in_months_are_known"),
            known("outcome", ["", *LookInOutcome.values], name="letters_look_in_outcome_is_known"),
            pair("settled_at", "settled_by", name="letters_look_in_settling_is_whole"),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True)
                | (~Q(outcome="") & Q(settled_at__isnull=False)),
                name="letters_look_in_settled_says_how",
            ),
            models.UniqueConstraint(
                fields=["partnership", "case", "months"],
                condition=Q(outcome=""),
                name="letters_look_in_due_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["partnership", "due_on"], condition=Q(outcome=""), name="letters_look_in_due"
            ),
            models.Index(fields=["partnership", "case"], name="letters_look_in_of"),
        ]

    def __str__(self) -> str:
        return f"{self.months} months"

    @property
    def is_due(self) -> bool:
        """True until it is settled."""
        return self.outcome == ""
