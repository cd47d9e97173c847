"""A befriending scheme of an organisation, and the one published number by which waiting counts in its rounds."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.befriending.enums import Channel
from alongside.befriending.models.common import between, known, member
from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel


class Scheme(PartnershipModel):
    """How an organisation befriends: by which channel, for whom, how often, how long, and to what standard."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="about a service, not a person",
        keep_for="as long as the partnership",
        purpose="to run befriending",
        basis="art 6(1)(e)",
        plain={
            "name", "channel", "eligibility", "minimum_age", "area_codes", "minutes", "every_weeks", "lasts_months",
            "answer_days", "introduction_days", "capacity", "meanwhile",
        },
    )  # fmt: skip

    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    channel = models.CharField(_("how people meet"), max_length=10, choices=Channel)
    eligibility = models.TextField(_("who it is for, in plain words"))
    minimum_age = models.IntegerField(default=18)
    area_codes = models.JSONField(default=list, blank=True)
    minutes = models.IntegerField(default=60)
    every_weeks = models.IntegerField(default=1)
    lasts_months = models.IntegerField(null=True, blank=True)
    answer_days = models.IntegerField(default=5)
    introduction_days = models.IntegerField(default=14)
    capacity = models.IntegerField(null=True, blank=True)
    meanwhile = models.CharField(_("offered to everybody who waits"), max_length=300)
    is_open = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = member()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        verbose_name = _("befriending scheme")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "name"], name="befriending_scheme_name_once"),
            known("channel", Channel.values, name="befriending_scheme_channel_is_known"),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(eligibility="") & ~models.Q(meanwhile=""),
                name="befriending_scheme_says_what",
            ),
            between("minutes", 15, 240, name="befriending_scheme_length_is_plausible"),
            between("every_weeks", 1, 8, name="befriending_scheme_rhythm_is_plausible"),
            between("minimum_age", 0, 100, name="befriending_scheme_age_is_plausible"),
            models.CheckConstraint(
                condition=models.Q(answer_days__gte=1, introduction_days__gte=1)
                & (models.Q(capacity__isnull=True) | models.Q(capacity__gte=0))
                & (models.Q(lasts_months__isnull=True) | models.Q(lasts_months__gte=1)),
                name="befriending_scheme_standards_are_plausible",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WaitParameter(PartnershipModel):
    """A version of the published parameter: points a week of waiting is worth. The newest holds; none is changed."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        why="a decision about a service, not about a person",
        keep_for="as long as the partnership",
        purpose="to say openly how waiting counts, who decided it and why",
        basis="art 6(1)(e)",
        plain={"version", "points_per_week_waited", "why"},
    )

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="parameters")
    version = models.IntegerField()
    points_per_week_waited = models.IntegerField()
    why = models.TextField()
    set_at = models.DateTimeField()
    set_by = member()

    class Meta:
        ordering: ClassVar = ["-version", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "scheme", "version"], name="befriending_parameter_version_once"
            ),
            between("points_per_week_waited", 0, 1000, name="befriending_parameter_is_plausible"),
            models.CheckConstraint(
                condition=models.Q(version__gte=1) & ~models.Q(why=""), name="befriending_parameter_says_why"
            ),
        ]

    def __str__(self) -> str:
        return str(self.points_per_week_waited)
