"""A life event, and what a connector is offered because of it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.casework.models.common import BASIS, KEPT_FOR, known, member, pair
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.signposting import rules
from alongside.signposting.enums import Answer, LifeEventKind, ToldBy, Who


class LifeEvent(PartnershipModel):
    """Something that happened in somebody's life, when, and who told us. Taken back, not edited."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to be there at the right time, in the right tone",
        basis=BASIS,
        personal={"kind": "code", "happened_on": "date", "told_by": "code", "note": "text"},
    )

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="life_events")
    kind = models.CharField(max_length=20, choices=LifeEventKind)
    happened_on = models.DateField(null=True, blank=True)
    told_by = models.CharField(max_length=20, choices=ToldBy)
    note = models.CharField(max_length=500, blank=True)
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.SET_NULL, null=True, blank=True, related_name="life_events"
    )
    noted_at = models.DateTimeField()
    noted_by = member()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = member(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-noted_at", "-id"]
        verbose_name = _("life event")
        constraints: ClassVar = [
            known("kind", LifeEventKind.values, name="signposting_event_kind_is_known"),
            known("told_by", ToldBy.values, name="signposting_event_told_by_is_known"),
            pair("taken_back_at", "taken_back_by", name="signposting_event_taking_back_is_whole"),
            models.UniqueConstraint(
                fields=["partnership", "person", "kind", "happened_on"],
                condition=Q(taken_back_at__isnull=True),
                nulls_distinct=False,
                name="signposting_event_noted_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "person"], name="signposting_event_of")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def proposal(self) -> Proposal | None:
        """What was offered because of it, if anything was."""
        return next(iter(self.proposals.all()), None)

    @property
    def stands(self) -> bool:
        """True until it is taken back."""
        return self.taken_back_at is None

    @property
    def is_sensitive(self) -> bool:
        """Whether a letter at the wrong time would hurt."""
        return LifeEventKind(self.kind) in rules.SENSITIVE


class Proposal(PartnershipModel):
    """A letter and a shortlist offered because of a life event, as the rule stood when it was noted. A member takes it
    up or does not; nothing leaves by itself."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="event__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to be there at the right time, in the right tone",
        basis=BASIS,
        personal={"letter_kind": "code", "matters": "json"},
        plain={"due_on", "who", "answer"},
    )

    event = models.ForeignKey(LifeEvent, on_delete=models.CASCADE, related_name="proposals")
    letter_kind = models.CharField(max_length=20, blank=True)
    matters = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    due_on = models.DateField()
    who = models.CharField(max_length=20, choices=Who, default=Who.CONNECTOR)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = member(null=True, blank=True)
    letter = models.ForeignKey(
        "letters.Letter", on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals"
    )

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        verbose_name = _("proposal")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "event"], name="signposting_proposal_once"),
            known("letter_kind", ["", *LifeEventKind.values], name="signposting_proposal_letter_is_known"),
            known("who", Who.values, name="signposting_proposal_who_is_known"),
            models.CheckConstraint(
                condition=Q(answer=Answer.OPEN, answered_at__isnull=True)
                | Q(answer__in=[Answer.ACCEPTED, Answer.DECLINED], answered_at__isnull=False),
                name="signposting_proposal_answer_says_when",
            ),
            pair("answered_at", "answered_by", name="signposting_proposal_answering_is_whole"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["partnership", "due_on"], condition=Q(answer=Answer.OPEN), name="signposting_due"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        """True until somebody has answered."""
        return self.answer == Answer.OPEN
