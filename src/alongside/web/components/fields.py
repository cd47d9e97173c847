"""Form fields that are more than one box: a day as day, month and year, as GOV.UK asks for it; choices with hints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PARTS = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class DayWidget(forms.MultiWidget):
    """Three boxes, `<name>_day`, `<name>_month`, `<name>_year`."""

    use_fieldset = True

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        part = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__({name: forms.TextInput(attrs=part) for name in PARTS}, dict(attrs or {}))

    def decompress(self, value: dt.date | None) -> list[Any]:
        """The three boxes of a day."""
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayField(forms.Field):
    """A day. Months may be written as words; what was typed comes back when it cannot be understood."""

    widget = DayWidget
    default_error_messages = {
        "incomplete": _("Give a day, a month and a year, for example 27 3 1947."),
        "unreal": _("This day is not in the calendar. Check the day, month and year."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        """A date, from a date or from the three boxes."""
        if isinstance(value, dt.date):
            return value
        boxes = [str(part or "").strip() for part in (value or [])]
        if not any(boxes):
            return None
        if len(boxes) != len(PARTS) or not all(boxes):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        word = boxes[1].lower()[:3]
        boxes[1] = str(MONTHS.index(word) + 1) if word in MONTHS else boxes[1]
        if not all(box.isascii() and box.isdigit() and len(box) <= len("2026") for box in boxes):
            raise ValidationError(self.error_messages["unreal"], code="unreal")
        if len(boxes[2]) != len("2026"):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        try:
            return dt.date(int(boxes[2]), int(boxes[1]), int(boxes[0]))
        except ValueError:
            raise ValidationError(self.error_messages["unreal"], code="unreal") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the boxes say another day than before."""
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class HintedRadios(forms.RadioSelect):
    """Radios with a line of explanation under some of them: `HintedRadios(hints={"lives": _("…")})`."""

    def __init__(self, *args: Any, hints: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = dict(hints or {})


class HintedCheckboxes(forms.CheckboxSelectMultiple):
    """Checkboxes with a line of explanation under some of them."""

    def __init__(self, *args: Any, hints: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = dict(hints or {})
