"""Who was told, who looked, and who looked without the role: rows that are only added."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from alongside.core.records import Records
from alongside.messaging.enums import MessageStatus
from alongside.partnerships.models import PartnershipModel
from alongside.safeguarding.models.common import AUDITED, BASIS, KEPT_FOR, PURPOSE, WHY, some_member
from alongside.safeguarding.models.concern import Concern


class BreakGlass(PartnershipModel):
    """A connector opened what safeguarding holds about a person, said why, and had until `until_at`."""

    only_added = True
    wall_narrowed: ClassVar = {"readers": "safeguarding_raised(by_id) OR safeguarding_holds()"}
    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=AUDITED,
        export="person",
        erase="keep",
        why=WHY,
        keep_for=KEPT_FOR,
        purpose="to let somebody act in an emergency, and to have them answer for it",
        basis=BASIS,
        personal={"reason": "text"},
        plain={"key"},
    )

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    by = some_member()
    reason = models.TextField()
    opened_at = models.DateTimeField()
    until_at = models.DateTimeField()
    key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-opened_at", "-id"]
        verbose_name_plural = "break-glass"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "key"], name="safeguarding_glass_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="safeguarding_glass_says_why"),
            models.CheckConstraint(
                condition=Q(until_at__gt=F("opened_at"))
                & Q(until_at__lte=F("opened_at") + models.Value("60 minutes", models.DurationField())),
                name="safeguarding_glass_holds_an_hour",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "by", "person", "until_at"], name="safeguarding_glass_of"),
        ]

    def __str__(self) -> str:
        return f"{self.opened_at}"


class Alert(PartnershipModel):
    """Somebody was told of a concern or of broken glass. It stands here whatever becomes of the message."""

    only_added = True
    wall_narrowed: ClassVar = {
        "readers": "CASE WHEN concern_id IS NULL THEN safeguarding_holds() ELSE safeguarding_sees(concern_id) END"
    }
    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=AUDITED,
        export="concern__person",
        erase="keep",
        why=WHY,
        keep_for=KEPT_FOR,
        purpose=PURPOSE,
        basis=BASIS,
        plain={"round"},
    )

    concern = models.ForeignKey(
        Concern, on_delete=models.PROTECT, null=True, blank=True, related_name="alerts"
    )
    glass = models.ForeignKey(
        BreakGlass, on_delete=models.PROTECT, null=True, blank=True, related_name="alerts"
    )
    to = some_member()
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    message = models.ForeignKey(
        "messaging.Message", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(concern__isnull=False, glass__isnull=True)
                | Q(concern__isnull=True, glass__isnull=False),
                name="safeguarding_alert_is_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["partnership", "concern", "to", "round"], name="safeguarding_alert_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at}"

    @property
    def has_arrived(self) -> bool:
        """Whether the mail server took it."""
        return self.message is not None and self.message.status == MessageStatus.SENT

    @property
    def cannot_arrive(self) -> bool:
        """Whether the message will never leave by itself."""
        return self.message is None or self.message.status == MessageStatus.FAILED

    @property
    def is_in_trouble(self) -> bool:
        """Whether it failed, or was tried and did not leave."""
        return self.cannot_arrive or bool(self.message is not None and self.message.trouble)


class ConcernReading(PartnershipModel):
    """Somebody read a concern's record: who, when, on which page, and through which broken glass if any."""

    only_added = True
    wall_narrowed: ClassVar = {"readers": "safeguarding_holds()"}
    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=AUDITED,
        export="concern__person",
        erase="keep",
        why="who read a safeguarding record must stay answerable",
        keep_for=KEPT_FOR,
        purpose="accountability: who looked",
        basis=BASIS,
        plain={"page"},
    )

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="readings")
    by = some_member()
    at = models.DateTimeField()
    page = models.CharField(max_length=60)
    glass = models.ForeignKey(
        BreakGlass, on_delete=models.PROTECT, null=True, blank=True, related_name="readings"
    )

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "concern", "-at"], name="safeguarding_readings_of"),
        ]

    def __str__(self) -> str:
        return f"{self.at}"
