"""The fields of a service that an organiser can have changed: reading them, writing them, comparing them.

Values are plain JSON, so that a change can be kept, shown as a difference and laid over a feed again. Names are those
of `FIELDS`; `phone` is the service's first number, `times` its weekly times: [["TU", "12:30", "14:30"], …], `place`
its only address: {"name": …, "address_1": …, "city": …, "postcode": …}, `access` what is there, `ages` [least, most].
None stands for what cannot be told so simply: several places, several ways of being eligible.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.directory.enums import Frequency, LocationType, Precision
from alongside.directory.feeds.clean_text import plain, rich
from alongside.directory.languages import language_name
from alongside.directory.models import (
    Eligibility,
    Language,
    Location,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)
from alongside.places.roughly import placed

FIELDS = {
    "name": _("Name"),
    "description": _("What it is"),
    "times": _("Days and times"),
    "bank_holidays": _("On bank holidays"),
    "place": _("Where"),
    "access": _("Getting in and about"),
    "modes": _("How people take part"),
    "languages": _("Languages spoken"),
    "ages": _("Ages"),
    "attending": _("How one gets in"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "url": _("Website"),
    "fees": _("What it costs"),
    "alert": _("Something people should know now"),
    "status": _("Is it running?"),
}
"""Name → what people call it, in the order of forms and differences."""
_COLUMNS = ("name", "email", "url", "fees", "alert", "status", "bank_holidays")


def value_of(service: Service, field: str) -> Any:
    """Return the present value of a field."""
    if field == "description":
        return service.description
    if field == "phone":
        first = service.phones.filter(contact__isnull=True).order_by("pk").first()
        return first.number if first else ""
    if field in _READERS:
        return _READERS[field](service)
    return getattr(service, field)


PLACE = ("name", "address_1", "city", "postcode")


def _place_of(service: Service) -> dict[str, str] | None:
    """The only place, all empty when there is none; None when there are several."""
    sites = list(service.service_at_locations.select_related("location").order_by("pk")[:2])
    if len(sites) > 1:
        return None
    return {part: getattr(sites[0].location, part) if sites else "" for part in PLACE}


def _access_of(service: Service) -> list[str] | None:
    sites = list(service.service_at_locations.select_related("location").order_by("pk")[:2])
    return sorted(sites[0].location.access_features) if len(sites) == 1 else None


def _ages_of(service: Service) -> list[int | None] | None:
    ways = list(service.eligibilities.order_by("pk")[:2])
    if len(ways) > 1:
        return None
    return [ways[0].minimum_age, ways[0].maximum_age] if ways else [None, None]


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
        elif field == "attending":
            service.attending_access = value
        elif field == "modes":
            service.delivery_modes = list(value)
        elif value is not None:
            _WRITERS[field](service, value, at)
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


def _own_location(service: Service, at: dt.datetime) -> Location:
    """The service's own copy of its place: a feed's may be shared with others, and is the feed's to change."""
    link = service.service_at_locations.select_related("location").order_by("pk").first()
    key = uuid.uuid5(service.pk, "corrected:place")
    if link is not None and link.location_id == key:
        return link.location
    Location.objects.filter(pk=key).delete()
    copy = link.location if link is not None else Location(location_type=LocationType.PHYSICAL, created_at=at)
    said = list(copy.accessibilities.order_by("pk")) if link is not None else []
    copy.pk, copy.updated_at, copy._state.adding = key, at, True
    copy.save(force_insert=True)
    for words in said:
        words.pk, words.location, words._state.adding = uuid.uuid5(words.pk, "corrected"), copy, True
        words.save(force_insert=True)
    if link is not None:
        link.location = copy
        link.save(update_fields=["location"])
    else:
        ServiceAtLocation.objects.create(service=service, location=copy)
    return copy


def _write_place(service: Service, place: dict[str, str], at: dt.datetime) -> None:
    """Another address; the point is its postcode's. Nothing told: it has no place."""
    if not any(place.values()):
        service.service_at_locations.all().delete()
        return
    location = _own_location(service, at)
    moved = place["postcode"] != location.postcode or location.point is None
    for part in PLACE:
        setattr(location, part, place[part])
    if moved:
        found = placed({place["postcode"]}).get(place["postcode"])
        location.point = found.point if found else None
        location.precision = (
            "" if found is None else (Precision.EXACT if found.is_exact else Precision.APPROXIMATE)
        )
    location.save()


def _write_access(service: Service, features: list[str], at: dt.datetime) -> None:
    if not features and not service.service_at_locations.exists():
        return
    location = _own_location(service, at)
    location.access_features = list(features)
    location.access_lacking = [lacks for lacks in location.access_lacking if lacks not in features]
    location.save()


def _write_languages(service: Service, codes: list[str], at: dt.datetime) -> None:
    service.languages.all().delete()
    Language.objects.bulk_create(
        [
            Language(
                id=uuid.uuid5(service.pk, f"corrected:{code}"),
                service=service,
                code=code,
                name=language_name(code),
            )
            for code in codes
        ]
    )


def _write_ages(service: Service, ages: list[int | None], at: dt.datetime) -> None:
    way = service.eligibilities.order_by("pk").first()
    if way is None:
        if ages == [None, None]:
            return
        way = Eligibility(id=uuid.uuid5(service.pk, "corrected:ages"), service=service)
    way.minimum_age, way.maximum_age = ages
    way.save()


def _write_times(service: Service, times: list[list[str]], at: dt.datetime) -> None:
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


_READERS: dict[str, Callable[[Service], Any]] = {
    "times": times_of,
    "place": _place_of,
    "access": _access_of,
    "ages": _ages_of,
    "modes": lambda service: sorted(service.delivery_modes),
    "languages": lambda service: sorted(set(service.languages.values_list("code", flat=True)) - {""}),
    "attending": lambda service: service.attending_access,
}
_WRITERS: dict[str, Callable[[Service, Any, dt.datetime], None]] = {
    "times": _write_times,
    "place": _write_place,
    "access": _write_access,
    "ages": _write_ages,
    "languages": _write_languages,
}
