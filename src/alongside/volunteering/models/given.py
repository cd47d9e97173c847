"""What volunteers give and spend: hours, expenses, receipts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.volunteering.enums import ExpenseKind, ExpenseStatus, RoleKind
from alongside.volunteering.models.common import BASIS, KEPT_FOR, WHY, known, pair, some_member
from alongside.volunteering.models.volunteer import Volunteer


class Hours(PartnershipModel):
    """Time given on a day. `key` names what it was for, so that one visit or one form is counted once."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="",
        erase="keep",
        why=WHY,
        keep_for=KEPT_FOR,
        purpose="to thank volunteers, and to tell funders what was given",
        basis=BASIS,
        plain={"held_on", "minutes", "role", "key"},
    )

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="hours")
    held_on = models.DateField()
    minutes = models.IntegerField()
    role = models.CharField(max_length=20, choices=RoleKind)
    key = models.UUIDField(null=True, blank=True)
    logged_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-held_on", "-id"]
        verbose_name_plural = "hours"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(minutes__range=(1, 24 * 60)), name="volunteering_minutes"),
            known("role", RoleKind.values, name="volunteering_hours_role_is_known"),
            models.UniqueConstraint(fields=["partnership", "key"], name="volunteering_hours_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "volunteer", "held_on"], name="volunteering_hours_of"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes}"


class Expense(PartnershipModel):
    """Money somebody spent to volunteer, and what became of the claim."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="",
        erase="keep",
        why=WHY,
        keep_for="six years, for the accounts",
        purpose="to give volunteers back what they spent",
        basis="legal obligation: accounts",
        personal={"what": "text", "refusal": "text"},
        plain={"spent_on", "kind", "pence", "miles", "status", "key"},
    )

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="expenses")
    spent_on = models.DateField()
    kind = models.CharField(max_length=20, choices=ExpenseKind)
    miles = models.IntegerField(null=True, blank=True)
    pence = models.IntegerField()
    what = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, choices=ExpenseStatus, default=ExpenseStatus.CLAIMED)
    key = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = some_member(null=True, blank=True)
    refusal = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-spent_on", "-id"]
        constraints: ClassVar = [
            known("kind", ExpenseKind.values, name="volunteering_expense_kind_is_known"),
            known("status", ExpenseStatus.values, name="volunteering_expense_status_is_known"),
            models.CheckConstraint(condition=Q(pence__range=(1, 100_000)), name="volunteering_pence"),
            models.CheckConstraint(
                condition=Q(kind=ExpenseKind.MILES, miles__range=(1, 1000))
                | (~Q(kind=ExpenseKind.MILES) & Q(miles__isnull=True)),
                name="volunteering_miles",
            ),
            models.CheckConstraint(
                condition=Q(status=ExpenseStatus.CLAIMED, decided_at__isnull=True)
                | (~Q(status=ExpenseStatus.CLAIMED) & Q(decided_at__isnull=False)),
                name="volunteering_expense_decided",
            ),
            models.CheckConstraint(
                condition=~Q(status=ExpenseStatus.REFUSED) | ~Q(refusal=""),
                name="volunteering_expense_refused_says_why",
            ),
            pair("decided_at", "decided_by", name="volunteering_expense_decision_is_whole"),
            models.UniqueConstraint(fields=["partnership", "key"], name="volunteering_expense_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "status", "spent_on"], name="volunteering_expenses"),
        ]

    def __str__(self) -> str:
        return f"£{self.pence // 100}.{self.pence % 100:02}"


class Receipt(PartnershipModel):
    """A picture or PDF of a receipt. It lies in the database, so that the wall stands around it as around all else.

    `name` is random; what the volunteer's phone called the file is not kept. The audit trail leaves it out: it
    would copy the whole file.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,
        export="",
        erase="keep",
        why=WHY,
        keep_for="six years, for the accounts",
        purpose="to prove an expense",
        basis="legal obligation: accounts",
        personal={"content": "secret"},
        plain={"name", "content_type", "size"},
    )

    expense = models.ForeignKey(Expense, on_delete=models.CASCADE, related_name="receipts")
    name = models.CharField(max_length=60)
    content_type = models.CharField(max_length=40)
    size = models.IntegerField()
    content = models.BinaryField()
    is_held = models.BooleanField(default=False, help_text="Not yet looked at by the virus scanner")
    stored_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-stored_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "expense"], name="volunteering_receipt_once"),
        ]

    def __str__(self) -> str:
        return self.name
