"""Schedule: when a service is there.

Times are wall-clock times in Europe/London: "2pm" stays 2pm across clock changes. A schedule with `freq`
repeats; one with `dtstart` and no `freq` happens once; one with neither has only words (`description`).
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from alongside.directory.enums import Frequency, Weekday
from alongside.directory.models.base import PUBLIC, DirectoryRecord, codes, one_of, only_from

BYDAY = [f"{nth}{day}" for nth in ("", "1", "2", "3", "4", "5", "-1") for day in Weekday.values]
"""Legal entries of `byday`: "TU", or for monthly schedules "1TU" (first Tuesday) and "-1FR" (last Friday)."""


class Schedule(DirectoryRecord):
    """Open Referral UK `schedule` of a service, or of that service at one of its locations."""

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="schedules")
    service_at_location = models.ForeignKey(
        "directory.ServiceAtLocation",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="schedules",
    )
    """Null: the schedule holds at every location, or the service has none."""
    freq = models.CharField(max_length=10, choices=Frequency.choices, blank=True)
    interval = models.IntegerField(default=1)
    byday = codes(size=4)
    bymonthday = ArrayField(models.IntegerField(), default=list, blank=True)
    dtstart = models.DateField(null=True, blank=True)
    """Anchors `interval`, and is the date itself when `freq` is empty."""
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    """Last day on which it happens, inclusive."""
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    description = models.TextField(blank=True)
    schedule_link = models.URLField(max_length=500, blank=True)

    records = PUBLIC

    class Meta:
        ordering = ["service", "dtstart", "opens_at", "id"]
        constraints = [
            models.CheckConstraint(condition=one_of("freq", Frequency.values), name="freq_is_known"),
            models.CheckConstraint(condition=models.Q(interval__range=(1, 52)), name="interval_is_sensible"),
            models.CheckConstraint(condition=only_from("byday", BYDAY), name="byday_is_known"),
            models.CheckConstraint(
                condition=only_from("bymonthday", [*range(1, 32), *range(-31, 0)]),
                name="bymonthday_is_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__isnull=True)
                | models.Q(opens_at__isnull=False, closes_at__gt=models.F("opens_at")),
                name="closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_to")),
                name="schedule_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.description or f"{self.freq} {','.join(self.byday)}"
