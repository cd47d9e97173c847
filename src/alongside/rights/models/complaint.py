"""A complaint about what we do with somebody's data. It is no part of the record of a case."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.rights import rules
from alongside.rights.enums import How, Outcome
from alongside.rights.models.common import known, member, pair


class Complaint(PartnershipModel):
    """Recorded, acknowledged within thirty days, decided, told. Read by stewards and team leads alone."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="keep",
        why="what somebody complained of, and what we answered, must stay answerable",
        keep_for="three years after it was told",
        purpose="to hear a complaint about personal data, and answer it in time",
        basis="legal obligation: Data Protection Act 2018 section 164A",
        personal={"complainant": "name", "reach": "text", "words": "text", "findings": "text"},
        plain={
            "reference", "came_how", "received_on", "acknowledged_on", "acknowledged_how", "outcome", "told_on",
            "told_how",
        },
    )  # fmt: skip

    reference = models.CharField(max_length=12)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    complainant = models.CharField(_("who complains"), max_length=150)
    reach = models.CharField(_("how to reach them"), max_length=200, blank=True)
    came_how = models.CharField(max_length=20, choices=How)
    received_on = models.DateField()
    words = models.TextField(_("what they complain of"))
    recorded_at = models.DateTimeField()
    recorded_by = member()
    acknowledged_on = models.DateField(null=True, blank=True)
    acknowledged_how = models.CharField(max_length=20, choices=How, blank=True)
    acknowledged_by = member(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    findings = models.TextField(_("what we found and did"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = member(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(max_length=20, choices=How, blank=True)
    told_by = member(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["received_on", "id"]
        verbose_name = _("complaint")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "reference"], name="rights_complaint_reference_once"
            ),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(complainant=""), name="rights_complaint_says_who_and_what"
            ),
            known("came_how", How.values, name="rights_complaint_way_is_known"),
            models.CheckConstraint(
                condition=Q(acknowledged_on__isnull=True, acknowledged_by__isnull=True, acknowledged_how="")
                | Q(
                    acknowledged_on__gte=F("received_on"),
                    acknowledged_by__isnull=False,
                    acknowledged_how__in=How.values,
                ),
                name="rights_complaint_acknowledgement_is_whole",
            ),
            pair("decided_at", "decided_by", name="rights_complaint_decided_by"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, outcome="")
                | (Q(decided_at__isnull=False, outcome__in=Outcome.values) & ~Q(findings="")),
                name="rights_complaint_outcome_says_why",
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=True, told_by__isnull=True, told_how="")
                | Q(
                    told_on__isnull=False,
                    told_by__isnull=False,
                    told_how__in=How.values,
                    decided_at__isnull=False,
                ),
                name="rights_complaint_told_after_it_was_decided",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["partnership", "received_on"],
                condition=Q(told_on__isnull=True),
                name="rights_complaint_open",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """True until they were told what came of it."""
        return self.told_on is None

    @property
    def acknowledge_by(self) -> dt.date:
        """The last day to acknowledge it."""
        return rules.acknowledge_by(self.received_on)

    def days_left(self, today: dt.date) -> int | None:
        """Days until it must be acknowledged; below 0 once late; None when it was."""
        return None if self.acknowledged_on else (self.acknowledge_by - today).days
