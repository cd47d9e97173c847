"""How days, times, distances and phone numbers are said. Pure: the day it is now is passed in."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import phonenumbers
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from alongside.places.geo import UNHURRIED_METRES_A_MINUTE
from alongside.places.walking import walk

#: Beyond half an hour on foot a distance is said in miles.
WALKABLE_MINUTES = 30
METRES_A_MILE = 1609.344
SOON = 60  # days
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "yi"})


def is_foreign(code: str) -> bool:
    """Whether text in this language stands on a page in another; text nobody can tell the language of does not."""
    return bool(code) and code != (get_language() or "en").split("-")[0]


#: Django has no Somali: the names of months that it would bring stand in our own catalogue.
MONTHS = [
    pgettext_lazy("alt. month", "January"),
    pgettext_lazy("alt. month", "February"),
    pgettext_lazy("alt. month", "March"),
    pgettext_lazy("alt. month", "April"),
    pgettext_lazy("alt. month", "May"),
    pgettext_lazy("alt. month", "June"),
    pgettext_lazy("alt. month", "July"),
    pgettext_lazy("alt. month", "August"),
    pgettext_lazy("alt. month", "September"),
    pgettext_lazy("alt. month", "October"),
    pgettext_lazy("alt. month", "November"),
    pgettext_lazy("alt. month", "December"),
]


def day(value: dt.date, *, today: dt.date) -> str:
    """`Tuesday 1 December`, with the year when it is not the present one.

    `E` is the month as it stands beside a day: some languages bend it (“1 grudnia”, not “1 grudzień”).
    """
    return _said(value, "l j E" if value.year == today.year else "l j E Y", get_language())


def short_day(value: dt.date, *, today: dt.date) -> str:
    """`1 December`, with the year when it is not the present one."""
    return _said(value, "j E" if value.year == today.year else "j E Y", get_language())


@lru_cache(maxsize=4096)
def _said(value: dt.date, how: str, _language: str | None) -> str:
    """A page says the same few days a hundred times."""
    return date_format(value, how, use_l10n=False)


def time_of_day(value: dt.time) -> str:
    """`2pm`, `2.30pm`, `midday`, `midnight`."""
    if value.minute == 0 and value.hour in (0, 12):
        return _("midday") if value.hour else _("midnight")
    half = _("am") if value.hour < 12 else _("pm")
    hour = value.hour % 12 or 12
    minutes = f".{value.minute:02d}" if value.minute else ""
    return f"{hour}{minutes}{half}"


def moment(value: dt.datetime, *, today: dt.date) -> str:
    """`Tuesday 1 December, 2pm` of a local time."""
    return _("%(day)s, %(time)s") % {"day": day(value.date(), today=today), "time": time_of_day(value.time())}


def days_from(value: dt.date, *, today: dt.date) -> str:
    """`today`, `tomorrow`, `yesterday`, `12 days ago`, `in 5 days`; months and years when days stop helping."""
    days = (value - today).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days == -1:
        return _("yesterday")
    length = span(abs(days))
    return _("%(span)s ago") % {"span": length} if days < 0 else _("in %(span)s") % {"span": length}


def span(days: int) -> str:
    """A number of days in the unit one would say."""
    if days < SOON:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    months = max(2, days * 12 // 365)  # whole months, as the finder counts them
    if months < 24:
        return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    years = days // 365
    return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}


def distance(metres: float) -> str:
    """`12 minutes' walk` from metres as the crow flies; from half an hour's walk on, `2.1 miles away`."""
    if metres <= WALKABLE_MINUTES * UNHURRIED_METRES_A_MINUTE:
        return walk(metres)
    miles = metres / METRES_A_MILE
    said = f"{miles:.1f}" if miles < 10 else f"{miles:.0f}"
    return _("%(miles)s miles away") % {"miles": said}


def age_on(born: dt.date, on: dt.date) -> int:
    """Completed years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def phone(number: str) -> tuple[str, str]:
    """(as one reads it, as a telephone dials it); numbers of three to six digits such as 999 and 116 123 stay."""
    digits = "".join(c for c in number if c.isdigit())
    if len(digits) <= 6:
        return number, digits
    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return number, digits
    style = phonenumbers.PhoneNumberFormat
    home = parsed.country_code == 44
    read = phonenumbers.format_number(parsed, style.NATIONAL if home else style.INTERNATIONAL)
    return read, phonenumbers.format_number(parsed, style.E164)
