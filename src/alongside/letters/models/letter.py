"""A letter to a person, as it was sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.casework.models.common import BASIS, KEPT_FOR, known, member, pair
from alongside.core.records import Records
from alongside.letters import rules
from alongside.letters.enums import Layout, LetterKind, Size, State, Way
from alongside.partnerships.models import PartnershipModel


class Letter(PartnershipModel):
    """What was written, word for word, with its top, address and signature. Never edited (a database trigger refuses);
    only that it left, was taken back, and the contact it became are noted afterwards."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to write to the person, and to know what they were told",
        basis=BASIS,
        personal={
            "to": "address",
            "top": "text",
            "signed": "text",
            "subject": "text",
            "body": "text",
        },
        plain={"kind", "way", "language", "layout", "size", "dated", "template_version"},
    )

    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=20, choices=LetterKind)
    way = models.CharField(max_length=10, choices=Way)
    language = models.CharField(max_length=8, default="en")
    layout = models.CharField(max_length=10, choices=Layout, default=Layout.STANDARD)
    size = models.CharField(max_length=2, choices=Size, default=Size.NORMAL)
    plain_top = models.BooleanField(default=False)
    to = models.CharField(max_length=400)
    top = models.TextField(blank=True)
    signed = models.TextField()
    dated = models.DateField()
    subject = models.CharField(max_length=150, blank=True)
    body = models.TextField()
    template_version = models.IntegerField(default=0)
    written_at = models.DateTimeField()
    written_by = member()
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = member(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = member(null=True, blank=True)
    message = models.ForeignKey(
        "messaging.Message", on_delete=models.SET_NULL, null=True, blank=True, related_name="letters"
    )
    contact = models.ForeignKey(
        "casework.Contact", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-written_at", "-id"]
        verbose_name = _("letter")
        constraints: ClassVar = [
            known("kind", LetterKind.values, name="letters_letter_kind_is_known"),
            known("way", Way.values, name="letters_letter_way_is_known"),
            known("layout", Layout.values, name="letters_letter_layout_is_known"),
            known("size", Size.values, name="letters_letter_size_is_known"),
            pair("left_at", "left_by", name="letters_letter_leaving_is_whole"),
            pair("taken_back_at", "taken_back_by", name="letters_letter_taking_back_is_whole"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(taken_back_at__isnull=True),
                name="letters_letter_left_or_taken_back",
            ),
            models.CheckConstraint(
                condition=Q(way=Way.POST) | Q(left_at__isnull=False),
                name="letters_letter_waits_only_for_post",
            ),
            models.UniqueConstraint(fields=["partnership", "message"], name="letters_letter_message_once"),
            models.CheckConstraint(
                condition=~Q(body="") & ~Q(to=""), name="letters_letter_says_something_to_somebody"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "case", "-written_at"], name="letters_of_case"),
            models.Index(
                fields=["partnership", "written_at"],
                condition=Q(left_at__isnull=True, taken_back_at__isnull=True),
                name="letters_waiting",
            ),
            models.Index(fields=["partnership", "-left_at"], name="letters_left"),
        ]

    def __str__(self) -> str:
        return self.subject or str(self.get_kind_display())

    @property
    def state(self) -> State:
        """Where it stands."""
        return rules.state_of(left=self.left_at is not None, taken_back=self.taken_back_at is not None)

    @property
    def is_waiting(self) -> bool:
        """True until it was printed or taken back."""
        return self.state == State.WAITING

    @property
    def blocks(self) -> list[rules.Block]:
        """The body in pieces: headings, paragraphs, lists."""
        return rules.blocks(self.body)

    @property
    def top_lines(self) -> list[str]:
        """The letterhead, line by line; empty where the top is plain or nothing was printed."""
        return self.top.splitlines()

    @property
    def to_lines(self) -> list[str]:
        """The address, line by line."""
        return self.to.splitlines()

    @property
    def signed_lines(self) -> list[str]:
        """Who signed, line by line."""
        return self.signed.splitlines()
