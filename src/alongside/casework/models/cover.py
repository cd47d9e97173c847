"""Who is away and who covers; and a move of several people from one connector to others."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from alongside.casework.enums import AwayWhy, MoveStatus, NoteBy
from alongside.casework.models.case import Case
from alongside.casework.models.common import BASIS, KEPT_FOR, known, pair
from alongside.casework.models.common import member as staff
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel

_DAYS = Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange", output_field=DateRangeField())


class Absence(PartnershipModel):
    """A colleague is away from a day to a day (no last day: nobody knows yet); a colleague of the same organisation
    covers. Nobody is away twice at a time. Called off, it is as if it had not been written down."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="about staff: from when to when, and who covers; their own export is by member",
        keep_for="one year after it ended",
        purpose="that the people of a colleague who is away are not left alone",
        basis="art 6(1)(f); art 9(2)(b) where it is sickness",
        personal={"why": "code"},
        plain={"starts_on", "ends_on"},
    )

    member = staff()
    why = models.CharField(max_length=10, choices=AwayWhy, default=AwayWhy.LEAVE)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    covered_by = staff(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = staff()
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_by = staff(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["starts_on", "id"]
        verbose_name = _("absence")
        constraints: ClassVar = [
            known("why", AwayWhy.values, name="casework_absence_why_is_known"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="casework_absence_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(covered_by=F("member")), name="casework_absence_is_covered_by_another"
            ),
            pair("called_off_at", "called_off_by", name="casework_absence_calling_off_is_whole"),
            ExclusionConstraint(
                name="casework_absence_once_at_a_time",
                expressions=[("member", RangeOperators.EQUAL), (_DAYS, RangeOperators.OVERLAPS)],
                condition=Q(called_off_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["partnership", "covered_by", "starts_on"],
                condition=Q(called_off_at__isnull=True),
                name="casework_absence_covered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}"

    def is_on(self, day: date) -> bool:
        """Whether they are away on a day."""
        stands = self.called_off_at is None and self.starts_on <= day
        return stands and (self.ends_on is None or day <= self.ends_on)


class CaseloadMove(PartnershipModel):
    """Several people who are to go to other connectors. Held until a team lead confirms it; then it can be undone."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="about staff: whose people go to whom; each person's own line is in MovedCase",
        keep_for=KEPT_FOR,
        purpose="to give people to another connector without losing anything",
        basis=BASIS,
        personal={"words": "text"},
        plain={"status"},
    )

    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    giver = staff()
    words = models.CharField(max_length=500, blank=True, help_text="Why, as each person reads it")
    status = models.CharField(max_length=10, choices=MoveStatus, default=MoveStatus.HELD)
    made_at = models.DateTimeField()
    made_by = staff()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = staff(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Undone or dropped")
    ended_by = staff(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        verbose_name = _("move of people")
        constraints: ClassVar = [
            known("status", MoveStatus.values, name="casework_move_status_is_known"),
            pair("done_at", "done_by", name="casework_move_doing_is_whole"),
            pair("ended_at", "ended_by", name="casework_move_ending_is_whole"),
            models.CheckConstraint(
                condition=Q(status=MoveStatus.HELD, done_at__isnull=True, ended_at__isnull=True)
                | Q(status=MoveStatus.DONE, done_at__isnull=False, ended_at__isnull=True)
                | Q(status=MoveStatus.UNDONE, done_at__isnull=False, ended_at__isnull=False)
                | Q(status=MoveStatus.DROPPED, done_at__isnull=True, ended_at__isnull=False),
                name="casework_move_tells_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_status_display())

    @property
    def is_held(self) -> bool:
        """True until it is confirmed or dropped."""
        return self.status == MoveStatus.HELD


class MovedCase(PartnershipModel):
    """One person of a move: to whom, how they hear of it, and what was due with whom before, to undo it exactly.

    `due_before` is {follow-up's key: its owner's key or ""}.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to give the person to another connector without losing anything, and to tell them",
        basis=BASIS,
        plain={"note_by", "skipped", "due_before"},
    )

    move = models.ForeignKey(CaseloadMove, on_delete=models.CASCADE, related_name="lines")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    to = staff()
    note_by = models.CharField(max_length=10, choices=NoteBy)
    message = models.ForeignKey(
        "messaging.Message", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    call = models.ForeignKey(
        "casework.FollowUp", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_before = models.JSONField(default=dict, blank=True)
    is_moved = models.BooleanField(default=False)
    skipped = models.CharField(max_length=200, blank=True, help_text="Why this one was not moved, in words")

    class Meta:
        ordering: ClassVar = ["move", "id"]
        verbose_name = _("person of a move")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "move", "case"], name="casework_moved_once"),
            known("note_by", NoteBy.values, name="casework_moved_note_is_known"),
            models.CheckConstraint(
                condition=Q(is_moved=False) | Q(skipped=""), name="casework_moved_or_skipped"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
