"""What is said: a volunteer's worry, which somebody must hear; and words of thanks or reference for a volunteer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.volunteering.enums import TributeKind
from alongside.volunteering.models.common import BASIS, KEPT_FOR, WHY, known, pair, some_member
from alongside.volunteering.models.volunteer import Volunteer


class Worry(PartnershipModel):
    """ "I am worried": told to supervisor and deputy at once, and further up when nobody says "I have it"."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="keep",
        why="a safeguarding record; it also says who was told and when",
        keep_for="six years",
        purpose="to keep people safe",
        basis="substantial public interest: safeguarding",
        personal={"words": "text", "outcome": "text"},
        plain={"key"},
    )

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="worries")
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField(blank=True)
    key = models.UUIDField(null=True, blank=True)
    raised_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)
    heard_by = some_member(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = some_member(null=True, blank=True)
    outcome = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-raised_at", "-id"]
        verbose_name_plural = "worries"
        constraints: ClassVar = [
            pair("heard_at", "heard_by", name="volunteering_worry_heard_by"),
            pair("closed_at", "closed_by", name="volunteering_worry_closed_by"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | (Q(heard_at__isnull=False) & ~Q(outcome="")),
                name="volunteering_worry_closed_with_words",
            ),
            models.UniqueConstraint(fields=["partnership", "key"], name="volunteering_worry_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["partnership", "raised_at"],
                condition=Q(heard_at__isnull=True),
                name="volunteering_worries_unheard",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.raised_at}"


class Tribute(PartnershipModel):
    """Words for a volunteer: a thank-you, or a reference they can show."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="",
        erase="keep",
        why=WHY,
        keep_for=KEPT_FOR,
        purpose="to thank volunteers and help them on",
        basis=BASIS,
        personal={"words": "text"},
        plain={"kind"},
    )

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="tributes")
    kind = models.CharField(max_length=20, choices=TributeKind)
    words = models.TextField()
    given_at = models.DateTimeField()
    given_by = some_member()

    class Meta:
        ordering: ClassVar = ["-given_at", "-id"]
        constraints: ClassVar = [
            known("kind", TributeKind.values, name="volunteering_tribute_kind_is_known"),
            models.CheckConstraint(condition=~Q(words=""), name="volunteering_tribute_says_something"),
        ]

    def __str__(self) -> str:
        return self.kind
