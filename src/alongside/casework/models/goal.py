"""A goal of the plan, in the person's own words; how close they say they are; and what helps against a barrier."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.casework.enums import BarrierKind, GoalStatus, Need
from alongside.casework.models.case import Case
from alongside.casework.models.common import BASIS, KEPT_FOR, known, member, pair
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel

CLOSEST = 10


class Goal(PartnershipModel):
    """What the person wants to be different. `version` grows with each change of the words, so that a second editor is
    shown both."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to work on what the person wants, in their own words",
        basis=BASIS,
        personal={"words": "text", "about": "code"},
        plain={"status", "version"},
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="goals")
    words = models.CharField(max_length=500)
    about = models.CharField(max_length=20, choices=Need, blank=True)
    status = models.CharField(max_length=10, choices=GoalStatus, default=GoalStatus.OPEN)
    version = models.IntegerField(default=1)
    added_at = models.DateTimeField()
    added_by = member()
    changed_at = models.DateTimeField()
    changed_by = member()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = member(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        verbose_name = _("goal")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="casework_goal_has_words"),
            models.CheckConstraint(condition=Q(version__gte=1), name="casework_goal_version_counts"),
            known("status", GoalStatus.values, name="casework_goal_status_is_known"),
            known("about", ["", *Need.values], name="casework_goal_about_is_known"),
            pair("settled_at", "settled_by", name="casework_goal_settling_is_whole"),
            models.CheckConstraint(
                condition=Q(status=GoalStatus.OPEN, settled_at__isnull=True)
                | (~Q(status=GoalStatus.OPEN) & Q(settled_at__isnull=False)),
                name="casework_goal_settled_says_when",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "case"], name="casework_goal_of")]

    def __str__(self) -> str:
        return self.words

    @property
    def is_open(self) -> bool:
        """True until it is reached or no longer wanted."""
        return self.status == GoalStatus.OPEN


class GoalAnswer(PartnershipModel):
    """What the person answered when asked how close they are to a goal: 0 (nowhere near) to 10 (there).

    It is theirs, about one wish, and only ever shown beside their earlier answers to the same wish. It is no measure of
    a person: nothing adds answers up, compares people by them or decides by them (tests/domain/casework/test_goals).
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="goal__case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to see with the person whether what we do brings them closer to what they want",
        basis=BASIS,
        personal={"close": "number", "note": "text", "asked_on": "date"},
    )

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="answers")
    close = models.PositiveSmallIntegerField(help_text="0 to 10")
    note = models.CharField(max_length=500, blank=True)
    asked_on = models.DateField()
    at = models.DateTimeField()
    asked_by = member()

    class Meta:
        ordering: ClassVar = ["goal", "asked_on", "at", "id"]
        verbose_name = _("answer about a goal")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(close__range=(0, CLOSEST)), name="casework_goal_answer_in_range"
            ),
            models.UniqueConstraint(
                fields=["partnership", "goal", "asked_on"], name="casework_goal_asked_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return str(self.close)


class BarrierAdvice(PartnershipModel):
    """What to do next about one kind of barrier here, and whom to ring: a steward's words. Without a row our own
    words stand (`casework.advice`)."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="advice of the partnership to its staff, about nobody",
        keep_for="as long as the partnership",
        purpose="that what stands in the way is removed by whoever can",
        basis="art 6(1)(e)",
        plain={"kind", "what", "whom", "phone", "version"},
    )

    kind = models.CharField(max_length=20, choices=BarrierKind)
    what = models.TextField()
    whom = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    version = models.IntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = member()

    class Meta:
        ordering: ClassVar = ["kind", "id"]
        verbose_name = _("advice about a barrier")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "kind"], name="casework_advice_once"),
            known("kind", BarrierKind.values, name="casework_advice_kind_is_known"),
            models.CheckConstraint(condition=~Q(what=""), name="casework_advice_says_what"),
            models.CheckConstraint(condition=Q(version__gte=1), name="casework_advice_version_counts"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
