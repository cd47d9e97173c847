"""A volunteer: who they are, what they offer, when they are free, and who stands behind them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.people.enums import Gender
from alongside.places.fields import PointField
from alongside.volunteering.enums import Pattern, Talk, Travel, VolunteerStatus
from alongside.volunteering.models.common import BASIS, KEPT_FOR, WHY, known, some_member

DAY = 24 * 60


def codes() -> ArrayField[Any, Any]:
    """A set of words of an enum."""
    return ArrayField(models.CharField(max_length=30), default=list, blank=True)


class Volunteer(PartnershipModel):
    """Somebody who gives time to an organisation, or has asked to. From `ready` on they have two members behind them.

    `tasks`, `is_regular` and `people_receive_care` decide which DBS check the law allows (`rules.justified`).
    `skills` is {"dementia": 2, …} by `enums.Skill`; what is missing is 0. `availability` rows are the weekly times;
    none recorded means not known, never "always". `point` is where they set out from.
    """

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="",
        erase="keep",
        why=WHY,
        keep_for=KEPT_FOR,
        purpose="to find, keep safe and thank volunteers",
        basis=BASIS,
        personal={
            "name": "name",
            "known_as": "name",
            "email": "email",
            "phone": "phone",
            "postcode": "postcode",
            "point": "postcode",
            "born_on": "date",
            "gender": "code",
            "languages": "code",
            "communication": "code",
            "interests": "code",
            "experiences": "code",
            "cultures": "code",
            "skills": "json",
            "cannot_meet": "code",
            "brings": "code",
            "adjustments": "text",
            "employer": "text",
            "emergency_contact": "text",
            "leaving_note": "text",
        },
        plain={
            "status", "roles", "pattern", "tasks", "channels", "talk", "travel", "radius_m", "people_at_most",
            "hours_per_week", "leaving_on",
        },
    )  # fmt: skip

    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    member = some_member(null=True, blank=True)
    status = models.CharField(max_length=20, choices=VolunteerStatus, default=VolunteerStatus.APPLICANT)
    supervisor = some_member(null=True, blank=True)
    deputy = some_member(null=True, blank=True)

    name = models.CharField(_("name"), max_length=200)
    known_as = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    point = PointField(null=True, blank=True)
    born_on = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=20, choices=Gender, blank=True)
    emergency_contact = models.TextField(blank=True)

    roles = codes()
    pattern = models.CharField(max_length=20, choices=Pattern, default=Pattern.REGULAR)
    tasks = codes()
    is_regular = models.BooleanField(default=False)
    people_receive_care = models.BooleanField(default=False)
    channels = codes()
    travel = models.CharField(max_length=20, choices=Travel, default=Travel.WALK)
    radius_m = models.IntegerField(default=3000)
    people_at_most = models.IntegerField(default=1)
    hours_per_week = models.IntegerField(default=2)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    communication = codes()
    interests = codes()
    experiences = codes()
    cultures = codes()
    skills = models.JSONField(default=dict, blank=True)
    cannot_meet = codes()
    brings = codes()
    talk = models.CharField(max_length=20, choices=Talk, blank=True)
    adjustments = models.TextField(blank=True)
    employer = models.CharField(max_length=200, blank=True)
    in_work_time = models.BooleanField(default=False)

    created_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    leaving_on = models.DateField(null=True, blank=True)
    leaving_note = models.TextField(blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            known("status", VolunteerStatus.values, name="volunteering_status_is_known"),
            known("pattern", Pattern.values, name="volunteering_pattern_is_known"),
            known("travel", Travel.values, name="volunteering_travel_is_known"),
            models.UniqueConstraint(fields=["partnership", "member"], name="volunteering_member_once"),
            models.CheckConstraint(condition=~Q(name=""), name="volunteering_has_a_name"),
            models.CheckConstraint(
                condition=~Q(status__in=[VolunteerStatus.READY, VolunteerStatus.RESTING])
                | Q(supervisor__isnull=False, deputy__isnull=False),
                name="volunteering_never_without_supervisor",
            ),
            models.CheckConstraint(
                condition=Q(supervisor__isnull=True) | Q(deputy__isnull=True) | ~Q(supervisor=F("deputy")),
                name="volunteering_deputy_is_another",
            ),
            models.CheckConstraint(
                condition=~Q(status=VolunteerStatus.READY) | Q(ready_at__isnull=False),
                name="volunteering_ready_since",
            ),
            models.CheckConstraint(
                condition=Q(status=VolunteerStatus.LEFT, left_at__isnull=False)
                | (~Q(status=VolunteerStatus.LEFT) & Q(left_at__isnull=True)),
                name="volunteering_left_says_when",
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"),
                name="volunteering_phone_is_e164",
            ),
            models.CheckConstraint(
                condition=Q(radius_m__range=(0, 100_000)), name="volunteering_radius_is_plausible"
            ),
            models.CheckConstraint(
                condition=Q(people_at_most__range=(0, 20)), name="volunteering_people_is_plausible"
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week__range=(0, 60)), name="volunteering_hours_is_plausible"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "organisation", "status", "name"], name="volunteering_of"),
            GistIndex(fields=["point"], name="volunteering_near"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """How they like to be called."""
        return self.known_as or self.name

    @property
    def is_active(self) -> bool:
        """Whether they are one of us: ready, or resting."""
        return self.status in (VolunteerStatus.READY, VolunteerStatus.RESTING)


class Availability(PartnershipModel):
    """A time of the week at which somebody is usually free: London wall-clock minutes of the day."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="",
        erase="keep",
        why=WHY,
        keep_for=KEPT_FOR,
        purpose="to arrange visits and calls when somebody is free",
        basis=BASIS,
        plain={"weekday", "from_minute", "to_minute"},
    )

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="availability")
    weekday = models.SmallIntegerField(help_text="0 is Monday")
    from_minute = models.SmallIntegerField()
    to_minute = models.SmallIntegerField()

    class Meta:
        ordering: ClassVar = ["weekday", "from_minute", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="volunteering_weekday"),
            models.CheckConstraint(
                condition=Q(from_minute__gte=0, to_minute__lte=DAY, from_minute__lt=F("to_minute")),
                name="volunteering_time_of_day",
            ),
            models.UniqueConstraint(
                fields=["partnership", "volunteer", "weekday", "from_minute"],
                name="volunteering_slot_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.from_minute}–{self.to_minute}"


class AwayPeriod(PartnershipModel):
    """Days on which somebody is away: both ends are days away."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="",
        erase="keep",
        why=WHY,
        keep_for=KEPT_FOR,
        purpose="to arrange cover",
        basis=BASIS,
        plain={"starts_on", "ends_on"},
    )

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="away")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["starts_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="volunteering_away_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"
