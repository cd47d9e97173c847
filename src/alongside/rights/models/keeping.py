"""Retention: for how long a partnership keeps what, and the runs in which it lets go."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.rights.enums import RunState
from alongside.rights.models.common import known, member, pair

PURPOSE = "to keep nothing about people for longer than it is needed"
BASIS = "legal obligation: UK GDPR article 5(1)(e)"
LEAST_MONTHS, MOST_MONTHS = 1, 240


class Term(PartnershipModel):
    """How many months a partnership keeps a kind of row, where it does not go by what the model declares."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="a decision of the partnership; nothing about anybody",
        keep_for="as long as the partnership",
        purpose=PURPOSE,
        basis=BASIS,
        plain={"subject", "months", "why"},
    )

    subject = models.CharField(max_length=80)
    months = models.IntegerField()
    why = models.CharField(max_length=300)
    set_at = models.DateTimeField()
    set_by = member()

    class Meta:
        ordering: ClassVar = ["subject", "id"]
        verbose_name = _("time to keep")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "subject"], name="rights_term_once"),
            models.CheckConstraint(
                condition=Q(months__gte=LEAST_MONTHS, months__lte=MOST_MONTHS),
                name="rights_term_is_plausible",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="rights_term_says_why"),
        ]

    def __str__(self) -> str:
        return self.subject


class Run(PartnershipModel):
    """A list of what may go, seen before anything goes. A steward confirms it; then a job works through it."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="numbers, and who confirmed them",
        keep_for="six years",
        purpose=PURPOSE,
        basis=BASIS,
        plain={"as_of", "state", "counts"},
    )

    as_of = models.DateField()
    state = models.CharField(max_length=20, choices=RunState, default=RunState.PROPOSED)
    counts = models.JSONField(default=dict)
    proposed_at = models.DateTimeField()
    proposed_by = member(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = member(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-proposed_at", "-id"]
        verbose_name = _("run of retention")
        constraints: ClassVar = [
            known("state", RunState.values, name="rights_run_state_is_known"),
            pair("decided_at", "decided_by", name="rights_run_decided_by"),
            models.CheckConstraint(
                condition=Q(state=RunState.PROPOSED, decided_at__isnull=True)
                | (~Q(state=RunState.PROPOSED) & Q(decided_at__isnull=False)),
                name="rights_run_confirmed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state=RunState.DONE, done_at__isnull=False)
                | (~Q(state=RunState.DONE) & Q(done_at__isnull=True)),
                name="rights_run_done_says_when",
            ),
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(state__in=[RunState.PROPOSED, RunState.CONFIRMED]),
                name="rights_run_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.as_of}"


class RunItem(PartnershipModel):
    """One person, or one row of another kind, on the list of a run: when its time began, and what became of it."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,
        why="keys and days; the row itself is gone, or was kept with the reason beside it",
        erase="keep",
        keep_for="one year",
        purpose=PURPOSE,
        basis=BASIS,
        plain={"subject", "row", "ended_on", "rows", "kept"},
    )

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="items")
    subject = models.CharField(max_length=80)
    row = models.UUIDField()
    ended_on = models.DateField()
    rows = models.IntegerField(default=1)
    done_at = models.DateTimeField(null=True, blank=True)
    kept = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["subject", "ended_on", "id"]
        verbose_name = _("line of a run")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "run", "subject", "row"], name="rights_item_once"),
            models.CheckConstraint(condition=Q(rows__gte=1), name="rights_item_counts"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["partnership", "run", "id"],
                condition=Q(done_at__isnull=True),
                name="rights_item_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.row}"
