"""Who carries safeguarding in a partnership, how long an alert waits for them, and the council's team."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.safeguarding import rules
from alongside.safeguarding.enums import Duty
from alongside.safeguarding.models.common import BASIS, known, some_member

LEAST_MINUTES, MOST_MINUTES = 5, 1440


class SafeguardingRole(PartnershipModel):
    """A member is lead or deputy from when a steward named them until another is named."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="about a member of staff; who carried the duty when must stay answerable",
        keep_for="as long as the concerns of that time",
        purpose="to know who is told and who may read",
        basis=BASIS,
        plain={"duty"},
    )

    member = some_member()
    duty = models.CharField(max_length=10, choices=Duty)
    named_at = models.DateTimeField()
    named_by = some_member()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = some_member(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-named_at", "-id"]
        constraints: ClassVar = [
            known("duty", Duty.values, name="safeguarding_duty_is_known"),
            models.UniqueConstraint(
                fields=["partnership", "duty"],
                condition=Q(ended_at__isnull=True),
                name="safeguarding_one_of_each",
            ),
            models.UniqueConstraint(
                fields=["partnership", "member"],
                condition=Q(ended_at__isnull=True),
                name="safeguarding_one_duty_each",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="safeguarding_duty_ended_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.get_duty_display()}"


class Arrangement(PartnershipModel):
    """How safeguarding is set up here. One row in a partnership, or none: then the defaults hold."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="about the partnership and the council's team, not a person",
        keep_for="as long as the partnership",
        purpose="to know whom to ring and how long an alert waits",
        basis=BASIS,
        plain={"alert_minutes", "council_team", "council_phone", "council_out_of_hours", "council_email"},
    )

    alert_minutes = models.PositiveSmallIntegerField(
        default=rules.TELL_AGAIN_AFTER,
        validators=[MinValueValidator(LEAST_MINUTES), MaxValueValidator(MOST_MINUTES)],
    )
    council_team = models.CharField(max_length=160, blank=True)
    council_phone = models.CharField(max_length=40, blank=True)
    council_out_of_hours = models.CharField(max_length=40, blank=True)
    council_email = models.EmailField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership"], name="safeguarding_one_arrangement"),
            models.CheckConstraint(
                condition=Q(alert_minutes__gte=LEAST_MINUTES, alert_minutes__lte=MOST_MINUTES),
                name="safeguarding_alert_minutes_are_sane",
            ),
        ]

    def __str__(self) -> str:
        return self.council_team or "–"
