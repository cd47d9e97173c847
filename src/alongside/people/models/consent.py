"""What a person agreed to: who asked, when, how, in which words, and what may be shared with whom."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.people.deciding import GivenBy
from alongside.people.enums import ConsentChannel, ConsentPurpose, Shared
from alongside.people.models.representative import Representative


class ConsentWording(PartnershipModel):
    """The words that were read out. A version is never edited (a database trigger refuses): new words, new version.

    `ask_again`: what changed matters, so those who agreed to older words are asked again.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="",
        erase="keep",
        why="the words we ask with; nothing about anybody",
        keep_for="as long as a consent refers to it",
        purpose="to prove what was agreed to",
        basis="legal obligation: UK GDPR article 7",
        plain={"purpose", "version", "text", "hash", "what_changed"},
    )

    purpose = models.CharField(max_length=20, choices=ConsentPurpose)
    version = models.IntegerField()
    text = models.TextField()
    hash = models.CharField(max_length=64, editable=False)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        "partnerships.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ask_again = models.BooleanField(default=False)
    what_changed = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["purpose", "-version", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "purpose", "version"], name="people_wording_version_once"
            ),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="people_wording_version_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.version})"


class Consent(PartnershipModel):
    """One agreement of one person. Withdrawing it is as easy as giving it and takes effect at once.

    A person aged 16 or over is assumed able to decide (Mental Capacity Act 2005, s.1). Somebody else decides only as
    `given_by` says, and the database asks for what the law asks for: who, for which decision, who was consulted.
    `not_shared` are the kinds of things the person wants kept from the organisation it is shared with.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="delete",
        keep_for="as long as the person's record",
        purpose="to know and to prove what the person agreed to",
        basis="legal obligation: UK GDPR article 7",
        personal={
            "asked_how": "text",
            "capacity_note": "text",
            "consulted": "text",
            "decided_by_name": "name",
            "decided_by_role": "text",
            "withdrawn_note": "text",
        },
        plain={
            "purpose", "channel", "wording_hash", "given_by", "expires_on", "not_shared", "withdrawn_channel",
        },
    )  # fmt: skip

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=ConsentPurpose)
    wording = models.ForeignKey(ConsentWording, on_delete=models.PROTECT, related_name="consents")
    wording_hash = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        "partnerships.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(max_length=20, choices=ConsentChannel)
    asked_how = models.CharField(max_length=200, blank=True, help_text=_("Who asked and how"))
    capacity_note = models.TextField(blank=True)
    shared_with = models.ForeignKey(
        "partnerships.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    not_shared = ArrayField(models.CharField(max_length=20, choices=Shared), default=list, blank=True)
    given_by = models.CharField(max_length=20, choices=GivenBy, default=GivenBy.SELF)
    representative = models.ForeignKey(
        Representative, on_delete=models.PROTECT, null=True, blank=True, related_name="consents"
    )
    decided_by_name = models.CharField(max_length=120, blank=True)
    decided_by_role = models.CharField(max_length=120, blank=True)
    consulted = models.TextField(blank=True)
    expires_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "partnerships.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    withdrawn_channel = models.CharField(max_length=20, choices=ConsentChannel, blank=True)
    withdrawn_note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-given_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_channel="")
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                | models.Q(
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=True,
                    withdrawn_channel=ConsentChannel.ONLINE,
                ),
                name="people_consent_withdrawal_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_channel__in=["", *ConsentChannel.values]),
                name="people_consent_withdrawn_how_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(not_shared__contained_by=Shared.values),
                name="people_consent_kept_back_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    given_by=GivenBy.SELF, representative__isnull=True, decided_by_name="", consulted=""
                )
                | (
                    models.Q(given_by__in=[GivenBy.ATTORNEY, GivenBy.DEPUTY], representative__isnull=False)
                    & ~models.Q(capacity_note="")
                )
                | (
                    models.Q(given_by__in=[GivenBy.BEST_INTERESTS, GivenBy.PARENT])
                    & ~models.Q(decided_by_name="")
                    & ~models.Q(capacity_note="")
                ),
                name="people_consent_by_another_says_whose_and_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(given_by=GivenBy.BEST_INTERESTS) | ~models.Q(consulted=""),
                name="people_consent_best_interests_says_who_was_asked",
            ),
            models.CheckConstraint(
                condition=models.Q(given_by=GivenBy.SELF) | ~models.Q(purpose=ConsentPurpose.RESEARCH),
                name="people_consent_to_research_is_ones_own",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True)
                | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="people_consent_given_before_withdrawn",
            ),
            models.CheckConstraint(
                condition=~models.Q(purpose=ConsentPurpose.SHARE) | models.Q(shared_with__isnull=False),
                name="people_consent_to_share_names_with_whom",
            ),
            models.UniqueConstraint(
                fields=["partnership", "person", "purpose", "shared_with"],
                condition=models.Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="people_consent_live_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "shared_with", "person"], name="people_consent_by_org"),
            models.Index(
                fields=["partnership", "expires_on"],
                name="people_consent_runs_out",
                condition=models.Q(withdrawn_at__isnull=True, expires_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())

    @property
    def is_live(self) -> bool:
        """True until it is withdrawn."""
        return self.withdrawn_at is None

    def stands_on(self, day: date) -> bool:
        """Whether something may be done on the strength of it on a day: neither withdrawn nor run out."""
        return self.is_live and (self.expires_on is None or day <= self.expires_on)

    @property
    def kept_back(self) -> list[str]:
        """What the person wants kept back, in words."""
        return [str(Shared(one).label) for one in self.not_shared]


class ConsentTerm(PartnershipModel):
    """For how many months an agreement to a purpose lasts before it is asked again. The newest counts; none: no end."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="a rule of the partnership; nothing about anybody",
        keep_for="as long as the partnership",
        purpose="to ask again before an agreement grows old",
        basis="legal obligation: UK GDPR article 7",
        plain={"purpose", "months"},
    )

    purpose = models.CharField(max_length=20, choices=ConsentPurpose)
    months = models.IntegerField(null=True, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("partnerships.Member", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["purpose", "-set_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(purpose__in=ConsentPurpose.values), name="people_term_purpose_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(months__isnull=True) | models.Q(months__range=(1, 120)),
                name="people_term_is_plausible",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "purpose", "-set_at"], name="people_term_newest")
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.months}"


class ConsentLink(PartnershipModel):
    """A link by which a person reads what they agreed to and takes it back, without an account. Its hash is kept."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="delete",
        keep_for="until it has run out",
        purpose="that taking back is as easy as agreeing",
        basis="legal obligation: UK GDPR article 7",
        personal={"token_hash": "secret"},
    )

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="consent_links")
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("partnerships.Member", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "token_hash"], name="people_consent_link_once"),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="people_consent_link_runs_out"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "person"], name="people_consent_link_of")]

    def __str__(self) -> str:
        return str(self.pk)
