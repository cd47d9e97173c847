"""What a professional sent along with a referral: its facts, its bytes apart from them, and who opened it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.referrals.enums import AttachmentKind, AttachmentState
from alongside.referrals.models.referral import Referral

MOST_BYTES = 5 * 1024 * 1024
BASIS = "as `basis` says for the referral; special category: explicit consent or safeguarding"
PURPOSE = "to know what a professional wrote about the person's needs, without asking again"
SCANNED = (AttachmentState.CLEAN, AttachmentState.INFECTED)


class Attachment(PartnershipModel):
    """A file of a referral. Its kind was found in its bytes, never in its name. `digest` is their SHA-256."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="referral__person",
        erase="delete",
        keep_for="as the referral",
        purpose=PURPOSE,
        basis=BASIS,
        personal={"name": "text", "digest": "code"},
        plain={"kind", "state", "size"},
    )

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=AttachmentKind)
    size = models.IntegerField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=AttachmentState)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        "partnerships.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scanned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "referral", "digest"], name="referrals_attachment_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AttachmentKind.values), name="referrals_attachment_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=AttachmentState.values), name="referrals_attachment_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1) & Q(size__lte=MOST_BYTES), name="referrals_attachment_size_is_capped"
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="referrals_attachment_is_hashed"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="referrals_attachment_has_a_name"),
            models.CheckConstraint(
                condition=Q(state__in=SCANNED, scanned_at__isnull=False)
                | (~Q(state__in=SCANNED) & Q(scanned_at__isnull=True)),
                name="referrals_attachment_scan_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_opened(self) -> bool:
        """False while it waits for the scanner, and for ever where that found something."""
        return self.state in {AttachmentState.CLEAN, AttachmentState.UNSCANNED}


class AttachmentContent(PartnershipModel):
    """The bytes of one attachment, apart from its facts: no list ever loads them, and no audit row repeats them."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,
        export="attachment__referral__person",
        erase="delete",
        why="never changed; the audit of its attachment says who brought it, and a second copy would outlive it",
        keep_for="as the referral",
        purpose=PURPOSE,
        basis=BASIS,
        personal={"content": "secret"},
    )

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="contents")
    content = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["attachment", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "attachment"], name="referrals_attachment_content_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AttachmentReading(PartnershipModel):
    """Somebody opened an attachment: who and when."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,
        export="attachment__referral__person",
        erase="delete",
        why="only added; it is itself the record of a look",
        keep_for="as the referral",
        purpose="accountability: who looked",
        basis="art 6(1)(c)",
    )

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="readings")
    by = models.ForeignKey("partnerships.Member", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at}"
