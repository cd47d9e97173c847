"""An application: how somebody becomes a volunteer, step by step, with the references asked for on the way."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.volunteering.enums import Recommends, ReferenceStatus, RefusalReason, Stage
from alongside.volunteering.models.common import BASIS, KEPT_FOR, WHY, known, pair, some_member
from alongside.volunteering.models.volunteer import Volunteer

ENDED = (Stage.READY, Stage.REFUSED, Stage.WITHDRAWN)
UNANSWERED = (ReferenceStatus.NAMED, ReferenceStatus.ASKED)
JUDGED = (ReferenceStatus.ACCEPTED, ReferenceStatus.NOT_ACCEPTED)


class Application(PartnershipModel):
    """Where somebody stands on the way in, since when, and whose turn it is.

    `interview` holds a mark of 1–5 for each of `rules.INTERVIEW`, {"listening": 4, …}.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="",
        erase="keep",
        why=WHY,
        keep_for=KEPT_FOR,
        purpose="to choose volunteers fairly and safely",
        basis=BASIS,
        personal={
            "reference": "code",
            "motivation": "text",
            "experience": "text",
            "interview": "json",
            "interview_note": "text",
            "refusal_note": "text",
            "heard_from": "text",
        },
        plain={"stage", "key", "interviewed_on", "refusal_reason"},
    )

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="applications")
    reference = models.CharField(max_length=12)
    key = models.UUIDField(null=True, blank=True)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.ENQUIRY)
    since_at = models.DateTimeField(help_text="When it came to this stage")
    received_at = models.DateTimeField()
    owner = some_member(null=True, blank=True)
    motivation = models.TextField(blank=True)
    experience = models.TextField(blank=True)
    heard_from = models.CharField(max_length=200, blank=True)
    interviewed_on = models.DateField(null=True, blank=True)
    interviewed_by = some_member(null=True, blank=True)
    interview = models.JSONField(default=dict, blank=True)
    interview_note = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = some_member(null=True, blank=True)
    refusal_reason = models.CharField(max_length=20, choices=RefusalReason, blank=True)
    refusal_note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["since_at", "id"]
        constraints: ClassVar = [
            known("stage", Stage.values, name="volunteering_stage_is_known"),
            models.UniqueConstraint(fields=["partnership", "reference"], name="volunteering_reference_once"),
            models.UniqueConstraint(fields=["partnership", "key"], name="volunteering_key_once"),
            models.UniqueConstraint(fields=["partnership", "volunteer"], name="volunteering_applies_once"),
            models.CheckConstraint(
                condition=Q(stage__in=ENDED, ended_at__isnull=False)
                | (~Q(stage__in=ENDED) & Q(ended_at__isnull=True)),
                name="volunteering_application_ended",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.REFUSED) | Q(refusal_reason__in=RefusalReason.values),
                name="volunteering_refused_with_a_reason",
            ),
            pair("interviewed_on", "interviewed_by", name="volunteering_interview_is_whole"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "stage", "since_at"], name="volunteering_pipeline"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.volunteer.name}"

    @property
    def is_open(self) -> bool:
        """True while somebody must still do something."""
        return self.stage not in ENDED


class StageMove(PartnershipModel):
    """One step of an application: the history, and what the picture of where people fall away is drawn from."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,
        export="",
        erase="keep",
        why=WHY,
        keep_for=KEPT_FOR,
        purpose="to see where people wait and give up",
        basis=BASIS,
        plain={"from_stage", "to_stage"},
    )

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="moves")
    from_stage = models.CharField(max_length=20, choices=Stage, blank=True)
    to_stage = models.CharField(max_length=20, choices=Stage)
    moved_at = models.DateTimeField()
    moved_by = some_member(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["moved_at", "id"]

    def __str__(self) -> str:
        return f"{self.from_stage} → {self.to_stage}"


class Reference(PartnershipModel):
    """What somebody who knows the applicant says of them, answered by a link without an account.

    `named` until the link is sent: till then the hash is of a secret nobody holds. Only hashes are kept: the newest,
    and the one before it, because a referee who was nudged may open either message.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="",
        erase="keep",
        why=WHY,
        keep_for=KEPT_FOR,
        purpose="to choose volunteers safely",
        basis=BASIS,
        personal={
            "name": "name",
            "relation": "text",
            "email": "email",
            "known_how": "text",
            "words": "text",
            "concerns": "text",
            "token_hash": "secret",
            "earlier_token_hash": "secret",
        },
        plain={"status", "recommends"},
    )

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="references")
    name = models.CharField(max_length=200)
    relation = models.CharField(max_length=200, blank=True)
    email = models.EmailField()
    status = models.CharField(max_length=20, choices=ReferenceStatus, default=ReferenceStatus.NAMED)
    token_hash = models.CharField(max_length=64)
    earlier_token_hash = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = some_member(null=True, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    known_how = models.TextField(blank=True)
    words = models.TextField(blank=True)
    concerns = models.TextField(blank=True)
    recommends = models.CharField(max_length=20, choices=Recommends, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = some_member(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["sent_at", "id"]
        constraints: ClassVar = [
            known("status", ReferenceStatus.values, name="volunteering_referee_status_is_known"),
            models.UniqueConstraint(
                fields=["partnership", "token_hash"], name="volunteering_referee_link_once"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("sent_at")), name="volunteering_referee_sent_before_expiry"
            ),
            models.CheckConstraint(
                condition=Q(status__in=UNANSWERED) | Q(answered_at__isnull=False),
                name="volunteering_referee_says_when",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[*UNANSWERED, ReferenceStatus.DECLINED])
                | Q(recommends__in=Recommends.values),
                name="volunteering_referee_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=JUDGED) | Q(judged_by__isnull=False),
                name="volunteering_reference_judged_by_somebody",
            ),
            pair("judged_at", "judged_by", name="volunteering_judgement_is_whole"),
            models.CheckConstraint(
                condition=Q(status=ReferenceStatus.NAMED)
                | Q(sent_at__isnull=False, expires_at__isnull=False),
                name="volunteering_referee_asked_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "earlier_token_hash"], name="volunteering_earlier_link"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_past(self, at: datetime) -> bool:
        """True once the link no longer takes an answer."""
        return self.expires_at is None or at >= self.expires_at
