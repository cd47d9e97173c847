"""An onward referral: we ask an organiser to welcome a person; they answer by a link, without an account."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.casework.enums import DeclineReason, HowItWent, OnwardStatus
from alongside.casework.models.case import Case
from alongside.casework.models.common import KEPT_FOR, known, member, pair
from alongside.casework.models.plan import Step
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel

AWAITING = (OnwardStatus.SENT, OnwardStatus.QUESTION)
#: They have said yes, or the person is with them: what was agreed is still shared.
WITH_THEM = (OnwardStatus.ACCEPTED, OnwardStatus.WAITING_LIST, OnwardStatus.STARTED)
LIVE = (*AWAITING, *WITH_THEM)
#: They were welcomed, whatever came after it. Who waits on a list is not welcomed yet.
WELCOMED = (OnwardStatus.ACCEPTED, OnwardStatus.STARTED, OnwardStatus.ENDED)


class OnwardReferral(PartnershipModel):
    """What was asked of whom, what they were shown and what they said.

    `shared` holds exactly what the organiser is shown, as it was when sent: {"called": "…", "hopes": "…", …}
    with the words of `enums.Shareable` as keys. Only hashes of the link's secret are kept: the newest, and
    the one before it, because an organiser who was nudged may open either message.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to introduce the person to an organisation they agreed to",
        basis="explicit consent to share with this organisation",
        personal={
            "shared": "json",
            "message": "text",
            "question": "text",
            "reply": "text",
            "decline_note": "text",
            "how_it_went": "code",
            "answered_by_name": "name",
            "to_email": "email",
            "token_hash": "secret",
            "earlier_token_hash": "secret",
            "waiting_expected_on": "date",
            "started_on": "date",
            "last_attended_on": "date",
            "ended_on": "date",
            "attended": "number",
        },
        plain={"to_name", "status", "decline_reason", "waiting_position"},
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="onward_referrals")
    step = models.ForeignKey(
        Step, on_delete=models.SET_NULL, null=True, blank=True, related_name="onward_referrals"
    )
    service = models.ForeignKey(
        "directory.Service", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_organisation = models.ForeignKey(
        "partnerships.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    to_name = models.CharField(max_length=200)
    to_email = models.EmailField()
    shared = models.JSONField(default=dict)
    message = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=OnwardStatus, default=OnwardStatus.SENT)
    token_hash = models.CharField(max_length=64)
    earlier_token_hash = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField()
    sent_by = member()
    nudged_at = models.DateTimeField(null=True, blank=True)
    nudged_by = member(null=True, blank=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason, blank=True)
    decline_note = models.TextField(blank=True)
    question = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = member(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = member(null=True, blank=True)
    # What the standing news (`OnwardNews`) add up to, kept here so that lists read one row.
    waiting_position = models.PositiveIntegerField(null=True, blank=True)
    waiting_expected_on = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    attended = models.PositiveIntegerField(default=0)
    last_attended_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    how_it_went = models.CharField(max_length=20, choices=HowItWent, blank=True)
    # What we did by ourselves about an organiser who is silent, each once.
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-sent_at", "-id"]
        verbose_name = _("onward referral")
        constraints: ClassVar = [
            known("status", OnwardStatus.values, name="casework_onward_status_is_known"),
            models.UniqueConstraint(fields=["partnership", "token_hash"], name="casework_onward_link_once"),
            models.UniqueConstraint(
                fields=["partnership", "case", "service", "to_organisation"],
                condition=Q(status__in=AWAITING),
                nulls_distinct=False,
                name="casework_onward_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("sent_at")), name="casework_onward_sent_before_expiry"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[OnwardStatus.ACCEPTED, OnwardStatus.DECLINED])
                | Q(answered_at__isnull=False),
                name="casework_onward_answer_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(status=OnwardStatus.DECLINED) | Q(decline_reason__in=DeclineReason.values),
                name="casework_onward_declined_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(status=OnwardStatus.QUESTION) | (Q(asked_at__isnull=False) & ~Q(question="")),
                name="casework_onward_question_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(status=OnwardStatus.ENDED)
                | Q(ended_on__isnull=False, how_it_went__in=HowItWent.values),
                name="casework_onward_ended_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(status=OnwardStatus.STARTED) | Q(started_on__isnull=False),
                name="casework_onward_started_says_when",
            ),
            models.CheckConstraint(
                condition=Q(attended=0, last_attended_on__isnull=True)
                | Q(attended__gte=1, last_attended_on__isnull=False),
                name="casework_onward_attended_says_when",
            ),
            pair("nudged_at", "nudged_by", name="casework_onward_nudge_is_whole"),
            pair("replied_at", "replied_by", name="casework_onward_reply_is_whole"),
            pair("withdrawn_at", "withdrawn_by", name="casework_onward_withdrawal_is_whole"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "case"], name="casework_onward_of"),
            models.Index(
                fields=["partnership", "sent_at"],
                condition=Q(status__in=AWAITING),
                name="casework_onward_waiting",
            ),
            models.Index(fields=["partnership", "earlier_token_hash"], name="casework_onward_earlier_link"),
        ]

    def __str__(self) -> str:
        return self.to_name

    @property
    def is_awaited(self) -> bool:
        """True while an answer may still come."""
        return self.status in AWAITING

    @property
    def is_with_them(self) -> bool:
        """True from a yes until it has ended: the organiser tells how it goes."""
        return self.status in WITH_THEM

    def is_past(self, at: datetime) -> bool:
        """True once the link no longer takes an answer."""
        return at >= self.expires_at
