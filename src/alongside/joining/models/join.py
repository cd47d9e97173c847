"""A join of two records of one person: who proposed it and why, who confirmed it, and every row it changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from alongside.core.records import Records
from alongside.joining.enums import JoinStatus
from alongside.partnerships.models import PartnershipModel

KEPT_FOR = "as long as the person's record"
BASIS = "public task or legitimate interests; legal obligation: accuracy (UK GDPR article 5(1)(d))"


def _member(**options: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey("partnerships.Member", on_delete=models.PROTECT, related_name="+", **options)


def _pair(at: str, by: str, *, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{at}__isnull": True, f"{by}__isnull": True})
        | Q(**{f"{at}__isnull": False, f"{by}__isnull": False}),
        name=name,
    )


class Join(PartnershipModel):
    """Two records of one person. `kept` goes on; while joined, `gone` leads to it and nothing points there.

    The row of `gone` stays as it was: it is what taking apart goes back to. Whoever confirms is not who proposed.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="kept",
        erase="blank",
        keep_for=KEPT_FOR,
        purpose="that one person has one record, and that a wrong joining can be taken apart",
        basis=BASIS,
        personal={"reason": "text", "answer": "text", "undone_reason": "text"},
        plain={"status", "chosen", "put_back", "left_alone"},
    )

    kept = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    gone = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=12, choices=JoinStatus, default=JoinStatus.PROPOSED)
    reason = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = _member()
    chosen = models.JSONField(default=dict, blank=True)
    answer = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = _member(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = _member(null=True, blank=True)
    undone_reason = models.TextField(blank=True)
    put_back = models.IntegerField(default=0)
    left_alone = models.IntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-proposed_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="joining_two_records"),
            models.CheckConstraint(condition=Q(status__in=JoinStatus.values), name="joining_status_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="joining_says_why"),
            _pair("decided_at", "decided_by", name="joining_decision_is_whole"),
            _pair("undone_at", "undone_by", name="joining_undoing_is_whole"),
            models.CheckConstraint(
                condition=Q(status=JoinStatus.PROPOSED, decided_at__isnull=True)
                | (~Q(status=JoinStatus.PROPOSED) & Q(decided_at__isnull=False)),
                name="joining_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[JoinStatus.JOINED, JoinStatus.UNDONE])
                | ~Q(decided_by=F("proposed_by")),
                name="joining_needs_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status=JoinStatus.UNDONE, undone_at__isnull=False)
                & ~Q(status=JoinStatus.UNDONE, undone_reason="")
                | (~Q(status=JoinStatus.UNDONE) & Q(undone_at__isnull=True)),
                name="joining_undone_says_why",
            ),
            models.UniqueConstraint(
                fields=["partnership", "gone"],
                condition=Q(status=JoinStatus.JOINED),
                name="joining_gone_once",
            ),
            models.UniqueConstraint(
                F("partnership"),
                Least("kept", "gone"),
                Greatest("kept", "gone"),
                condition=Q(status__in=[JoinStatus.PROPOSED, JoinStatus.JOINED]),
                name="joining_asked_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "status", "proposed_at"], name="joining_by_status"),
            models.Index(fields=["partnership", "kept"], name="joining_of_kept"),
        ]

    def __str__(self) -> str:
        return str(self.get_status_display())

    @property
    def is_proposed(self) -> bool:
        """Whether it waits for a second colleague."""
        return self.status == JoinStatus.PROPOSED

    @property
    def is_joined(self) -> bool:
        """Whether the two are one now."""
        return self.status == JoinStatus.JOINED


class JoinedRow(PartnershipModel):
    """One row that a join changed: its columns before and after. In the order in which it was done; only added.

    Rows of safeguarding are found by safeguarding alone: that there is a concern must not show here either.
    """

    wall_narrowed: ClassVar = {"readers": "label NOT LIKE 'safeguarding.%' OR safeguarding_holds()"}
    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,
        export="join__kept",
        erase="delete",
        why="only added, and itself a record of what was changed; a second copy would show that a concern exists",
        keep_for=KEPT_FOR,
        purpose="to take a wrong joining apart, row by row",
        basis=BASIS,
        personal={"before": "json", "after": "json"},
        plain={"label", "number", "row"},
    )

    join = models.ForeignKey(Join, on_delete=models.CASCADE, related_name="rows")
    number = models.IntegerField()
    label = models.CharField(max_length=80)
    row = models.UUIDField()
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        ordering: ClassVar = ["join", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "join", "number"], name="joining_row_numbered_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="joining_row_counts"),
            models.CheckConstraint(condition=~Q(label=""), name="joining_row_names_its_table"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.row}"
