"""A match: one volunteer and one person, from proposal to ending; what each said, who covers, how it goes."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.befriending import rules
from alongside.befriending.enums import (
    Channel,
    EndReason,
    FeedbackBy,
    Felt,
    MatchStatus,
    ReviewKind,
    ReviewResult,
    Said,
    Side,
    Via,
)
from alongside.befriending.models.common import (
    BASIS,
    KEPT_FOR,
    MEETING,
    between,
    known,
    member,
    pair,
    some_volunteer,
)
from alongside.befriending.models.round import Proposal
from alongside.befriending.models.scheme import Scheme
from alongside.befriending.models.wish import Wish
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class Match(PartnershipModel):
    """One volunteer and one person. A wish has at most one live match: the database has the last word."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose=MEETING,
        basis=BASIS,
        personal={"ending_words": "text", "end_note": "text", "pause_note": "text"},
        plain={
            "channel", "status", "weekday", "minute", "minutes", "every_weeks", "began_on", "paused_until", "ending_on",
            "end_reason",
        },
    )  # fmt: skip

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="matches")
    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="matches")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="befriending_matches")
    volunteer = some_volunteer(related_name="befriending_matches")
    proposal = models.ForeignKey(
        Proposal, on_delete=models.SET_NULL, null=True, blank=True, related_name="matches"
    )
    supervisor = member()
    channel = models.CharField(max_length=10, choices=Channel)
    weekday = models.IntegerField(null=True, blank=True)
    minute = models.IntegerField(null=True, blank=True)
    minutes = models.IntegerField(default=60)
    every_weeks = models.IntegerField(default=1)
    status = models.CharField(max_length=10, choices=MatchStatus, default=MatchStatus.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = member()
    agreed_at = models.DateTimeField(null=True, blank=True)
    introduced_at = models.DateTimeField(null=True, blank=True)
    introduced_by = member(null=True, blank=True)
    activated_at = models.DateTimeField(null=True, blank=True)
    activated_by = member(null=True, blank=True)
    began_on = models.DateField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    pause_note = models.TextField(blank=True)
    ending_on = models.DateField(null=True, blank=True)
    ending_words = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = member(null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    end_note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-proposed_at", "-id"]
        verbose_name = _("befriending match")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "wish"],
                condition=~Q(status=MatchStatus.ENDED),
                name="befriending_match_one_live",
            ),
            known("status", MatchStatus.values, name="befriending_match_status_is_known"),
            known("channel", Channel.values, name="befriending_match_channel_is_known"),
            pair("introduced_at", "introduced_by", name="befriending_match_introduction_is_whole"),
            pair("activated_at", "activated_by", name="befriending_match_activation_is_whole"),
            models.CheckConstraint(
                condition=~Q(status__in=[MatchStatus.ACTIVE, MatchStatus.COVERED, MatchStatus.ENDING])
                | Q(activated_at__isnull=False),
                name="befriending_match_active_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(status=MatchStatus.ENDED, ended_at__isnull=False, end_reason__in=EndReason.values)
                | (~Q(status=MatchStatus.ENDED) & Q(ended_at__isnull=True, end_reason="")),
                name="befriending_match_ended_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(status=MatchStatus.ENDING) | (Q(ending_on__isnull=False) & ~Q(ending_words="")),
                name="befriending_match_ending_says_when_and_what_next",
            ),
            between("every_weeks", 1, 8, name="befriending_match_rhythm_is_plausible"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["partnership", "volunteer"],
                condition=~Q(status=MatchStatus.ENDED),
                name="befriending_live_of_volunteer",
            ),
            models.Index(fields=["partnership", "scheme", "status"], name="befriending_matches_of"),
            models.Index(fields=["partnership", "person"], name="befriending_match_person"),
        ]

    def __str__(self) -> str:
        return str(self.get_status_display())

    @property
    def is_live(self) -> bool:
        """True until it has ended."""
        return self.status in rules.LIVE

    def is_seen_by_volunteer(self, at: datetime) -> bool:
        """Whether its volunteer may still know who the person is: from the introduction until 14 days after."""
        if self.status in rules.MEETING:
            return True
        return (
            self.introduced_at is not None
            and self.ended_at is not None
            and at < rules.sees_until(self.ended_at)
        )


class Answer(PartnershipModel):
    """What one side was shown and what they said. `shown` holds no name, no address, no day of birth."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        erase="delete",
        why="holds what each side was told of the other; a person decides what of it may be given",
        keep_for=KEPT_FOR,
        purpose="that nobody is matched without their own yes",
        basis=BASIS,
        personal={"shown": "text", "words": "text", "token_hash": "secret"},
        plain={"side", "said", "via"},
    )

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="answers")
    side = models.CharField(max_length=10, choices=Side)
    said = models.CharField(max_length=10, choices=Said, default=Said.ASKED)
    shown = models.TextField()
    token_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    via = models.CharField(max_length=10, choices=Via, blank=True)
    recorded_by = member(null=True, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["match_id", "side"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "match", "side"], name="befriending_answer_once"),
            models.UniqueConstraint(
                fields=["partnership", "token_hash"], name="befriending_answer_link_once"
            ),
            known("side", Side.values, name="befriending_answer_side_is_known"),
            models.CheckConstraint(
                condition=Q(said=Said.ASKED, answered_at__isnull=True, via="")
                | Q(said__in=[Said.YES, Said.NO], answered_at__isnull=False, via__in=Via.values),
                name="befriending_answer_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=Q(via__in=["", Via.LINK]) | Q(recorded_by__isnull=False),
                name="befriending_answer_told_to_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.get_said_display()}"


class Cover(PartnershipModel):
    """Somebody else who visits for a while. The match itself stays with its volunteer."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="match__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose=MEETING,
        basis=BASIS,
        personal={},
        plain={"days"},
    )

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="covers")
    volunteer = some_volunteer(related_name="befriending_covers")
    days = DateRangeField()
    have_met = models.BooleanField(default=False)
    person_agreed = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = member()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="befriending_cover_one_at_a_time",
                expressions=[("match", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(person_agreed=True), name="befriending_cover_agreed_by_the_person"
            ),
        ]

    def __str__(self) -> str:
        return str(self.days)


class Review(PartnershipModel):
    """A look at how a match goes, at six weeks and three, six and twelve months."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="match__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose=MEETING,
        basis=BASIS,
        personal={
            "person_said": "text",
            "volunteer_said": "text",
            "person_felt": "code",
            "volunteer_felt": "code",
        },
        plain={"kind", "due_on", "feedback_by", "result"},
    )

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=20, choices=ReviewKind)
    due_on = models.DateField()
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = member(null=True, blank=True)
    feedback_by = models.CharField(max_length=10, choices=FeedbackBy, blank=True)
    person_felt = models.CharField(max_length=10, choices=Felt, blank=True)
    person_said = models.TextField(blank=True)
    volunteer_felt = models.CharField(max_length=10, choices=Felt, blank=True)
    volunteer_said = models.TextField(blank=True)
    result = models.CharField(max_length=20, choices=ReviewResult, blank=True)

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "match", "kind"], name="befriending_review_once"),
            known("kind", ReviewKind.values, name="befriending_review_kind_is_known"),
            pair("held_at", "held_by", name="befriending_review_is_whole"),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True, result="")
                | Q(held_at__isnull=False, result__in=ReviewResult.values),
                name="befriending_review_held_says_what_next",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["partnership", "due_on"],
                condition=Q(held_at__isnull=True),
                name="befriending_reviews_due",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
