"""The plan: steps to do and barriers to remove, each with an owner and a date."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.casework.enums import BarrierKind, Owner, StepStatus
from alongside.casework.models.case import Case
from alongside.casework.models.common import BASIS, KEPT_FOR, known, member, pair
from alongside.casework.models.goal import Goal
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class Barrier(PartnershipModel):
    """Something that stands in the way, and who is removing it."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to remove what keeps the person from company",
        basis=BASIS,
        personal={"kind": "code", "description": "text", "owner_name": "text"},
        plain={"owner", "due_on"},
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="barriers")
    goal = models.ForeignKey(Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="barriers")
    kind = models.CharField(max_length=20, choices=BarrierKind)
    description = models.CharField(max_length=300, blank=True)
    owner = models.CharField(max_length=20, choices=Owner, default=Owner.CONNECTOR)
    owner_name = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = member()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = member(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        verbose_name = _("barrier")
        constraints: ClassVar = [
            known("kind", BarrierKind.values, name="casework_barrier_kind_is_known"),
            known("owner", Owner.values, name="casework_barrier_owner_is_known"),
            pair("removed_at", "removed_by", name="casework_barrier_removal_is_whole"),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "case"], name="casework_barrier_of")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def is_removed(self) -> bool:
        """True once nothing stands in the way here any more."""
        return self.removed_at is not None


class Step(PartnershipModel):
    """One thing to do, agreed with the person."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to do what was agreed with the person",
        basis=BASIS,
        personal={"title": "text", "owner_name": "text"},
        plain={"owner", "due_on", "status"},
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    goal = models.ForeignKey(Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="steps")
    title = models.CharField(max_length=300)
    owner = models.CharField(max_length=20, choices=Owner, default=Owner.CONNECTOR)
    owner_name = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    service = models.ForeignKey(
        "directory.Service", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=10, choices=StepStatus, default=StepStatus.OPEN)
    added_at = models.DateTimeField()
    added_by = member()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = member(null=True, blank=True)

    class Meta:
        ordering: ClassVar = [models.F("due_on").asc(nulls_last=True), "added_at", "id"]
        verbose_name = _("step")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="casework_step_says_what"),
            known("owner", Owner.values, name="casework_step_owner_is_known"),
            known("status", StepStatus.values, name="casework_step_status_is_known"),
            pair("done_at", "done_by", name="casework_step_doing_is_whole"),
            models.CheckConstraint(
                condition=Q(status=StepStatus.OPEN, done_at__isnull=True)
                | (~Q(status=StepStatus.OPEN) & Q(done_at__isnull=False)),
                name="casework_step_done_says_when",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "case"], name="casework_step_of")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """True while it is still to do."""
        return self.status == StepStatus.OPEN

    def is_late(self, today: date) -> bool:
        """True when it should have been done before `today`."""
        return self.is_open and self.due_on is not None and self.due_on < today
