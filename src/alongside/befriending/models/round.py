"""A round of matching: what it saw, what it proposed, and whom it left waiting and why."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.befriending.enums import Channel, Decision, RejectReason, RoundStatus
from alongside.befriending.models.common import BASIS, FINDING, KEPT_FOR, known, member, pair, some_volunteer
from alongside.befriending.models.scheme import Scheme, WaitParameter
from alongside.befriending.models.wish import Wish
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class Round(PartnershipModel):
    """One run over the queue of a scheme. `data_hash` is of everything that went in: the same again, the same answer.

    `figures` holds numbers only: people, volunteers, matches, waits before and after, pairs removed by rule, seconds.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="numbers about a queue, not about a person",
        keep_for="six years, as the record of how volunteers were shared out",
        purpose="to show afterwards what was considered and by which rules",
        basis="art 6(1)(e)",
        plain={"status", "reason", "data_hash", "solver_version", "weights", "figures"},
    )

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="rounds")
    parameter = models.ForeignKey(
        WaitParameter, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=10, choices=RoundStatus)
    reason = models.CharField(max_length=60, blank=True)
    data_hash = models.CharField(max_length=64)
    solver_version = models.CharField(max_length=80, blank=True)
    weights = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    run_at = models.DateTimeField()
    run_by = member(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-run_at", "-id"]
        constraints: ClassVar = [
            known("status", RoundStatus.values, name="befriending_round_status_is_known"),
            models.CheckConstraint(
                condition=Q(status=RoundStatus.SOLVED, reason="")
                | (Q(status=RoundStatus.STOPPED) & ~Q(reason="")),
                name="befriending_round_stopped_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "scheme", "-run_at"], name="befriending_rounds")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Proposal(PartnershipModel):
    """Two whom a round would bring together, with everything a person needs to decide it – and the decision.

    `parts` maps each part of the score to its points; `removed` counts, per rule, the volunteers who could not be;
    `alternatives` holds {"volunteer": id, "channel", "score", "parts", "has_room"} within 5%, best first.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        erase="delete",
        why="names volunteers and counts who was excluded; a person decides what of it may be given "
        "(Data Protection Act 2018, schedule 2, paragraph 16)",
        keep_for=KEPT_FOR,
        purpose=FINDING,
        basis=BASIS,
        personal={"parts": "json", "alternatives": "json", "removed": "json", "reason_note": "text"},
        plain={
            "channel", "weekday", "minute", "minutes", "distance_m", "travel_minutes", "score", "waiting_points",
            "weeks_waited", "candidates", "decision", "reject_reason",
        },
    )  # fmt: skip

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="proposals")
    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="proposals")
    volunteer = some_volunteer(related_name="befriending_proposals")
    channel = models.CharField(max_length=10, choices=Channel)
    weekday = models.IntegerField(null=True, blank=True)
    minute = models.IntegerField(null=True, blank=True)
    minutes = models.IntegerField(default=60)
    distance_m = models.IntegerField(null=True, blank=True)
    travel_minutes = models.IntegerField(default=0)
    score = models.IntegerField()
    waiting_points = models.IntegerField(default=0)
    weeks_waited = models.IntegerField(default=0)
    parts = models.JSONField(default=dict)
    alternatives = models.JSONField(default=list)
    removed = models.JSONField(default=dict)
    candidates = models.IntegerField(default=0)
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.PENDING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = member(null=True, blank=True)
    changed_to = some_volunteer(null=True, blank=True, related_name="+")
    reject_reason = models.CharField(max_length=20, choices=RejectReason, blank=True)
    reason_note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-weeks_waited", "wish_id", "id"]
        verbose_name = _("proposal")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "round", "wish"], name="befriending_proposed_once"
            ),
            known("channel", Channel.values, name="befriending_proposal_channel_is_known"),
            known("decision", Decision.values, name="befriending_proposal_decision_is_known"),
            pair("decided_at", "decided_by", name="befriending_proposal_decision_is_whole"),
            models.CheckConstraint(
                condition=Q(decision__in=[Decision.PENDING, Decision.LAPSED]) | Q(decided_at__isnull=False),
                name="befriending_proposal_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=(~Q(decision=Decision.REJECTED) & ~Q(decision=Decision.CHANGED))
                | Q(reject_reason__in=RejectReason.values),
                name="befriending_proposal_override_says_why",
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.CHANGED, changed_to__isnull=False)
                | (~Q(decision=Decision.CHANGED) & Q(changed_to__isnull=True)),
                name="befriending_proposal_change_says_to_whom",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "wish"], name="befriending_proposals_of"),
            models.Index(
                fields=["partnership", "volunteer"],
                condition=Q(decision=Decision.PENDING),
                name="befriending_proposals_to",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class LeftWaiting(PartnershipModel):
    """Somebody a round left waiting: why, how many volunteers there were and which rules removed the others."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,
        erase="delete",
        why="counts who was excluded, which the person must not learn from it; a person decides what may be given",
        keep_for="two years",
        purpose=FINDING,
        basis=BASIS,
        personal={"removed": "json"},
        plain={"why", "candidates", "price"},
    )

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="left_waiting")
    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="left_waiting")
    why = models.CharField(max_length=30)
    candidates = models.IntegerField(default=0)
    price = models.IntegerField(default=0)
    removed = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["round_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "round", "wish"], name="befriending_left_once"),
        ]

    def __str__(self) -> str:
        return self.why
