"""Caring: one person looks after another without pay."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.caring import rules
from alongside.caring.enums import Hours, Law, Relationship, Task
from alongside.casework.models.common import BASIS, KEPT_FOR, known, member, pair
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class Caring(PartnershipModel):
    """Who is looked after: a person we know, or only what they are to the carer. Never a name in words: the person
    cared for told us nothing themselves. Ends when the caring does."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="carer",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to support somebody who cares for another, and not to ask twice",
        basis=BASIS,
        personal={"relationship": "code", "tasks": "json", "hours": "code", "note": "text"},
        plain={"version"},
    )

    carer = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="caring")
    cared_for = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="cared_for_by"
    )
    relationship = models.CharField(max_length=20, choices=Relationship)
    tasks = ArrayField(models.CharField(max_length=20, choices=Task), default=list, blank=True)
    hours = models.CharField(max_length=10, choices=Hours, blank=True)
    note = models.CharField(max_length=500, blank=True)
    version = models.IntegerField(default=1)
    told_at = models.DateTimeField()
    told_by = member()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = member(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["told_at", "id"]
        verbose_name = _("caring")
        constraints: ClassVar = [
            known("relationship", Relationship.values, name="caring_relationship_is_known"),
            models.CheckConstraint(
                condition=Q(tasks__contained_by=Task.values), name="caring_tasks_are_known"
            ),
            known("hours", ["", *Hours.values], name="caring_hours_are_known"),
            models.CheckConstraint(
                condition=Q(cared_for__isnull=True) | ~Q(cared_for=F("carer")), name="caring_is_for_another"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="caring_version_counts"),
            pair("ended_at", "ended_by", name="caring_end_is_whole"),
            models.UniqueConstraint(
                fields=["partnership", "carer", "cared_for"],
                condition=Q(ended_at__isnull=True, cared_for__isnull=False),
                name="caring_told_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "carer"], name="caring_of"),
            models.Index(fields=["partnership", "cared_for"], name="caring_for"),
        ]

    def __str__(self) -> str:
        return str(self.get_relationship_display())

    @property
    def goes_on(self) -> bool:
        """True until it has ended."""
        return self.ended_at is None

    @property
    def task_labels(self) -> list[str]:
        """What they do, in words."""
        return [str(Task(task).label) for task in self.tasks]

    def is_young_carer(self, on: date) -> bool:
        """Derived, never stored: whether the carer is under 18 on a day."""
        return rules.is_young(self.carer.age(on))

    def law(self, on: date) -> Law:
        """Which assessment the law gives this carer on a day."""
        cared_for_age = self.cared_for.age(on) if self.cared_for else None
        return rules.law_for(carer_age=self.carer.age(on), cared_for_age=cared_for_age)
