"""Schedules as people say them: "Tuesdays, 12.30pm to 2.30pm", "First Tuesday of the month, 2pm"."""

import datetime as dt
from typing import Final

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from alongside.directory.schedules import DAYS, Recurrence


def in_words(rule: Recurrence, description: str = "") -> str:
    """Return when it happens, in words; the provider's own words when a rule says nothing."""
    days = _days(rule)
    hours = _hours(rule)
    if not days:
        return description.strip()
    return ", ".join(part for part in (days, hours) if part)


def hour(time: dt.time) -> str:
    """Return a time of day: 2pm, 12.30pm, midday, midnight."""
    if time.minute == 0 and time.hour in (0, 12):
        return _("midnight") if time.hour == 0 else _("midday")
    twelve = time.hour % 12 or 12
    minutes = f".{time.minute:02d}" if time.minute else ""
    return f"{twelve}{minutes}{_('am') if time.hour < 12 else _('pm')}"


def _hours(rule: Recurrence) -> str:
    if rule.opens_at is None:
        return ""
    if rule.closes_at is None:
        return hour(rule.opens_at)
    return _("%(opens)s to %(closes)s") % {"opens": hour(rule.opens_at), "closes": hour(rule.closes_at)}


def _days(rule: Recurrence) -> str:
    if rule.freq == "MONTHLY":
        return _monthly(rule)
    if rule.freq == "WEEKLY" or rule.byday:
        days = sorted({DAYS.index(entry[-2:]) for entry in rule.byday}) or (
            [rule.dtstart.weekday()] if rule.dtstart else []
        )
        return _weekly(days, rule.interval)
    return formats.date_format(rule.dtstart, "l j E Y", use_l10n=False) if rule.dtstart else ""


_PLURAL: Final = (
    lazy("Mondays"),
    lazy("Tuesdays"),
    lazy("Wednesdays"),
    lazy("Thursdays"),
    lazy("Fridays"),
    lazy("Saturdays"),
    lazy("Sundays"),
)


def _weekly(days: list[int], interval: int) -> str:
    if not days:
        return ""
    if len(days) == 7:
        named = _("Every day")
    elif len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        named = _("%(first)s to %(last)s") % {"first": _day(days[0]), "last": _day(days[-1])}
    else:
        named = _join([str(_PLURAL[day]) for day in days])
    if interval == 1:
        return named
    return (
        _("%(days)s, every %(n)d weeks") % {"days": named, "n": interval}
        if interval > 2
        else _("%(days)s, every other week") % {"days": named}
    )


def _monthly(rule: Recurrence) -> str:
    nth = {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), 5: _("fifth"), -1: _("last")}
    named = [
        _("%(nth)s %(day)s")
        % {"nth": nth.get(int(entry[:-2]), entry[:-2]), "day": _day(DAYS.index(entry[-2:]))}
        if entry[:-2]
        else _("every %(day)s") % {"day": _day(DAYS.index(entry))}
        for entry in rule.byday
    ]
    numbers = rule.bymonthday or ((rule.dtstart.day,) if rule.dtstart and not rule.byday else ())
    if not named:
        named = [_("the last day") if n == -1 else _("day %(n)d") % {"n": n} for n in numbers]
    if not named:
        return ""
    months = ngettext("of the month", "of every %(n)d months", rule.interval) % {"n": rule.interval}
    text = f"{_join(named)} {months}"
    return text[0].upper() + text[1:]


_SINGULAR: Final = (
    lazy("Monday"),
    lazy("Tuesday"),
    lazy("Wednesday"),
    lazy("Thursday"),
    lazy("Friday"),
    lazy("Saturday"),
    lazy("Sunday"),
)


def _day(number: int) -> str:
    return str(_SINGULAR[number])


def _join(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {_('and')} {items[-1]}"
