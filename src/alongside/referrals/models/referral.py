"""A referral: somebody asks that a person be helped. It keeps what was told, as it was told."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.people.enums import ContactBy
from alongside.referrals import rules
from alongside.referrals.enums import (
    AcknowledgeBy,
    Agreed,
    Basis,
    DeclineReason,
    ReferralKind,
    ReferralStatus,
    Urgency,
)


def _pair(stem: str) -> models.Q:
    """`<stem>_at` and `<stem>_by` are both there or both not."""
    return models.Q(**{f"{stem}_at__isnull": True, f"{stem}_by__isnull": True}) | models.Q(
        **{f"{stem}_at__isnull": False, f"{stem}_by__isnull": False}
    )


class Referral(PartnershipModel):
    """What we were told about somebody, by whom, and what a connector decided."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="blank",
        keep_for="one year when not accepted, else as the person's record",
        purpose="to reach a person somebody is worried about, or who asked us",
        basis="as `basis` says for each; special category: explicit consent or safeguarding",
        personal={
            "reference": "code",
            "referrer_name": "name",
            "referrer_role": "text",
            "referrer_email": "email",
            "referrer_phone": "phone",
            "name": "name",
            "nhs_number": "code",
            "born_on": "date",
            "age_told": "number",
            "phone": "phone",
            "email": "email",
            "address": "address",
            "postcode": "postcode",
            "language": "code",
            "contact_note": "text",
            "noticed": "json",
            "reasons": "json",
            "note": "text",
            "basis_reason": "text",
            "decline_note": "text",
            "question": "text",
            "risks": "text",
        },
        plain={
            "kind", "status", "urgency", "acknowledge_by", "contact_by", "contact_times", "agreed", "basis",
            "decline_reason", "key",
        },
    )  # fmt: skip

    reference = models.CharField(max_length=12)
    kind = models.CharField(max_length=20, choices=ReferralKind)
    status = models.CharField(max_length=30, choices=ReferralStatus, default=ReferralStatus.NEW)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.ROUTINE)
    given_to = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(
        "partnerships.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    link = models.ForeignKey(
        "partnerships.FrontlineLink", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_by = models.ForeignKey(
        "partnerships.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    system = models.ForeignKey(
        "referrals.ReferringSystem", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)  # where it waited on a phone before it came
    learned_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(null=True, blank=True)

    referrer_name = models.CharField(max_length=150, blank=True)
    referrer_role = models.CharField(max_length=150, blank=True)
    referrer_email = models.EmailField(blank=True)
    referrer_phone = models.CharField(max_length=20, blank=True)
    acknowledge_by = models.CharField(max_length=10, choices=AcknowledgeBy, blank=True)
    tell_helped = models.BooleanField(default=False)  # the referrer asked to hear, once, that it helped
    helped_told_at = models.DateTimeField(null=True, blank=True)

    name = models.CharField(_("name"), max_length=200)
    nhs_number = models.CharField(_("NHS number"), max_length=10, blank=True)
    born_on = models.DateField(null=True, blank=True)
    age_told = models.IntegerField(null=True, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    language = models.CharField(max_length=8, blank=True)
    contact_by = models.CharField(max_length=20, choices=ContactBy, default=ContactBy.PHONE)
    contact_times = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    contact_note = models.TextField(blank=True)
    leave_message = models.BooleanField(default=False)

    noticed = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    reasons = ArrayField(models.CharField(max_length=18), default=list, blank=True)
    note = models.TextField(blank=True)
    risks = models.TextField(blank=True, help_text="Risks to staff: read before a visit, told to nobody else")
    agreed = models.CharField(max_length=10, choices=Agreed)
    basis = models.CharField(max_length=20, choices=Basis)
    basis_reason = models.TextField(blank=True)

    question = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        "partnerships.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "partnerships.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decline_reason = models.CharField(max_length=20, choices=DeclineReason, blank=True)
    decline_note = models.TextField(blank=True)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    #: Told twice: this one is decided together with that one.
    joined_to = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="joined"
    )

    class Meta:
        ordering: ClassVar = ["-received_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="referrals_reference_once"),
            models.UniqueConstraint(fields=["partnership", "key"], name="referrals_key_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="referrals_names_someone"),
            models.CheckConstraint(
                # the system that sent it may take it back; every other decision is a person's
                condition=_pair("decided")
                | models.Q(
                    status=ReferralStatus.WITHDRAWN,
                    decided_at__isnull=False,
                    decided_by__isnull=True,
                    system__isnull=False,
                ),
                name="referrals_decision_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(written_at__isnull=True)
                | models.Q(written_at__lte=models.F("received_at")),
                name="referrals_written_before_it_came",
            ),
            models.CheckConstraint(
                condition=models.Q(helped_told_at__isnull=True)
                | models.Q(status=ReferralStatus.ACCEPTED, helped_told_at__gte=models.F("received_at")),
                name="referrals_helped_once_accepted",
            ),
            models.CheckConstraint(condition=_pair("asked"), name="referrals_question_is_whole"),
            models.CheckConstraint(
                condition=models.Q(joined_to__isnull=True) | ~models.Q(joined_to=models.F("id")),
                name="referrals_joined_to_another",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=sorted(rules.DECIDED), decided_at__isnull=False)
                | models.Q(status__in=sorted(rules.OPEN), decided_at__isnull=True),
                name="referrals_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=ReferralStatus.ACCEPTED) | models.Q(person__isnull=False),
                name="referrals_accepted_for_a_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=ReferralStatus.DECLINED) | ~models.Q(decline_reason=""),
                name="referrals_declined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(agreed=Agreed.YES, basis=Basis.CONSENT)
                | models.Q(agreed=Agreed.NOT_ASKED, basis=Basis.ASK_FIRST)
                | (
                    models.Q(agreed__in=[Agreed.NO, Agreed.NOT_ASKED], basis__in=sorted(rules.OVERRIDES))
                    & ~models.Q(basis_reason="")
                ),
                name="referrals_held_on_a_lawful_basis",
            ),
            models.CheckConstraint(
                condition=models.Q(phone="") | models.Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"),
                name="referrals_phone_is_e164",
            ),
            models.CheckConstraint(
                condition=models.Q(nhs_number="") | models.Q(nhs_number__regex=r"^[0-9]{10}$"),
                name="referrals_nhs_number_is_ten_digits",
            ),
            models.CheckConstraint(
                condition=models.Q(age_told__isnull=True) | models.Q(age_told__range=(0, 125)),
                name="referrals_age_is_plausible",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["partnership", "given_to", "status", "received_at", "id"], name="referrals_triage"
            ),
            models.Index(fields=["partnership", "person"], name="referrals_of_person"),
            models.Index(
                fields=["partnership", "given_to", "-decided_at", "-id"],
                name="referrals_decided_lately",
                condition=models.Q(status__in=sorted(rules.DECIDED)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    @property
    def is_open(self) -> bool:
        """True until somebody decided."""
        return self.status in rules.OPEN

    def ring_by(self, working_days: int) -> date:
        """The day by which somebody should have rung."""
        from alongside.core.clock import local

        return rules.ring_by(local(self.received_at).date(), working_days, self.urgency)

    @property
    def decided_by_name(self) -> str:
        """Who decided: a member, or the system that took it back."""
        if self.decided_by is not None:
            return self.decided_by.name
        return self.system.name if self.system is not None and not self.is_open else ""

    @property
    def acknowledges(self) -> bool:
        """Whether the referrer asked to hear from us and left a way to."""
        if self.acknowledge_by == AcknowledgeBy.EMAIL:
            return bool(self.referrer_email)
        return self.acknowledge_by == AcknowledgeBy.SMS and bool(self.referrer_phone)
