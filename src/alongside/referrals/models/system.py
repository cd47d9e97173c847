"""A professional's system that may refer: its secret, its tokens, and the referrals it sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.referrals.models.referral import Referral


class ReferringSystem(PartnershipModel):
    """A program of one organisation that may send referrals. Its key is the client id; the secret is never kept."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="about an organisation's program, not a person",
        keep_for="as long as the partnership",
        purpose="referrals from the systems professionals work in",
        basis="art 6(1)(e)",
        plain={"name", "secret_hash"},
    )

    organisation = models.ForeignKey(
        "partnerships.Organisation", on_delete=models.PROTECT, related_name="referring_systems"
    )
    name = models.CharField(max_length=120)
    secret_hash = models.CharField(max_length=64)
    secret_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("partnerships.Member", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "partnerships.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "organisation", "name"], name="referrals_system_name_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="referrals_system_has_a_name"),
            models.CheckConstraint(
                condition=Q(("secret_hash__regex", r"^[0-9a-f]{64}$")),
                name="referrals_system_secret_is_hashed",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="referrals_system_ending_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        """Whether it may still come in."""
        return self.ended_at is None

    @property
    def actor(self) -> str:
        """How the audit trail names it."""
        return f"referring-system:{self.pk}"


class SystemToken(PartnershipModel):
    """A token a system got for its secret: short-lived, and only its hash is kept."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="a hash of a random word of an organisation's program",
        erase="keep",
        keep_for="two days",
        backup="none",
        purpose="referrals from the systems professionals work in",
        basis="art 6(1)(e)",
        plain={"token_hash"},
    )

    system = models.ForeignKey(ReferringSystem, on_delete=models.CASCADE, related_name="tokens")
    token_hash = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-issued_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "token_hash"], name="referrals_token_once"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="referrals_token_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SystemReferral(PartnershipModel):
    """One referral of a system, by the system's own identifier: what was sent last, and what it became.

    `referral` is missing only where the system took it back before it ever reached us.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="referral__person",
        erase="keep",
        why="a number of the referring system and a hash; needed so that a repeat is not a second referral",
        keep_for="as the referral",
        purpose="to know a repeat, a change and a withdrawal of a referral from a new one",
        basis="as `basis` says for the referral",
        personal={"identifier_value": "code", "digest": "code"},
        plain={"identifier_system", "sent_version", "version"},
    )

    system = models.ForeignKey(ReferringSystem, on_delete=models.PROTECT, related_name="sent")
    identifier_system = models.CharField(max_length=250)
    identifier_value = models.CharField(max_length=250)
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="sent_as"
    )
    digest = models.CharField(max_length=64)
    sent_version = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-received_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "system", "identifier_system", "identifier_value"],
                name="referrals_sent_once",
            ),
            models.UniqueConstraint(fields=["partnership", "referral"], name="referrals_sent_as_one"),
            models.CheckConstraint(condition=~Q(identifier_value=""), name="referrals_sent_has_a_number"),
            models.CheckConstraint(condition=Q(version__gte=1), name="referrals_sent_version_counts"),
            models.CheckConstraint(
                condition=Q(referral__isnull=False) | Q(cancelled_at__isnull=False),
                name="referrals_sent_is_a_referral_or_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(changed_at__gte=F("received_at")), name="referrals_sent_before_changed"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "system", "received_at", "id"], name="referrals_sent_by")
        ]

    def __str__(self) -> str:
        return f"{self.identifier_system}|{self.identifier_value}"
