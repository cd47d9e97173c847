"""An appointment of a person with a member, and the reminder they want of it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.appointments import rules
from alongside.appointments.enums import (
    CancelReason,
    Mode,
    NotReminded,
    Place,
    RemindBy,
    ReminderStatus,
    RemindWhen,
    Status,
    WhyNot,
)
from alongside.casework.models.common import BASIS, KEPT_FOR, known, pair
from alongside.casework.models.common import member as some_member
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class Appointment(PartnershipModel):
    """When, where and with whom. `member` goes; nobody goes to two at once (`appointments_time_once`).

    It stands for `follow_up` on the worklist. `version` grows with each change, so that a second editor is told;
    calendars read it as the sequence of the event. `travel_is_estimate`: nobody has said how long the way really is.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to meet the person when and where it was agreed",
        basis=BASIS,
        personal={"where": "address", "postcode": "postcode", "note": "text", "ended_note": "text"},
        plain={
            "during", "place", "status", "travel_minutes", "travel_mode", "remind_by", "remind_when", "cancel_reason",
            "why_not", "version",
        },
    )  # fmt: skip

    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, related_name="appointments")
    member = some_member()
    during = DateTimeRangeField()
    place = models.CharField(max_length=10, choices=Place)
    where = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    note = models.CharField(max_length=300, blank=True)
    travel_minutes = models.IntegerField(null=True, blank=True)
    travel_mode = models.CharField(max_length=10, choices=Mode, blank=True)
    travel_is_estimate = models.BooleanField(default=False)
    remind_by = models.CharField(max_length=10, choices=RemindBy, blank=True)
    remind_when = models.CharField(max_length=10, choices=RemindWhen, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.BOOKED)
    version = models.IntegerField(default=1)
    follow_up = models.ForeignKey(
        "casework.FollowUp", on_delete=models.SET_NULL, null=True, blank=True, related_name="appointments"
    )
    contact = models.ForeignKey(
        "casework.Contact", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    booked_at = models.DateTimeField()
    booked_by = some_member()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = some_member(null=True, blank=True)
    cancel_reason = models.CharField(max_length=20, choices=CancelReason, blank=True)
    why_not = models.CharField(max_length=20, choices=WhyNot, blank=True)
    ended_note = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["during", "id"]
        verbose_name = _("appointment")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="appointments_time_once",
                expressions=[("member", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(status__in=sorted(rules.TAKES_TIME)),
            ),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                name="appointments_has_a_length",
            ),
            known("place", Place.values, name="appointments_place_is_known"),
            models.CheckConstraint(
                condition=~Q(place=Place.ELSEWHERE) | ~Q(where=""), name="appointments_elsewhere_is_named"
            ),
            known("status", Status.values, name="appointments_status_is_known"),
            known("travel_mode", ["", *Mode.values], name="appointments_mode_is_known"),
            models.CheckConstraint(
                condition=Q(travel_minutes__isnull=True) | Q(travel_minutes__range=(0, rules.MOST_TRAVEL)),
                name="appointments_way_is_plausible",
            ),
            models.CheckConstraint(
                condition=Q(remind_by="", remind_when="")
                | Q(remind_by=RemindBy.LETTER, remind_when="")
                | Q(remind_by__in=[RemindBy.TEXT, RemindBy.EMAIL], remind_when__in=RemindWhen.values),
                name="appointments_reminder_is_whole",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="appointments_version_counts"),
            pair("ended_at", "ended_by", name="appointments_end_is_whole"),
            models.CheckConstraint(
                condition=Q(status=Status.BOOKED, ended_at__isnull=True)
                | (~Q(status=Status.BOOKED) & Q(ended_at__isnull=False)),
                name="appointments_booked_until_ended",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.CANCELLED, cancel_reason__in=CancelReason.values)
                | (~Q(status=Status.CANCELLED) & Q(cancel_reason="")),
                name="appointments_cancelled_says_why",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DID_NOT_HAPPEN, why_not__in=WhyNot.values)
                | (~Q(status=Status.DID_NOT_HAPPEN) & Q(why_not="")),
                name="appointments_says_why_not",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "case", "during"], name="appointments_of_case"),
            models.Index(fields=["partnership", "member", "status", "during"], name="appointments_of_member"),
        ]

    def __str__(self) -> str:
        return str(self.get_place_display())

    @property
    def is_booked(self) -> bool:
        """True until it is cancelled or has its outcome."""
        return self.status == Status.BOOKED

    @property
    def somebody_goes(self) -> bool:
        """Whether somebody goes there, rather than rings."""
        return self.place in rules.ON_THE_WAY


class Reminder(PartnershipModel):
    """One reminder for one time of an appointment. It waits, is written once, or is withdrawn and says why."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="appointment__case__person",
        erase="delete",
        keep_for=KEPT_FOR,
        purpose="to remind those who want to be reminded",
        basis=BASIS,
        plain={"channel", "status", "why"},
    )

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="reminders")
    channel = models.CharField(max_length=10, choices=RemindBy)
    due_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=ReminderStatus, default=ReminderStatus.WAITING)
    why = models.CharField(max_length=20, choices=NotReminded, blank=True)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    message = models.ForeignKey(
        "messaging.Message", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["made_at", "id"]
        verbose_name = _("reminder")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "appointment"],
                condition=Q(status=ReminderStatus.WAITING),
                name="appointments_one_reminder_waits",
            ),
            known("channel", RemindBy.values, name="appointments_reminder_way_is_known"),
            models.CheckConstraint(
                condition=Q(status=ReminderStatus.WAITING, settled_at__isnull=True, why="")
                | Q(status=ReminderStatus.WRITTEN, settled_at__isnull=False, why="")
                | Q(status=ReminderStatus.WITHDRAWN, settled_at__isnull=False, why__in=NotReminded.values),
                name="appointments_reminder_says_what_became",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["partnership", "due_at"],
                condition=Q(status=ReminderStatus.WAITING),
                name="appointments_reminders_due",
            ),
            models.Index(fields=["partnership", "appointment"], name="appointments_reminders_of"),
        ]

    def __str__(self) -> str:
        return str(self.get_status_display())
