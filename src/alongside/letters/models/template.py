"""The words a partnership writes its letters with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.casework.models.common import known, member
from alongside.core.records import Records
from alongside.letters.enums import Layout, LetterKind
from alongside.partnerships.models import PartnershipModel


class LetterTemplate(PartnershipModel):
    """A partnership's own words for a kind of letter, in one language and layout. Where there is none, those we come
    with are used (`wording`). `short` is what goes out as a text message; empty where none should."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="words a steward wrote; nothing about anybody supported",
        keep_for="as long as the partnership",
        purpose="to write to people in words the partnership stands by",
        basis="art 6(1)(e)",
        plain={"kind", "language", "layout", "subject", "body", "short", "version"},
    )

    kind = models.CharField(max_length=20, choices=LetterKind)
    language = models.CharField(max_length=8, default="en")
    layout = models.CharField(max_length=10, choices=Layout, default=Layout.STANDARD)
    subject = models.CharField(max_length=150)
    body = models.TextField()
    short = models.TextField(blank=True)
    version = models.IntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = member()

    class Meta:
        ordering: ClassVar = ["kind", "layout", "language", "id"]
        verbose_name = _("letter template")
        constraints: ClassVar = [
            known("kind", LetterKind.values, name="letters_template_kind_is_known"),
            known("layout", Layout.values, name="letters_template_layout_is_known"),
            models.CheckConstraint(
                condition=~models.Q(subject="") & ~models.Q(body="") & ~models.Q(language=""),
                name="letters_template_says_something",
            ),
            models.CheckConstraint(
                condition=models.Q(version__gte=1), name="letters_template_version_counts"
            ),
            models.UniqueConstraint(
                fields=["partnership", "kind", "language", "layout"], name="letters_template_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language}, {self.get_layout_display()})"
