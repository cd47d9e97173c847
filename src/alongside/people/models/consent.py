"""What a person agreed to: who asked, when, how, in which words, and what may be shared with whom."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.people.enums import ConsentChannel, ConsentPurpose


class ConsentWording(PartnershipModel):
    """The words that were read out. A version is never edited (a database trigger refuses): new words, new version."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="",
        erase="keep",
        why="the words we ask with; nothing about anybody",
        keep_for="as long as a consent refers to it",
        purpose="to prove what was agreed to",
        basis="legal obligation: UK GDPR article 7",
        plain={"purpose", "version", "text", "hash"},
    )

    purpose = models.CharField(max_length=20, choices=ConsentPurpose)
    version = models.IntegerField()
    text = models.TextField()
    hash = models.CharField(max_length=64, editable=False)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["purpose", "-version", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "purpose", "version"], name="people_wording_version_once"
            ),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="people_wording_version_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.version})"


class Consent(PartnershipModel):
    """One agreement of one person. Withdrawing it is as easy as giving it and takes effect at once."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="delete",
        keep_for="as long as the person's record",
        purpose="to know and to prove what the person agreed to",
        basis="legal obligation: UK GDPR article 7",
        personal={"asked_how": "text", "capacity_note": "text"},
        plain={"purpose", "channel", "wording_hash"},
    )

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=ConsentPurpose)
    wording = models.ForeignKey(ConsentWording, on_delete=models.PROTECT, related_name="consents")
    wording_hash = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        "partnerships.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(max_length=20, choices=ConsentChannel)
    asked_how = models.CharField(max_length=200, blank=True, help_text=_("Who asked and how"))
    capacity_note = models.TextField(blank=True)
    shared_with = models.ForeignKey(
        "partnerships.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "partnerships.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-given_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="people_consent_withdrawal_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True)
                | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="people_consent_given_before_withdrawn",
            ),
            models.CheckConstraint(
                condition=~models.Q(purpose=ConsentPurpose.SHARE) | models.Q(shared_with__isnull=False),
                name="people_consent_to_share_names_with_whom",
            ),
            models.UniqueConstraint(
                fields=["partnership", "person", "purpose", "shared_with"],
                condition=models.Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="people_consent_live_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "shared_with", "person"], name="people_consent_by_org"),
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())

    @property
    def is_live(self) -> bool:
        """True until it is withdrawn."""
        return self.withdrawn_at is None
