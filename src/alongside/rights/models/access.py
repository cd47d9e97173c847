"""A request for a copy of what we hold, the waits in it, what is left out of it, and who opened the copy."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.rights import rules
from alongside.rights.enums import (
    AccessState,
    Asker,
    Decision,
    Ending,
    Form,
    How,
    Identity,
    PauseWhy,
    TermKind,
)
from alongside.rights.models.common import BASIS, KEPT_FOR, PURPOSE, known, member, pair


class AccessRequest(PartnershipModel):
    """Somebody asks for a copy of what we hold about a person (UK GDPR article 15).

    `package` is the copy: as it was put together until it is released, as it was given from then on.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="blank",
        keep_for=KEPT_FOR,
        purpose=PURPOSE,
        basis=BASIS,
        personal={
            "asker_name": "name",
            "words": "text",
            "identity_note": "text",
            "extension_reason": "text",
            "ending_reason": "text",
            "package": "json",
        },
        plain={
            "reference", "asked_by", "asked_how", "received_on", "identity", "extension_told", "answered_how", "ending",
        },
    )  # fmt: skip

    reference = models.CharField(max_length=12)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_by = models.CharField(max_length=20, choices=Asker)
    asker_name = models.CharField(_("who asked for them"), max_length=150, blank=True)
    asked_how = models.CharField(max_length=20, choices=How)
    received_on = models.DateField()
    words = models.TextField(_("what they asked for"), blank=True)
    logged_at = models.DateTimeField()
    logged_by = member()
    identity = models.CharField(max_length=20, choices=Identity, blank=True)
    identity_note = models.CharField(max_length=300, blank=True)
    identity_at = models.DateTimeField(null=True, blank=True)
    identity_by = member(null=True, blank=True)
    extended_at = models.DateTimeField(null=True, blank=True)
    extended_by = member(null=True, blank=True)
    extension_reason = models.TextField(blank=True)
    extension_told = models.CharField(max_length=20, choices=How, blank=True)
    package = models.JSONField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    made_by = member(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = member(null=True, blank=True)
    answered_how = models.CharField(max_length=20, choices=How, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = member(null=True, blank=True)
    ending = models.CharField(max_length=20, choices=Ending, blank=True)
    ending_reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["received_on", "id"]
        verbose_name = _("request for a copy")
        verbose_name_plural = _("requests for a copy")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="rights_access_reference_once"),
            known("asked_by", Asker.values, name="rights_access_asker_is_known"),
            known("asked_how", How.values, name="rights_access_way_is_known"),
            pair("identity_at", "identity_by", name="rights_access_identity_by"),
            models.CheckConstraint(
                condition=Q(identity="", identity_at__isnull=True)
                | Q(identity__in=Identity.values, identity_at__isnull=False),
                name="rights_access_identity_says_how",
            ),
            pair("extended_at", "extended_by", name="rights_access_extended_by"),
            models.CheckConstraint(
                condition=Q(extended_at__isnull=True, extension_told="", extension_reason="")
                | (Q(extended_at__isnull=False, extension_told__in=How.values) & ~Q(extension_reason="")),
                name="rights_access_extension_is_told",
            ),
            pair("made_at", "made_by", name="rights_access_made_by"),
            pair("released_at", "released_by", name="rights_access_released_by"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, answered_how="")
                | Q(
                    released_at__isnull=False,
                    made_at__isnull=False,
                    identity_at__isnull=False,
                    answered_how__in=How.values,
                ),
                name="rights_access_released_when_known_and_made",
            ),
            pair("ended_at", "ended_by", name="rights_access_ended_by"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="")
                | Q(ended_at__isnull=False, ending__in=Ending.values, released_at__isnull=True),
                name="rights_access_ends_one_way",
            ),
            models.CheckConstraint(
                condition=~Q(ending=Ending.REFUSED) | ~Q(ending_reason=""),
                name="rights_access_refused_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "person"], name="rights_access_of"),
            models.Index(
                fields=["partnership", "received_on"],
                condition=Q(released_at__isnull=True, ended_at__isnull=True),
                name="rights_access_open",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """True until it is answered or ended."""
        return self.released_at is None and self.ended_at is None

    def waits(self) -> list[rules.Wait]:
        """When the clock stood. Reads `pauses`, so prefetch them for a list."""
        return [rules.Wait(pause.from_on, pause.until_on) for pause in self.pauses.all()]

    def clock(self, today: dt.date) -> rules.Clock:
        """How the time stands on a day."""
        return rules.access_clock(
            self.received_on, extended=self.extended_at is not None, waits=self.waits(), today=today
        )

    def state(self) -> AccessState:
        """Where it stands. Reads `pauses` and `redactions`."""
        if self.ended_at is not None:
            return AccessState.ENDED
        if self.released_at is not None:
            return AccessState.ANSWERED
        if any(pause.until_on is None for pause in self.pauses.all()):
            return AccessState.PAUSED
        if self.identity_at is None:
            return AccessState.IDENTITY
        if self.made_at is None:
            return AccessState.TO_PREPARE
        undecided = any(not one.decision for one in self.redactions.all())
        return AccessState.TO_REVIEW if undecided else AccessState.TO_RELEASE


class Pause(PartnershipModel):
    """The clock stands while we wait to know who asks, or what they mean. From the day we asked them."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="request__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose=PURPOSE,
        basis=BASIS,
        personal={"asked": "text"},
        plain={"why", "from_on", "until_on"},
    )

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="pauses")
    why = models.CharField(max_length=20, choices=PauseWhy)
    asked = models.CharField(_("what we asked them"), max_length=300)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    began_at = models.DateTimeField()
    began_by = member()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = member(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["from_on", "id"]
        verbose_name = _("wait in a request")
        verbose_name_plural = _("waits in a request")
        constraints: ClassVar = [
            known("why", PauseWhy.values, name="rights_pause_why_is_known"),
            models.CheckConstraint(condition=~Q(asked=""), name="rights_pause_says_what_was_asked"),
            pair("ended_at", "ended_by", name="rights_pause_ended_by"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True, ended_at__isnull=True)
                | Q(until_on__gte=F("from_on"), ended_at__isnull=False),
                name="rights_pause_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["partnership", "request"],
                condition=Q(until_on__isnull=True),
                name="rights_pause_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_why_display())


class Redaction(PartnershipModel):
    """A word found in the copy that may tell of somebody else; a person decides on each before anything leaves."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,
        why="words about other people, which the person's copy must not hold",
        erase="delete",
        keep_for="as long as the request",
        purpose=PURPOSE,
        basis=BASIS,
        personal={"term": "text", "contexts": "json"},
        plain={"kind", "places", "decision"},
    )

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="redactions")
    kind = models.CharField(max_length=20, choices=TermKind)
    term = models.CharField(max_length=200)
    places = models.IntegerField(default=0)
    contexts = ArrayField(models.TextField(), default=list, blank=True)
    decision = models.CharField(max_length=5, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = member(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["kind", "term", "id"]
        verbose_name = _("word to leave out")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "request", "term"], name="rights_redaction_once"),
            known("kind", TermKind.values, name="rights_redaction_kind_is_known"),
            models.CheckConstraint(
                condition=~Q(term="") & Q(places__gte=0), name="rights_redaction_names_it"
            ),
            pair("decided_at", "decided_by", name="rights_redaction_decided_by"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | Q(decision__in=Decision.values, decided_at__isnull=False),
                name="rights_redaction_decided_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.term


class Opening(PartnershipModel):
    """Somebody of us opened the copy, to read, print or hand it over."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=False,
        export="request__person",
        erase="keep",
        why="who opened a copy of a record must stay answerable",
        keep_for=KEPT_FOR,
        purpose=PURPOSE,
        basis=BASIS,
        plain={"form"},
    )

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="openings")
    at = models.DateTimeField()
    by = member()
    form = models.CharField(max_length=10, choices=Form)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        verbose_name = _("opening of a copy")
        verbose_name_plural = _("openings of a copy")
        constraints: ClassVar = [known("form", Form.values, name="rights_opening_form_is_known")]

    def __str__(self) -> str:
        return str(self.get_form_display())
