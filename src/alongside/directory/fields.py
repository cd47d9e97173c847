"""The fields of a service that an organiser can have changed: reading them, writing them, comparing them.

Values are plain JSON, so that a change can be kept, shown as a difference and laid over a feed again. Names are those
of `FIELDS`; `phone` is the service's first number, `times` its weekly times: [["TU", "12:30", "14:30"], …].
"""

import datetime as dt
import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.directory.enums import Frequency
from alongside.directory.feeds.clean_text import plain, rich
from alongside.directory.models import Phone, Schedule, Service

FIELDS = {
    "name": _("Name"),
    "description": _("What it is"),
    "times": _("Days and times"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "url": _("Website"),
    "fees": _("What it costs"),
    "alert": _("Something people should know now"),
    "status": _("Is it running?"),
}
"""Name → what people call it, in the order of forms and differences."""
_COLUMNS = ("name", "email", "url", "fees", "alert", "status")


def value_of(service: Service, field: str) -> Any:
    """Return the present value of a field."""
    if field == "description":
        return service.description
    if field == "phone":
        first = service.phones.filter(contact__isnull=True).order_by("pk").first()
        return first.number if first else ""
    if field == "times":
        return times_of(service)
    return getattr(service, field)


def times_of(service: Service) -> list[list[str]] | None:
    """Return the weekly times, or None when they are not told as such: monthly, at one of several places, in words."""
    found = []
    at_its_only_site = service.service_at_locations.count() == 1
    for schedule in service.schedules.order_by("pk"):
        is_plain = (
            schedule.freq == Frequency.WEEKLY
            and schedule.interval == 1
            and (schedule.service_at_location_id is None or at_its_only_site)
            and schedule.opens_at is not None
            and (schedule.valid_from is None or schedule.valid_from <= service.updated_at.date())
            and schedule.valid_to is None
            and schedule.byday
        )
        if not is_plain:
            return None
        opens, closes = schedule.opens_at, schedule.closes_at
        assert opens is not None  # noqa: S101 – told to the type checker; looked at above
        ends = closes.strftime("%H:%M") if closes else ""
        found += [[day, opens.strftime("%H:%M"), ends] for day in schedule.byday]
    return sorted(found, key=lambda row: (["MO", "TU", "WE", "TH", "FR", "SA", "SU"].index(row[0]), row[1]))


def has_several_sites(service: Service) -> bool:
    """Whether its times may differ from place to place."""
    return service.service_at_locations.count() > 1


def write(service: Service, changes: dict[str, Any], *, at: dt.datetime) -> None:
    """Write values into a service in the caller's transaction; its offers are the caller's to refresh."""
    for field, value in changes.items():
        if field in _COLUMNS:
            setattr(service, field, value)
        elif field == "description":
            service.description_html = rich(value)
            service.description = plain(service.description_html)
        elif field == "phone":
            _write_phone(service, value)
        elif field == "times":
            _write_times(service, value)
    service.updated_at = at
    service.save()


def _write_phone(service: Service, number: str) -> None:
    first = service.phones.filter(contact__isnull=True).order_by("pk").first()
    if not number:
        service.phones.filter(contact__isnull=True).delete()
    elif first is None:
        Phone.objects.create(service=service, number=number)
    else:
        first.number, first.extension = number, ""
        first.save(update_fields=["number", "extension"])


def _write_times(service: Service, times: list[list[str]]) -> None:
    """Weekly times instead of whatever there was; at its site, when that is where they were told."""
    site = service.schedules.order_by("pk").values_list("service_at_location_id", flat=True).first()
    service.schedules.all().delete()
    Schedule.objects.bulk_create(
        [
            Schedule(
                id=uuid.uuid5(service.pk, f"corrected:{day}:{opens}"),
                service=service,
                service_at_location_id=site,
                freq=Frequency.WEEKLY,
                byday=[day],
                opens_at=dt.time.fromisoformat(opens),
                closes_at=dt.time.fromisoformat(closes) if closes else None,
            )
            for day, opens, closes in times
        ]
    )
