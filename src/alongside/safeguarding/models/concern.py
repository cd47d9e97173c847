"""A concern and its record: rows that are only added. What they may hold is decided here, who reads them in SQL.

`wall_narrowed` lays a restrictive policy beside the wall: inside the partnership, only the safeguarding roles (and
who broke the glass, and for the receipt who raised it) find these rows at all. The functions are in migration 0002.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.safeguarding import rules
from alongside.safeguarding.enums import (
    Agreed,
    Asked,
    Capacity,
    Decision,
    EntryKind,
    Knows,
    Limb,
    Override,
    State,
)
from alongside.safeguarding.models.common import (
    AUDITED,
    BASIS,
    KEPT_FOR,
    PURPOSE,
    WHY,
    belongs_to,
    known,
    some_member,
)

NEEDS_WORDS = (
    EntryKind.CAPACITY,
    EntryKind.DECISION,
    EntryKind.NOTE,
    EntryKind.CORRECTION,
    EntryKind.CLOSED,
    EntryKind.REOPENED,
)


class Concern(PartnershipModel):
    """Somebody may not be safe: about whom, and who raised it when. What was seen and said is in the entries.

    `involves` is a member the worry is about. They find nothing of it, whatever their role.
    """

    only_added = True
    wall_narrowed: ClassVar = {
        "readers": "safeguarding_opens(person_id, referral_id, involves_id) OR safeguarding_raised(raised_by_id)"
    }
    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=AUDITED,
        export="person",
        erase="keep",
        why=WHY,
        keep_for=KEPT_FOR,
        purpose=PURPOSE,
        basis=BASIS,
        plain={"reference", "key"},
    )

    reference = models.CharField(max_length=20)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    involves = some_member(null=True, blank=True)
    raised_by = some_member()
    raised_at = models.DateTimeField()
    key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-raised_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "reference"], name="safeguarding_concern_reference_once"
            ),
            models.UniqueConstraint(fields=["partnership", "key"], name="safeguarding_concern_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(referral__isnull=False),
                name="safeguarding_concern_is_about_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "-raised_at"], name="safeguarding_newest"),
            models.Index(fields=["partnership", "person"], name="safeguarding_about"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def about_name(self) -> str:
        """The name of whom it is about: the person's, or while nobody took the referral on, the one told."""
        if self.person is not None:
            return self.person.name
        return self.referral.name if self.referral is not None else ""


class Acknowledgement(PartnershipModel):
    """ "I have it": there is one for a concern, so the first stands. Who raised it may read this."""

    only_added = True
    wall_narrowed: ClassVar = {"readers": "safeguarding_sees(concern_id)"}
    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=AUDITED,
        export="concern__person",
        erase="keep",
        why=WHY,
        keep_for=KEPT_FOR,
        purpose=PURPOSE,
        basis=BASIS,
    )

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="acknowledgements")
    by = some_member()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "concern"], name="safeguarding_acknowledged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.at}"


class Entry(PartnershipModel):
    """One thing that was written down. A wrong one stays and is followed by its correction."""

    only_added = True
    wall_narrowed: ClassVar = {"readers": "safeguarding_reads(concern_id)"}
    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=AUDITED,
        export="concern__person",
        erase="keep",
        why=WHY,
        keep_for=KEPT_FOR,
        purpose=PURPOSE,
        basis=BASIS,
        personal={
            "seen": "text",
            "said": "text",
            "needs_why": "text",
            "risk_why": "text",
            "protect_why": "text",
            "sent_to": "text",
            "sent_on": "date",
            "council_reference": "code",
            "words": "text",
            "override": "code",
            "capacity": "code",
            "agreed": "code",
            "knows": "code",
            "asked": "code",
            "needs": "code",
            "risk": "code",
            "protect": "code",
            "decision": "code",
        },
        plain={"kind", "state_after"},
    )

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=EntryKind)
    at = models.DateTimeField()
    by = some_member()
    state_after = models.CharField(max_length=12, choices=State, blank=True)
    words = models.TextField(blank=True)
    seen = models.TextField(blank=True)
    said = models.TextField(blank=True)
    knows = models.CharField(max_length=10, choices=Knows, blank=True)
    asked = models.CharField(max_length=10, choices=Asked, blank=True)
    capacity = models.CharField(max_length=12, choices=Capacity, blank=True)
    agreed = models.CharField(max_length=10, choices=Agreed, blank=True)
    override = ArrayField(models.CharField(max_length=20, choices=Override), default=list, blank=True)
    needs = models.CharField(max_length=10, choices=Limb, blank=True)
    needs_why = models.TextField(blank=True)
    risk = models.CharField(max_length=10, choices=Limb, blank=True)
    risk_why = models.TextField(blank=True)
    protect = models.CharField(max_length=10, choices=Limb, blank=True)
    protect_why = models.TextField(blank=True)
    decision = models.CharField(max_length=12, choices=Decision, blank=True)
    sent_to = models.CharField(max_length=200, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    council_reference = models.CharField(max_length=60, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        verbose_name_plural = "entries"
        constraints: ClassVar = [
            known("kind", EntryKind.values, name="safeguarding_entry_kind_is_known"),
            known("state_after", State.values, name="safeguarding_entry_state_is_known", optional=True),
            known("knows", Knows.values, name="safeguarding_entry_knows_is_known", optional=True),
            known("asked", Asked.values, name="safeguarding_entry_asked_is_known", optional=True),
            known("capacity", Capacity.values, name="safeguarding_entry_capacity_is_known", optional=True),
            known("agreed", Agreed.values, name="safeguarding_entry_agreed_is_known", optional=True),
            known("decision", Decision.values, name="safeguarding_entry_decision_is_known", optional=True),
            *(
                known(limb, Limb.values, name=f"safeguarding_entry_{limb}_is_known", optional=True)
                for limb in ("needs", "risk", "protect")
            ),
            models.CheckConstraint(
                condition=Q(override__contained_by=Override.values),
                name="safeguarding_entry_override_is_known",
            ),
            belongs_to(EntryKind.WISHES, "asked", name="safeguarding_entry_wishes"),
            belongs_to(EntryKind.CAPACITY, "capacity", name="safeguarding_entry_capacity"),
            belongs_to(EntryKind.CONSENT, "agreed", name="safeguarding_entry_consent"),
            belongs_to(EntryKind.DECISION, "decision", name="safeguarding_entry_decision"),
            belongs_to(EntryKind.SECTION_42, "needs", "risk", "protect", name="safeguarding_entry_limbs"),
            belongs_to(EntryKind.REFERRAL, "sent_to", name="safeguarding_entry_referral"),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.REFERRAL, sent_on__isnull=False)
                | (~Q(kind=EntryKind.REFERRAL) & Q(sent_on__isnull=True)),
                name="safeguarding_entry_sent_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.CORRECTION, corrects__isnull=False)
                | (~Q(kind=EntryKind.CORRECTION) & Q(corrects__isnull=True)),
                name="safeguarding_entry_corrects_another",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=NEEDS_WORDS) | ~Q(words=""), name="safeguarding_entry_says_why"
            ),
            models.CheckConstraint(
                condition=Q(override=[]) | Q(kind=EntryKind.CONSENT),
                name="safeguarding_entry_override_is_consent",
            ),
            models.CheckConstraint(  # shared without agreement, and the reason in words
                condition=Q(override=[]) | ~Q(words=""), name="safeguarding_entry_override_says_why"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "concern", "at"], name="safeguarding_entries_of"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def override_words(self) -> list[str]:
        """The reasons to share without consent, in words."""
        return [str(Override(reason).label) for reason in self.override]

    @property
    def duty_to_enquire(self) -> Limb:
        """What the three limbs come to."""
        return rules.section_42(self.needs, self.risk, self.protect)
