"""Days and times of visits, as forms ask for them and as moments."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alongside.befriending import rules

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


class TimeField(forms.Field):
    """A time of day as people write it: 2pm, 2.30pm, 14:30."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("For example 2pm or 14:30"))
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.time | None:
        """A time; None where nothing was typed."""
        if isinstance(value, dt.time):
            return value
        typed = str(value or "").strip()
        if not typed:
            return None
        found = _TIME.fullmatch(typed)
        if found:
            hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
            if half and not 1 <= hour <= 12:
                hour = 99
            elif half:
                hour = hour % 12 + (12 if half == "pm" else 0)
            if hour < 24 and minute < 60:
                return dt.time(hour, minute)
        raise ValidationError(_("This is not a time we can read. Write it like 2pm or 14:30."))


def minute_of(time: dt.time) -> int:
    """The minute of the day."""
    return time.hour * 60 + time.minute


def moment(day: dt.date, time: dt.time) -> dt.datetime:
    """The moment at which London's clocks show this."""
    return rules.wall_time(day, minute_of(time))
