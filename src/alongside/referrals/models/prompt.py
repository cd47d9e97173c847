"""The prompts of the frontline form as a partnership has made them: their words, and which are asked in what order."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel

WHY = "words a partnership chose for its form; not about a person"
PURPOSE = "to ask workers in words that fit the place"


class PromptWords(PartnershipModel):
    """One wording of a prompt, numbered from 1; number 0 is the wording that comes with the software.

    Only ever added (a database trigger refuses the rest), so that a referral shows the words that were ticked.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why=WHY,
        keep_for="as long as the partnership",
        purpose=PURPOSE,
        basis="art 6(1)(e)",
        plain={"code", "number", "label", "ask"},
    )

    code = models.CharField(max_length=20)
    number = models.IntegerField()
    label = models.CharField(max_length=80)
    ask = models.CharField(max_length=150, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("partnerships.Member", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["code", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "code", "number"], name="referrals_prompt_words_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="referrals_prompt_words_count"),
            models.CheckConstraint(condition=~Q(label=""), name="referrals_prompt_says_something"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[a-z][a-z0-9_-]{1,19}$"), name="referrals_prompt_code_is_plain"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}:{self.number}"


class PromptOrder(PartnershipModel):
    """Which prompts the form shows, in order. Without one, the short list that comes with the software."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why=WHY,
        keep_for="as long as the partnership",
        purpose=PURPOSE,
        basis="art 6(1)(e)",
        plain={"codes", "version"},
    )

    codes = ArrayField(models.CharField(max_length=20))
    version = models.IntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("partnerships.Member", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["changed_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership"], name="referrals_prompt_order_once"),
            models.CheckConstraint(condition=Q(codes__len__range=(1, 12)), name="referrals_prompts_stay_few"),
            models.CheckConstraint(condition=Q(version__gte=1), name="referrals_prompt_order_counts"),
        ]

    def __str__(self) -> str:
        return ", ".join(self.codes)
