"""Which bank holidays a service leaves out. Pure, but for the dates that come with an installed package.

Nobody is taken at a word they did not say: only what says that it is closed on bank holidays loses those days, and only
days that are bank holidays wherever it may be. Without a postcode it counts as in England and Wales.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from functools import lru_cache

from alongside.core.working_days import Nation, bank_holidays, bank_holidays_known_until
from alongside.directory.enums import OnBankHolidays
from alongside.directory.models import Schedule, Service
from alongside.places.nations import nations_of

Nations = frozenset[Nation]
HOME: Nations = frozenset({Nation.ENGLAND_AND_WALES})


def where(postcodes: Iterable[str]) -> Nations:
    """Return the nations in which places with these postcodes lie, or may lie."""
    return frozenset[Nation]().union(*map(nations_of, filter(None, postcodes))) or HOME


def where_of(service: Service, site_id: uuid.UUID | None = None) -> Nations:
    """Return the nations of a service's places, or of one; nothing is asked when they were fetched with it."""
    links = service.service_at_locations.all()
    return where(link.location.postcode for link in links if site_id in (None, link.pk))


def of_schedule(service: Service, schedule: Schedule) -> frozenset[dt.date]:
    """Return the bank holidays that a schedule leaves out where it holds."""
    if service.bank_holidays != OnBankHolidays.CLOSED:
        return frozenset()
    return left_out(service.bank_holidays, where_of(service, schedule.service_at_location_id))


@lru_cache(maxsize=16)
def left_out(says: str, nations: Nations) -> frozenset[dt.date]:
    """Return the bank holidays on which a service does not meet, as far ahead as they are known."""
    if says != OnBankHolidays.CLOSED:
        return frozenset()
    return frozenset.intersection(*map(bank_holidays, nations))


@lru_cache(maxsize=8)
def holidays_in(nations: Nations) -> frozenset[dt.date]:
    """Return the days that are bank holidays in any of these nations."""
    return frozenset[dt.date]().union(*map(bank_holidays, nations))


def is_not_known_yet(day: dt.date, nations: Nations) -> bool:
    """Whether the day may turn out to be a bank holiday: those of its year are not announced yet."""
    return day.weekday() < 5 and any(day > bank_holidays_known_until(nation) for nation in nations)
