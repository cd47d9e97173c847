"""Changes one does not believe of a whole feed: another name under a known id, every day moved by one.

One group that is renamed, or moves from Monday to Tuesday, is news. A fifth of a feed that does so overnight is an
id used again or a clock gone wrong. So these are set aside while a reading goes on, its last good copy serving; at
the end they are taken over – or, when they are too many, held for a person. See `store` and `actions.import_feed`.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping

from alongside.directory.enums import SetAsideWhy, Weekday
from alongside.directory.feeds.records import ReadSchedule, ReadService
from alongside.directory.models import Schedule, Service

_WORD = re.compile(r"[^\W_]{3,}")
_DAYS = list(Weekday.values)


def beyond_belief(services: Mapping[uuid.UUID, ReadService]) -> dict[uuid.UUID, SetAsideWhy]:
    """Return which of these known services, all of them changed, are changed as no single one would be, and how."""
    if not services:
        return {}
    shown = Service.objects.filter(pk__in=list(services), withdrawn_at__isnull=True).order_by("pk")
    names = dict(shown.values_list("pk", "name"))
    days: dict[uuid.UUID, list[str]] = defaultdict(list)
    for pk, byday in (
        Schedule.objects.filter(service__in=list(names)).order_by("pk").values_list("service_id", "byday")
    ):
        days[pk] += byday
    found = {}
    for pk, name in names.items():
        if not is_alike(name, services[pk].name):
            found[pk] = SetAsideWhy.RENAMED
        elif moved_by_a_day(days[pk], days_of(services[pk])):
            found[pk] = SetAsideWhy.MOVED
    return found


def is_alike(before: str, after: str) -> bool:
    """Whether two names have a word in common; a name without words is like any other."""
    one, other = (set(_WORD.findall(name.lower())) for name in (before, after))
    return not one or not other or bool(one & other)


def days_of(service: ReadService) -> list[str]:
    """Every day a service as read names, with repeats."""
    told: Iterable[ReadSchedule] = (
        *service.schedules,
        *(schedule for location in service.locations for schedule in location.schedules),
    )
    return [day for schedule in told for day in schedule.byday]


def moved_by_a_day(before: list[str], after: list[str]) -> bool:
    """Whether the days are the same as before, each of them one later or each one earlier."""
    if not before or len(set(before)) == len(_DAYS):
        return False
    return any(sorted(_moved(day, by) for day in before) == sorted(after) for by in (1, -1))


def _moved(day: str, by: int) -> str:
    """`TU` → `WE`; `1TU` → `1WE`."""
    return day[:-2] + _DAYS[(_DAYS.index(day[-2:]) + by) % len(_DAYS)]
