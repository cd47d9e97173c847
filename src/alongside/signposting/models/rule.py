"""What a partnership wants proposed for a kind of life event."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.casework.models.common import known, member
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.signposting import rules
from alongside.signposting.enums import LifeEventKind, Who


class LifeEventRule(PartnershipModel):
    """A partnership's own rule for a kind. Where there is none, the one we come with holds (`rules.FIRST_RULES`)."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="a rule a steward set; nothing about anybody supported",
        keep_for="as long as the partnership",
        purpose="to propose the right thing at the right time",
        basis="art 6(1)(e)",
        plain={"kind", "letter", "matters", "after_weeks", "who", "version"},
    )

    kind = models.CharField(max_length=20, choices=LifeEventKind)
    is_on = models.BooleanField()
    letter = models.CharField(max_length=20, blank=True)
    matters = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    after_weeks = models.IntegerField()
    who = models.CharField(max_length=20, choices=Who, default=Who.CONNECTOR)
    version = models.IntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = member()

    class Meta:
        ordering: ClassVar = ["kind", "id"]
        verbose_name = _("rule for a life event")
        constraints: ClassVar = [
            known("kind", LifeEventKind.values, name="signposting_rule_kind_is_known"),
            known("letter", ["", *LifeEventKind.values], name="signposting_rule_letter_is_known"),
            known("who", Who.values, name="signposting_rule_who_is_known"),
            models.CheckConstraint(
                condition=Q(after_weeks__gte=0, after_weeks__lte=rules.MOST_WEEKS),
                name="signposting_rule_weeks_are_plausible",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="signposting_rule_version_counts"),
            models.UniqueConstraint(fields=["partnership", "kind"], name="signposting_rule_once"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
