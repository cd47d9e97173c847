"""Erasure: who asked, who confirmed, what went; what holds it up; and the mark that outlives a backup."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.rights import rules
from alongside.rights.enums import Cause, ErasureState, How
from alongside.rights.models.common import BASIS, PURPOSE, known, member, pair


class Hold(PartnershipModel):
    """Nothing about the person is erased while it stands: a claim, an inquiry, an inquest."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="why something could not be erased; a person decides what of it may be given",
        erase="delete",
        keep_for="three years after it was lifted",
        purpose=PURPOSE,
        basis=BASIS,
        personal={"reason": "text"},
    )

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    placed_at = models.DateTimeField()
    placed_by = member()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = member(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-placed_at", "id"]
        verbose_name = _("legal hold")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="rights_hold_says_why"),
            pair("lifted_at", "lifted_by", name="rights_hold_lifted_by"),
            models.UniqueConstraint(
                fields=["partnership", "person"],
                condition=Q(lifted_at__isnull=True),
                name="rights_hold_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class Erasure(PartnershipModel):
    """One erasure. What they asked for is confirmed by somebody else than whoever wrote it down.

    The database scrubs the trail only for a person who has one of these `running` (core/audit.sql).
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="blank",
        keep_for="as long as any backup may hold the person",
        purpose="to be able to show that somebody was erased, when and on whose word",
        basis=BASIS,
        personal={"words": "text", "refusal": "text"},
        plain={"cause", "state", "asked_how", "received_on", "counts"},
    )

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=20, choices=Cause)
    state = models.CharField(max_length=20, choices=ErasureState, default=ErasureState.ASKED)
    asked_how = models.CharField(max_length=20, choices=How, blank=True)
    received_on = models.DateField(null=True, blank=True)
    words = models.TextField(_("what they said"), blank=True)
    asked_at = models.DateTimeField()
    asked_by = member(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = member(null=True, blank=True)
    refusal = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "id"]
        verbose_name = _("erasure")
        constraints: ClassVar = [
            known("cause", Cause.values, name="rights_erasure_cause_is_known"),
            known("state", ErasureState.values, name="rights_erasure_state_is_known"),
            models.CheckConstraint(
                condition=~Q(cause=Cause.REQUEST)
                | Q(asked_by__isnull=False, asked_how__in=How.values, received_on__isnull=False),
                name="rights_erasure_asked_by_someone",
            ),
            models.CheckConstraint(
                # a person confirms what a person asked for; a run of retention was confirmed as a whole
                condition=~Q(state__in=[ErasureState.RUNNING, ErasureState.DONE])
                | ~Q(cause__in=[Cause.REQUEST, Cause.RETENTION])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="rights_erasure_confirmed_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(cause=Cause.REQUEST)
                | Q(decided_by__isnull=True)
                | ~Q(state__in=[ErasureState.RUNNING, ErasureState.DONE])
                | ~Q(decided_by=F("asked_by")),
                name="rights_erasure_needs_two",
            ),
            models.CheckConstraint(
                condition=~Q(state=ErasureState.REFUSED) | ~Q(refusal=""),
                name="rights_erasure_refused_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state=ErasureState.DONE, done_at__isnull=False)
                | (~Q(state=ErasureState.DONE) & Q(done_at__isnull=True)),
                name="rights_erasure_done_says_when",
            ),
            models.UniqueConstraint(
                fields=["partnership", "person"],
                condition=Q(state__in=[ErasureState.ASKED, ErasureState.RUNNING]),
                name="rights_erasure_one_at_a_time",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "person"], name="rights_erasure_of")]

    def __str__(self) -> str:
        return str(self.get_state_display())

    def clock(self, today: dt.date) -> rules.Clock | None:
        """How the month to answer stands on a day; None where nobody asked."""
        if self.received_on is None:
            return None
        return rules.access_clock(self.received_on, extended=False, waits=[], today=today)


class Tombstone(PartnershipModel):
    """That somebody was erased: a keyed hash of their key, nothing else. It finds them in a restored backup."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,
        why="a keyed hash that tells nobody who it was; needed to erase again after a backup was restored",
        erase="keep",
        keep_for="as long as any backup may hold the person",
        purpose="to erase again whom a backup brings back",
        basis=BASIS,
        plain={"mark", "made_on"},
    )

    mark = models.CharField(max_length=64)
    made_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["made_on", "id"]
        verbose_name = _("tombstone")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "mark"], name="rights_tombstone_once"),
            models.CheckConstraint(
                condition=Q(("mark__regex", r"^[0-9a-f]{64}$")), name="rights_tombstone_is_a_hash"
            ),
        ]

    def __str__(self) -> str:
        return self.mark[:12]
