"""What lets a volunteer start and go on: checks with the day they stop counting, training, supervision."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.volunteering.enums import CheckKind, DbsLevel, TrainingTopic
from alongside.volunteering.models.common import BASIS, KEPT_FOR, WHY, known, some_member
from alongside.volunteering.models.volunteer import Volunteer


class Check(PartnershipModel):
    """That somebody saw something on a day, and until when it counts.

    It counts from `issued_on` up to, and not on, `expires_on`: it lapses at the midnight, London time, at which
    that day begins. `ended_at` takes it out of force at once. No certificate, number or content is kept.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="",
        erase="keep",
        why=WHY,
        keep_for=KEPT_FOR,
        purpose="to keep people safe",
        basis="substantial public interest: safeguarding; DBS code of practice",
        personal={"note": "text", "ended_why": "text"},
        plain={"kind", "level", "issued_on", "expires_on"},
    )

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="checks")
    kind = models.CharField(max_length=20, choices=CheckKind)
    level = models.CharField(max_length=20, choices=DbsLevel, blank=True)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = some_member(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = some_member(null=True, blank=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["kind", "-issued_on", "-id"]
        constraints: ClassVar = [
            known("kind", CheckKind.values, name="volunteering_check_is_known"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("issued_on")),
                name="volunteering_check_counts_a_while",
            ),
            models.CheckConstraint(
                condition=Q(kind=CheckKind.DBS, level__in=[v for v in DbsLevel.values if v != DbsLevel.NONE])
                | (~Q(kind=CheckKind.DBS) & Q(level="")),
                name="volunteering_dbs_has_a_level",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_why=""),
                name="volunteering_check_ended_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "volunteer", "kind"], name="volunteering_checks_of"),
            models.Index(
                fields=["partnership", "expires_on"],
                condition=Q(ended_at__isnull=True),
                name="volunteering_checks_lapse",
            ),
        ]

    def __str__(self) -> str:
        return self.kind

    def counts_on(self, on: date) -> bool:
        """Whether it is in force on a London day."""
        from alongside.volunteering import rules

        return self.ended_at is None and rules.in_force(self.issued_on, self.expires_on, on)


class Training(PartnershipModel):
    """Something somebody learned with us."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="",
        erase="keep",
        why=WHY,
        keep_for=KEPT_FOR,
        purpose="to know who is prepared for what",
        basis=BASIS,
        personal={"title": "text"},
        plain={"topic", "held_on", "expires_on"},
    )

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="training")
    topic = models.CharField(max_length=20, choices=TrainingTopic)
    title = models.CharField(max_length=200, blank=True)
    held_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = some_member()

    class Meta:
        ordering: ClassVar = ["-held_on", "-id"]
        constraints: ClassVar = [
            known("topic", TrainingTopic.values, name="volunteering_topic_is_known"),
            models.UniqueConstraint(
                fields=["partnership", "volunteer", "topic", "title", "held_on"],
                name="volunteering_training_once",
            ),
        ]

    def __str__(self) -> str:
        return self.topic


class Supervision(PartnershipModel):
    """A talk between a volunteer and their supervisor. `agreed` is for both; `note` is for the team."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="",
        erase="keep",
        why=WHY,
        keep_for=KEPT_FOR,
        purpose="to support volunteers and notice worries early",
        basis=BASIS,
        personal={"agreed": "text", "note": "text"},
        plain={"held_on", "next_on"},
    )

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="supervisions")
    held_on = models.DateField()
    next_on = models.DateField()
    agreed = models.TextField(blank=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    held_by = some_member()

    class Meta:
        ordering: ClassVar = ["-held_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(next_on__gt=F("held_on")), name="volunteering_next_supervision_is_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on}"
