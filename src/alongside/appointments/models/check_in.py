"""A check-in: somebody went out alone, a colleague would notice. What happened to it is only ever added."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.appointments import rules
from alongside.appointments.enums import Found, Kind, Via
from alongside.appointments.models.appointment import Appointment
from alongside.appointments.models.going_out import E164, STAFF_BASIS
from alongside.casework.models.common import known
from alongside.casework.models.common import member as some_member
from alongside.core.records import Records
from alongside.messaging.enums import MessageStatus
from alongside.messaging.models import Message
from alongside.partnerships.models import PartnershipModel

KEPT_FOR = "three years after the check-in"
PURPOSE = "that somebody who goes out alone is missed in time"


class CheckIn(PartnershipModel):
    """Who is out, until when, and who watches. `due_at` and `ended_at` are where its lines have led.

    `where` is what was said on setting out, so that a later change of the record does not send help elsewhere. It is
    shown to the buddy only once an alert was raised, and each look is a line.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose=PURPOSE,
        basis=STAFF_BASIS,
        personal={"where": "address", "phone": "phone", "token_hash": "secret"},
        plain={"grace_minutes"},
    )

    member = some_member()
    buddy = some_member()
    case = models.ForeignKey(
        "casework.Case", on_delete=models.CASCADE, null=True, blank=True, related_name="lone_visits"
    )
    appointment = models.ForeignKey(
        Appointment, on_delete=models.SET_NULL, null=True, blank=True, related_name="check_ins"
    )
    where = models.CharField(max_length=400)
    phone = models.CharField(max_length=20, blank=True)
    grace_minutes = models.IntegerField()
    token_hash = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-started_at", "-id"]
        verbose_name = _("check-in")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "member"],
                condition=Q(ended_at__isnull=True),
                name="appointments_out_once",
            ),
            models.UniqueConstraint(
                fields=["partnership", "token_hash"], name="appointments_check_in_link_once"
            ),
            models.CheckConstraint(condition=~Q(buddy=F("member")), name="appointments_watched_by_another"),
            models.CheckConstraint(condition=~Q(where=""), name="appointments_check_in_says_where"),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=E164), name="appointments_check_in_phone_is_e164"
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("started_at")), name="appointments_out_for_a_while"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="appointments_back_after_leaving",
            ),
            models.CheckConstraint(
                condition=Q(grace_minutes__range=(rules.LEAST_GRACE, rules.MOST_GRACE)),
                name="appointments_check_in_grace_is_sane",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["partnership", "due_at"],
                condition=Q(ended_at__isnull=True),
                name="appointments_out_now",
            ),
            models.Index(fields=["partnership", "-started_at"], name="appointments_check_ins_newest"),
            models.Index(fields=["partnership", "appointment"], name="appointments_check_ins_of"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_out(self) -> bool:
        """True until it was ended."""
        return self.ended_at is None


class CheckInEvent(PartnershipModel):
    """One line of a check-in: what happened, when we heard of it, and through which door. Never edited.

    `tapped_at` is when the phone says that it was pressed, where that can be believed; `key` makes a line that is sent
    again the same line; `by` is who did it.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="check_in__case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose=PURPOSE,
        basis=STAFF_BASIS,
        personal={"words": "text"},
        plain={"number", "kind", "via", "found", "key"},
    )

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="events")
    number = models.IntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    via = models.CharField(max_length=10, choices=Via)
    at = models.DateTimeField()
    by = some_member()
    tapped_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    found = models.CharField(max_length=20, choices=Found, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["check_in", "number"]
        verbose_name = _("line of a check-in")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "check_in", "number"], name="appointments_line_numbered_once"
            ),
            models.UniqueConstraint(fields=["partnership", "check_in", "key"], name="appointments_line_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="appointments_line_counts"),
            known("kind", Kind.values, name="appointments_line_is_known"),
            known("via", Via.values, name="appointments_line_door_is_known"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(rules.SAYS_UNTIL_WHEN), due_at__isnull=False)
                | (~Q(kind__in=sorted(rules.SAYS_UNTIL_WHEN)) & Q(due_at__isnull=True)),
                name="appointments_line_says_until_when",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.CLOSED, found__in=Found.values) | (~Q(kind=Kind.CLOSED) & Q(found="")),
                name="appointments_closed_says_what_was_found",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Alert(PartnershipModel):
    """Somebody was told, in one round about one expected end. It stands here whatever becomes of the messages."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="check_in__case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose=PURPOSE,
        basis=STAFF_BASIS,
        plain={"round"},
    )

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="alerts")
    to = some_member()
    round = models.IntegerField()
    about_due_at = models.DateTimeField()
    at = models.DateTimeField()
    email = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "round", "id"]
        verbose_name = _("alert")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "check_in", "about_due_at", "round", "to"],
                name="appointments_alert_once",
            ),
            models.CheckConstraint(
                condition=Q(round__range=(0, rules.MOST_ROUNDS)), name="appointments_alert_round_counts"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "check_in", "round"], name="appointments_alerts_of"),
        ]

    def __str__(self) -> str:
        return str(self.round)

    @property
    def messages(self) -> list[Message]:
        """What was written: an e-mail, a text, both or neither."""
        return [message for message in (self.email, self.text) if message is not None]

    @property
    def cannot_arrive(self) -> bool:
        """Whether nothing that was written will ever leave by itself."""
        return all(message.status == MessageStatus.FAILED for message in self.messages)
