"""A wish for company: a person's place in the queue of a scheme. And pairs who must not be matched."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.befriending.enums import (
    Channel,
    Gap,
    LeaveReason,
    PairKind,
    SaidBy,
    Talks,
    WishStatus,
)
from alongside.befriending.models.common import (
    BASIS,
    FINDING,
    KEPT_FOR,
    between,
    known,
    member,
    pair,
    some_volunteer,
)
from alongside.befriending.models.scheme import Scheme
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.volunteering.enums import Communication, Condition


def _codes(length: int = 30) -> ArrayField[Any, Any]:
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


class Wish(PartnershipModel):
    """What a person wants of a scheme, since when, and how often a round left them waiting.

    Musts remove volunteers, the rest only scores. `times` holds [weekday, from minute, to minute] in London's
    wall-clock time; none recorded is not "always free". `skills` maps a complexity to the level it asks for.
    `what_to_know` is the minimum a volunteer is told; `summary` is what they see before both said yes, nameless.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose=FINDING,
        basis=BASIS,
        personal={
            "times": "json", "languages_must": "json", "languages_wish": "json", "signs_must": "json",
            "gender_must": "json", "gender_wish": "json", "conditions": "json", "cannot_meet": "json", "skills": "json",
            "interests": "json", "experiences": "json", "cultures": "json", "age_gap": "code", "talks": "code",
            "what_to_know": "text", "how_to_get_in": "text", "summary": "text", "left_note": "text",
            "meanwhile": "text",
        },
        plain={
            "status", "channels", "channel_wish", "stay_waiting", "times_passed_over", "minutes", "left_reason",
            "told_wait",
        },
    )  # fmt: skip

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="wishes")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="befriending_wishes")
    case = models.ForeignKey(
        "casework.Case", on_delete=models.SET_NULL, null=True, blank=True, related_name="befriending_wishes"
    )
    status = models.CharField(max_length=10, choices=WishStatus, default=WishStatus.WAITING)
    channels = _codes()
    channel_wish = _codes()
    times = models.JSONField(default=list, blank=True)
    minutes = models.IntegerField(default=60)
    languages_must = _codes(8)
    languages_wish = _codes(8)
    signs_must = _codes()
    gender_must = _codes()
    gender_wish = _codes()
    conditions = _codes()
    cannot_meet = _codes()
    skills = models.JSONField(default=dict, blank=True)
    interests = _codes()
    experiences = _codes()
    cultures = _codes()
    age_gap = models.CharField(max_length=10, choices=Gap, default=Gap.ANY)
    talks = models.CharField(max_length=10, choices=Talks, default=Talks.ANY)
    two_volunteers = models.BooleanField(default=False)
    on_hold = models.BooleanField(default=False)
    stay_waiting = models.IntegerField(default=0)
    what_to_know = models.TextField(blank=True)
    how_to_get_in = models.TextField(blank=True)
    summary = models.TextField(blank=True)

    waiting_since_at = models.DateTimeField()
    times_passed_over = models.IntegerField(default=0)
    passed_over_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField()
    joined_by = member()
    checked_at = models.DateTimeField()
    meanwhile = models.CharField(max_length=300, blank=True)
    told_wait = models.CharField(max_length=300, blank=True)
    not_forgotten_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = member(null=True, blank=True)
    left_reason = models.CharField(max_length=20, choices=LeaveReason, blank=True)
    left_note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["waiting_since_at", "id"]
        verbose_name = _("wish for company")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "scheme", "person"],
                condition=~Q(status=WishStatus.LEFT),
                name="befriending_wish_once_in_a_queue",
            ),
            known("status", WishStatus.values, name="befriending_wish_status_is_known"),
            known("age_gap", Gap.values, name="befriending_wish_gap_is_known"),
            known("talks", Talks.values, name="befriending_wish_talks_is_known"),
            models.CheckConstraint(
                condition=Q(channels__contained_by=Channel.values)
                & Q(channel_wish__contained_by=Channel.values)
                & Q(channels__len__gte=1),
                name="befriending_wish_channels_are_known",
            ),
            models.CheckConstraint(
                condition=Q(conditions__contained_by=Condition.values)
                & Q(cannot_meet__contained_by=Condition.values)
                & Q(signs_must__contained_by=Communication.values),
                name="befriending_wish_conditions_are_known",
            ),
            between("minutes", 15, 240, name="befriending_wish_length_is_plausible"),
            models.CheckConstraint(
                condition=Q(times_passed_over__gte=0) & Q(stay_waiting__gte=0),
                name="befriending_wish_counts_are_plausible",
            ),
            models.CheckConstraint(
                condition=Q(status=WishStatus.LEFT, left_at__isnull=False, left_reason__in=LeaveReason.values)
                | (~Q(status=WishStatus.LEFT) & Q(left_at__isnull=True, left_reason="")),
                name="befriending_wish_left_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["partnership", "scheme", "waiting_since_at"],
                condition=Q(status=WishStatus.WAITING),
                name="befriending_queue",
            ),
            models.Index(fields=["partnership", "person"], name="befriending_wish_of"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_waiting(self) -> bool:
        """True while it stands in the queue."""
        return self.status == WishStatus.WAITING


class Exclusion(PartnershipModel):
    """Two who must not be matched, in either direction. The other side never learns of it, not even as a number."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        erase="delete",
        why="discloses what somebody else asked for in confidence; a person decides what of it may be given "
        "(Data Protection Act 2018, schedule 2, paragraph 16)",
        keep_for=KEPT_FOR,
        purpose="never to bring together two who must not meet",
        basis="legitimate interests: safety",
        personal={"reason": "text"},
        plain={"kind", "said_by"},
    )

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    volunteer = some_volunteer(related_name="+")
    kind = models.CharField(max_length=20, choices=PairKind)
    said_by = models.CharField(max_length=10, choices=SaidBy)
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = member()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = member(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "person", "volunteer", "kind"],
                condition=Q(lifted_at__isnull=True),
                name="befriending_exclusion_once",
            ),
            known("kind", PairKind.values, name="befriending_exclusion_kind_is_known"),
            known("said_by", SaidBy.values, name="befriending_exclusion_side_is_known"),
            pair("lifted_at", "lifted_by", name="befriending_exclusion_lifting_is_whole"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "volunteer"], name="befriending_excluded_by")
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
