"""Visits and calls: weekly series, single ones, their logs – and the private calendar link of a volunteer.

A volunteer's time cannot be given twice: `befriending_visit_time_once` is an exclusion constraint, so of two bookings
at the same moment the database refuses one, whatever the program had looked up before.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.befriending import rules
from alongside.befriending.enums import Channel, Felt, NotHappened, Topic, VisitStatus
from alongside.befriending.models.common import (
    BASIS,
    KEPT_FOR,
    MEETING,
    between,
    known,
    member,
    some_volunteer,
)
from alongside.befriending.models.match import Cover, Match
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class Series(PartnershipModel):
    """A weekly time of a match, in London's wall-clock time. Visits are booked six weeks ahead of it, never more."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="match__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose=MEETING,
        basis=BASIS,
        personal={},
        plain={"weekday", "minute", "minutes", "every_weeks", "first_on", "last_on", "booked_to"},
    )

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="series")
    weekday = models.IntegerField()
    minute = models.IntegerField()
    minutes = models.IntegerField()
    every_weeks = models.IntegerField(default=1)
    first_on = models.DateField()
    last_on = models.DateField(null=True, blank=True)
    booked_to = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = member()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        verbose_name_plural = _("series")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "match"],
                condition=Q(ended_at__isnull=True),
                name="befriending_series_one",
            ),
            between("weekday", 0, 6, name="befriending_series_weekday_is_one"),
            between("minute", 0, 24 * 60 - 1, name="befriending_series_minute_is_one"),
            between("minutes", 15, 240, name="befriending_series_length_is_plausible"),
            between("every_weeks", 1, 8, name="befriending_series_rhythm_is_plausible"),
            models.CheckConstraint(
                condition=Q(last_on__isnull=True) | Q(last_on__gte=models.F("first_on")),
                name="befriending_series_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Visit(PartnershipModel):
    """One visit or call at a time. `volunteer` is who goes: that of the match, or of its cover."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="match__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose=MEETING,
        basis=BASIS,
        personal={"cancel_note": "text"},
        plain={"channel", "during", "planned_on", "status"},
    )

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="visits")
    volunteer = some_volunteer(related_name="befriending_visits")
    cover = models.ForeignKey(Cover, on_delete=models.SET_NULL, null=True, blank=True, related_name="visits")
    series = models.ForeignKey(
        Series, on_delete=models.SET_NULL, null=True, blank=True, related_name="visits"
    )
    channel = models.CharField(max_length=10, choices=Channel)
    during = DateTimeRangeField()
    planned_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=VisitStatus, default=VisitStatus.BOOKED)
    booked_at = models.DateTimeField()
    booked_by = member(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = member(null=True, blank=True)
    cancel_note = models.CharField(max_length=300, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["during", "id"]
        verbose_name = _("visit")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="befriending_visit_time_once",
                expressions=[("volunteer", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(status__in=sorted(rules.TAKES_TIME)),
            ),
            models.UniqueConstraint(
                fields=["partnership", "series", "planned_on"],
                condition=Q(series__isnull=False),
                name="befriending_visit_of_series_once",
            ),
            known("status", VisitStatus.values, name="befriending_visit_status_is_known"),
            known("channel", Channel.values, name="befriending_visit_channel_is_known"),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                name="befriending_visit_has_a_length",
            ),
            models.CheckConstraint(
                condition=~Q(status=VisitStatus.CANCELLED) | Q(cancelled_at__isnull=False),
                name="befriending_visit_cancelled_says_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "match"], name="befriending_visits_of"),
            models.Index(fields=["partnership", "status", "during"], name="befriending_visits_when"),
        ]

    def __str__(self) -> str:
        return str(self.get_status_display())

    @property
    def is_booked(self) -> bool:
        """True until it happened, was missed or called off."""
        return self.status == VisitStatus.BOOKED


class VisitLog(PartnershipModel):
    """What a volunteer told us after a visit: happened or not, how it felt for both, what it was about."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="visit__match__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose=MEETING,
        basis=BASIS,
        personal={"topics": "json", "note": "text", "person_felt": "code", "volunteer_felt": "code"},
        plain={"why_not"},
    )

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="logs")
    happened = models.BooleanField()
    why_not = models.CharField(max_length=20, choices=NotHappened, blank=True)
    person_felt = models.CharField(max_length=10, choices=Felt, blank=True)
    volunteer_felt = models.CharField(max_length=10, choices=Felt, blank=True)
    topics = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    note = models.TextField(blank=True)
    is_worried = models.BooleanField(default=False)
    logged_at = models.DateTimeField()
    logged_by = member()

    class Meta:
        ordering: ClassVar = ["-logged_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "visit"], name="befriending_log_once"),
            models.CheckConstraint(
                condition=Q(happened=True, why_not="") | Q(happened=False, why_not__in=NotHappened.values),
                name="befriending_log_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(topics__contained_by=Topic.values), name="befriending_log_topics_are_known"
            ),
            models.CheckConstraint(
                condition=Q(person_felt__in=["", *Felt.values], volunteer_felt__in=["", *Felt.values]),
                name="befriending_log_feelings_are_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CalendarLink(PartnershipModel):
    """A private link by which a volunteer's own calendar shows when they visit – not whom, not where."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        erase="keep",
        why="about a volunteer's calendar; holds no word about a person",
        keep_for="until it is revoked or the volunteer leaves",
        purpose="that volunteers see their visits in their own calendar",
        basis="art 6(1)(b)",
        personal={"token_hash": "secret"},
        plain=set(),
    )

    volunteer = some_volunteer(related_name="calendar_links")
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "token_hash"], name="befriending_calendar_link_once"
            ),
            models.UniqueConstraint(
                fields=["partnership", "volunteer"],
                condition=Q(revoked_at__isnull=True),
                name="befriending_calendar_one_link",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
