"""News of an onward referral: one line for each thing an organiser told us, however it reached us."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.casework.enums import DeclineReason, HowItWent, NewsKind, NewsVia, OnwardStatus
from alongside.casework.models.common import KEPT_FOR, known, member
from alongside.casework.models.onward import OnwardReferral
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class OnwardNews(PartnershipModel):
    """What they said, of which day, by which way, and what it changed (`before` → `after`).

    A line is never edited: what was told by mistake is taken back, and the referral is read anew from the lines that
    stand (`actions.onward_news`). Who came on a day came once on it.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="onward__case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to know how it goes with the organisation the person was introduced to",
        basis="explicit consent to share with this organisation",
        personal={
            "told_by": "name",
            "note": "text",
            "how": "code",
            "on": "date",
            "expected_on": "date",
            "times": "number",
        },
        plain={"number", "kind", "via", "reason", "before", "after", "position", "taken_back_by"},
    )

    onward = models.ForeignKey(OnwardReferral, on_delete=models.CASCADE, related_name="news")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=NewsKind)
    on = models.DateField(help_text="The day it is about; in the time of the place")
    via = models.CharField(max_length=10, choices=NewsVia)
    told_by = models.CharField(max_length=120, help_text="Who said so, at the organisation")
    at = models.DateTimeField()
    written_by = member(null=True, blank=True)
    times = models.PositiveIntegerField(default=1, help_text="How often they came, the last time on the day")
    position = models.PositiveIntegerField(
        null=True, blank=True, help_text="Place on the waiting list, from 1"
    )
    expected_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=20, choices=DeclineReason, blank=True)
    how = models.CharField(max_length=20, choices=HowItWent, blank=True)
    note = models.TextField(blank=True)
    before = models.CharField(max_length=20, choices=OnwardStatus)
    after = models.CharField(max_length=20, choices=OnwardStatus)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.CharField(max_length=120, blank=True, help_text="Name of who took it back")

    class Meta:
        ordering: ClassVar = ["onward", "number"]
        verbose_name = _("news of an onward referral")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "onward", "number"], name="casework_news_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["partnership", "onward", "on"],
                condition=Q(kind=NewsKind.ATTENDED, taken_back_at__isnull=True),
                name="casework_news_came_once_a_day",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="casework_news_counts"),
            known("kind", NewsKind.values, name="casework_news_kind_is_known"),
            models.CheckConstraint(
                condition=Q(via=NewsVia.LINK, written_by__isnull=True)
                | Q(via__in=[NewsVia.DOOR, NewsVia.PHONE], written_by__isnull=False),
                name="casework_news_says_who_wrote_it",
            ),
            models.CheckConstraint(
                condition=Q(kind=NewsKind.WAITING_LIST) | Q(position__isnull=True, expected_on__isnull=True),
                name="casework_news_waits_on_a_list",
            ),
            models.CheckConstraint(
                condition=Q(times=1) | Q(kind=NewsKind.ATTENDED, times__range=(2, 99)),
                name="casework_news_came_some_times",
            ),
            models.CheckConstraint(
                condition=Q(position__isnull=True) | Q(position__range=(1, 9999)),
                name="casework_news_place_is_a_place",
            ),
            models.CheckConstraint(
                condition=Q(kind=NewsKind.DECLINED, reason__in=DeclineReason.values)
                | (~Q(kind=NewsKind.DECLINED) & Q(reason="")),
                name="casework_news_no_says_why",
            ),
            models.CheckConstraint(
                condition=Q(kind=NewsKind.ENDED, how__in=HowItWent.values)
                | (~Q(kind=NewsKind.ENDED) & Q(how="")),
                name="casework_news_end_says_how",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_by="")),
                name="casework_news_taking_back_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def stands(self) -> bool:
        """False once it was taken back."""
        return self.taken_back_at is None
