"""How an appointment and a time are said in messages, on the timeline and on pages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.appointments import rules
from alongside.core import clock

if TYPE_CHECKING:
    from alongside.appointments.models import Appointment
    from alongside.people.models import Person


def time_of_day(moment: dt.datetime) -> str:
    """ "2pm", "2.30pm", "midday", on the wall clock of the place."""
    local = clock.local(moment)
    if local.minute == 0 and local.hour in {0, 12}:
        return _("midday") if local.hour else _("midnight")
    minutes = f".{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{_('am') if local.hour < 12 else _('pm')}"


def day(moment: dt.datetime) -> str:
    """ "Tuesday 1 December"."""
    return date_format(clock.local(moment).date(), "l j E", use_l10n=False)


def when(moment: dt.datetime) -> str:
    """ "Tuesday 1 December, 2pm"."""
    return f"{day(moment)}, {time_of_day(moment)}"


def where(appointment: Appointment) -> str:
    """ "at their home", "by phone", or the name of the place."""
    if appointment.where:
        return appointment.where
    return str(appointment.get_place_display()).lower()


def sentence(appointment: Appointment) -> str:
    """ "Tuesday 1 December, 2pm, at their home, with Ayse Demir"."""
    return _("%(when)s, %(where)s, with %(who)s") % {
        "when": when(appointment.during.lower),
        "where": where(appointment),
        "who": appointment.member.name,
    }


def initials(person: Person) -> str:
    """Initials of a person, for calendars that others may look into."""
    return rules.initials(person.given_name, person.family_name)
