"""Upkeep: who keeps a service true, and what they did. The directory is public; who edited it is not.

Everything here is walled by partnership: the link an organiser holds, what was done with it (and how to take it back),
what somebody proposes to change, and what somebody says is wrong.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alongside.core.records import Records
from alongside.directory.enums import (
    ChangeState,
    ClaimState,
    HeldAnswer,
    ProblemKind,
    ProblemState,
    UpkeepKind,
)
from alongside.directory.models.base import one_of
from alongside.partnerships.models import PartnershipModel

WHY = "about who runs or reports a service, not about a person who is supported"
BASIS = "legitimate interests: a directory people can rely on"


class OrganiserLink(PartnershipModel):
    """A secret link to one service, sent to the address the service publishes. Only the secret's hash is kept."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        erase="keep",
        why=WHY,
        keep_for="one year after it ran out",
        purpose="to let an organiser keep their own entry true without an account",
        basis=BASIS,
        personal={"email": "email", "token_hash": "secret"},
        plain={"stage", "counted_from"},
    )

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64)
    stage = models.CharField(max_length=10, blank=True)
    """The `Freshness` that made us write; "" when the organiser asked for it."""
    counted_from = models.DateField(null=True, blank=True)
    """The confirmation that was growing old then: one letter for each of its stages."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "token_hash"], name="organiser_link_secret_once"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="organiser_link_lasts"
            ),
            models.CheckConstraint(
                condition=Q(stage="", counted_from__isnull=True)
                | (~Q(stage="") & Q(counted_from__isnull=False)),
                name="organiser_link_stage_has_a_date",
            ),
            models.UniqueConstraint(
                fields=["partnership", "service", "stage", "counted_from"],
                condition=~Q(stage=""),
                name="organiser_asked_once_a_stage",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "service", "made_at"])]

    def __str__(self) -> str:
        return f"link to {self.service_id}"


class Upkeep(PartnershipModel):
    """One thing somebody did to keep a service true. `before` is what undoing it puts back."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        erase="keep",
        why=WHY,
        keep_for="as long as the service",
        purpose="to know who vouched for an entry, and to take back a mistake",
        basis=BASIS,
        personal={"by_name": "name", "words": "text"},
        plain={"kind", "before"},
    )

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=UpkeepKind)
    link = models.ForeignKey(OrganiserLink, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(
        "partnerships.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by_name = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=500, blank=True)
    before = models.JSONField(default=dict, blank=True)
    done_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-done_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=one_of("kind", UpkeepKind.values, blank=False), name="upkeep_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(link__isnull=False) | Q(member__isnull=False), name="upkeep_by_somebody"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "service", "done_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.service_id}"


class ProposedChange(PartnershipModel):
    """What an organiser would have us say: {field: {"before": …, "after": …}}. A steward decides, once."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        erase="keep",
        why=WHY,
        keep_for="two years after it was decided",
        purpose="to check what strangers would change before everybody reads it",
        basis=BASIS,
        personal={"by_name": "name", "note": "text", "changes": "json", "answer": "text"},
        plain={"state"},
    )

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="+")
    link = models.ForeignKey(OrganiserLink, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    changes = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "partnerships.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["proposed_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=one_of("state", ChangeState.values, blank=False), name="change_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ChangeState.WAITING, decided_at__isnull=True, decided_by__isnull=True)
                | Q(state=ChangeState.LIVE, decided_at__isnull=False, decided_by__isnull=True)
                | (
                    ~Q(state__in=[ChangeState.WAITING, ChangeState.LIVE])
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
                name="change_decided_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "state", "proposed_at"])]

    def __str__(self) -> str:
        return f"change to {self.service_id}"


class Claim(PartnershipModel):
    """Somebody who runs a service keeps its entry: what they change goes live at once, until it is ended."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        erase="keep",
        why=WHY,
        keep_for="two years after it ended",
        purpose="to know whose changes go live unread",
        basis=BASIS,
        personal={"email": "email", "by_name": "name", "words": "text", "answer": "text"},
        plain={"state"},
    )

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    """The published address they were reached at; changes by links to it go live."""
    by_name = models.CharField(max_length=120)
    words = models.CharField(max_length=500, blank=True)
    """Who they are to the service."""
    claimed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "partnerships.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["claimed_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=one_of("state", ClaimState.values, blank=False), name="claim_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ClaimState.WAITING, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state=ClaimState.WAITING) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="claim_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["partnership", "service", "email"],
                condition=Q(state__in=[ClaimState.WAITING, ClaimState.ACCEPTED]),
                name="claimed_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} keeps {self.service_id}"


class ProblemReport(PartnershipModel):
    """Somebody tells us that something about a service is wrong."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        erase="keep",
        why=WHY,
        keep_for="one year after it was settled",
        purpose="to mend the directory, and to thank whoever told us",
        basis=BASIS,
        personal={"words": "text", "answer_to": "email", "settled_note": "text", "sender": "secret"},
        plain={"kind", "state"},
    )

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=ProblemKind)
    words = models.TextField(blank=True)
    answer_to = models.EmailField(blank=True)
    sender = models.CharField(max_length=64, blank=True)
    """A keyed hash of service and network address: tells two senders apart, and nothing else."""
    reported_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ProblemState, default=ProblemState.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "partnerships.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["reported_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=one_of("kind", ProblemKind.values, blank=False), name="problem_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ProblemState.OPEN, settled_at__isnull=True, settled_by__isnull=True)
                | (Q(state__in=[ProblemState.MENDED, ProblemState.FINE]) & Q(settled_by__isnull=False)),
                name="problem_settled_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "state", "reported_at"])]

    def __str__(self) -> str:
        return f"{self.kind} at {self.service_id}"


class FeedDecision(PartnershipModel):
    """A steward decided what becomes of a reading that was held."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        erase="keep",
        why=WHY,
        keep_for="as long as the feed",
        purpose="to know who let a feed withdraw many services",
        basis=BASIS,
        plain={"answer", "services"},
    )

    run = models.ForeignKey("directory.FeedRun", on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, choices=HeldAnswer)
    services = models.IntegerField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("partnerships.Member", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-decided_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=one_of("answer", HeldAnswer.values, blank=False), name="held_answer_is_known"
            ),
            models.UniqueConstraint(fields=["partnership", "run"], name="held_run_decided_once"),
        ]

    def __str__(self) -> str:
        return f"{self.answer} {self.run_id}"
