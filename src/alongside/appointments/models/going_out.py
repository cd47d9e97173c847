"""What a member needs for going out, the calendar they subscribe to, and what a partnership arranged."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.appointments import rules
from alongside.appointments.enums import Mode
from alongside.casework.models.common import known
from alongside.casework.models.common import member as some_member
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel

E164 = r"^\+[1-9][0-9]{6,14}$"
STAFF_BASIS = "art 6(1)(b); art 6(1)(c): Health and Safety at Work Act 1974"


class GoingOut(PartnershipModel):
    """What one member told for going out: a mobile number, where they set out from, how they travel, their buddy."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="about a member of staff; their own export is by member",
        keep_for="until the member leaves",
        purpose="that somebody who goes out alone can be reached, and gets there in time",
        basis=STAFF_BASIS,
        personal={"phone": "phone", "start_postcode": "postcode"},
        plain={"travel_mode"},
    )

    member = some_member()
    phone = models.CharField(max_length=20, blank=True)
    start_postcode = models.CharField(max_length=8, blank=True)
    travel_mode = models.CharField(max_length=10, choices=Mode, blank=True)
    buddy = some_member(null=True, blank=True)
    told_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["told_at", "id"]
        verbose_name = _("going out")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "member"], name="appointments_going_out_once"),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=E164), name="appointments_phone_is_e164"
            ),
            known("travel_mode", ["", *Mode.values], name="appointments_usual_mode_is_known"),
            models.CheckConstraint(
                condition=Q(buddy__isnull=True) | ~Q(buddy=F("member")), name="appointments_buddy_is_another"
            ),
        ]

    def __str__(self) -> str:
        return str(self.member)


class CalendarFeed(PartnershipModel):
    """A private link by which a member's own calendar shows their appointments: initials and a district, no more."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="about a member's calendar; holds no word about a person",
        keep_for="until it is revoked or the member leaves",
        purpose="that members see their appointments in their own calendar",
        basis="art 6(1)(b)",
        personal={"token_hash": "secret"},
    )

    member = some_member()
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        verbose_name = _("calendar link")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "token_hash"], name="appointments_feed_once"),
            models.UniqueConstraint(
                fields=["partnership", "member"],
                condition=Q(revoked_at__isnull=True),
                name="appointments_one_feed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Arrangement(PartnershipModel):
    """How going out alone is watched over here. One row in a partnership, or none: then the default holds."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="about the partnership's own staff",
        keep_for="as long as the partnership",
        purpose="to know who is told when somebody does not say that they are safe",
        basis=STAFF_BASIS,
        plain={"grace_minutes"},
    )

    grace_minutes = models.IntegerField(
        default=rules.GRACE_MINUTES,
        validators=[MinValueValidator(rules.LEAST_GRACE), MaxValueValidator(rules.MOST_GRACE)],
    )
    deputy = some_member(null=True, blank=True)
    arranged_at = models.DateTimeField()
    arranged_by = some_member()

    class Meta:
        ordering: ClassVar = ["arranged_at", "id"]
        verbose_name = _("arrangement")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership"], name="appointments_one_arrangement"),
            models.CheckConstraint(
                condition=Q(grace_minutes__range=(rules.LEAST_GRACE, rules.MOST_GRACE)),
                name="appointments_grace_is_sane",
            ),
        ]

    def __str__(self) -> str:
        return str(self.grace_minutes)
