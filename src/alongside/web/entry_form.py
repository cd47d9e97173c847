"""The boxes of an entry, for the organiser's page and the steward's: they begin with what people read now.

What a form did not ask, it does not change: a box that was not sent keeps what stands.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.directory import asking, fields
from alongside.directory.enums import (
    AccessFeature,
    AttendingAccess,
    DeliveryMode,
    OnBankHolidays,
    ServiceStatus,
    Weekday,
)
from alongside.directory.feeds import clean_facts, clean_text
from alongside.directory.languages import language_name
from alongside.directory.models import Service

ROWS_OF_TIMES = 5
OLDEST = 120
TIME_PARTS = ("day", "opens", "closes")
SECTIONS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("What it is"), ("title", "description", "status", "alert")),
    (_("How to reach it"), ("phone", "email", "url")),
    (_("Where"), ("place_name", "place_address", "place_city", "place_postcode", "access")),
    (
        _("Who it is for, and what it costs"),
        ("fees", "age_from", "age_to", "languages", "attending", "modes"),
    ),
    (_("On bank holidays"), ("bank_holidays",)),
)
_ACTIVE = (ServiceStatus.ACTIVE, ServiceStatus.TEMPORARILY_CLOSED)


class EntryForm(forms.Form):
    """What an entry says, in boxes. `values` is what was sent, field by field of `directory.fields`."""

    title = forms.CharField(label=fields.FIELDS["name"], max_length=255)
    description = forms.CharField(
        label=fields.FIELDS["description"],
        help_text=_("In your own words. Who comes, what happens, what to bring?"),
        max_length=8_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    status = forms.ChoiceField(
        label=fields.FIELDS["status"],
        choices=[(s.value, s.label) for s in _ACTIVE],
        widget=forms.RadioSelect,
        initial=ServiceStatus.ACTIVE.value,
    )
    alert = forms.CharField(
        label=fields.FIELDS["alert"],
        help_text=_("For example: we meet at the library while the hall is painted"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    phone = forms.CharField(label=fields.FIELDS["phone"], max_length=40, required=False)
    email = forms.EmailField(
        label=fields.FIELDS["email"],
        max_length=254,
        required=False,
        error_messages={"invalid": _("Write an e-mail address like name@example.org")},
    )
    url = forms.CharField(label=fields.FIELDS["url"], max_length=500, required=False)
    place_name = forms.CharField(label=_("Name of the place"), max_length=255, required=False)
    place_address = forms.CharField(label=_("Street and number"), max_length=255, required=False)
    place_city = forms.CharField(label=_("Town"), max_length=120, required=False)
    place_postcode = forms.CharField(
        label=_("Postcode"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    access = forms.MultipleChoiceField(
        label=_("What is there?"),
        help_text=_("Tick only what you know."),
        choices=AccessFeature.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    fees = forms.CharField(
        label=fields.FIELDS["fees"],
        help_text=_("For example: free, or £3 a week"),
        max_length=500,
        required=False,
    )
    age_from = forms.CharField(
        label=_("From which age?"),
        help_text=_("Leave it empty when anybody may come."),
        max_length=3,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    age_to = forms.CharField(
        label=_("Up to which age?"),
        max_length=3,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    languages = forms.CharField(
        label=fields.FIELDS["languages"],
        help_text=_("For example: English, Turkish"),
        max_length=300,
        required=False,
    )
    attending = forms.ChoiceField(
        label=fields.FIELDS["attending"],
        choices=[("", _("Not said")), *AttendingAccess.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    modes = forms.MultipleChoiceField(
        label=fields.FIELDS["modes"],
        choices=DeliveryMode.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    bank_holidays = forms.ChoiceField(
        label=_("Is it on then?"),
        help_text=_(
            "If it is not, those days are left out of its dates. If nothing is said, people are told to ask."
        ),
        choices=[("", _("Not said")), *OnBankHolidays.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    ticked = forms.CharField(required=False, widget=forms.HiddenInput, initial="on")
    """Sent with the boxes to tick: none ticked is an answer only where they were shown."""

    def __init__(self, data: Any = None, *, service: Service | None = None, **kwargs: Any) -> None:
        now = {name: fields.value_of(service, name) if service else _BLANK[name] for name in fields.FIELDS}
        self.now = now
        self.times_now: list[list[str]] | None = now["times"]
        if self.times_now is not None and len(self.times_now) > ROWS_OF_TIMES:
            self.times_now = None  # more than there are boxes: none of them may be lost by sending the form
        self.has_times = service is None or now["times"] is not None or not fields.has_several_sites(service)
        initial = {**self._boxes(now), **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, **kwargs)
        self._leave_out(now)
        if service is not None and service.status not in _ACTIVE:
            status = ServiceStatus(service.status)
            self.fields["status"].choices = [  # type: ignore[attr-defined]
                (status.value, status.label), *self.fields["status"].choices,  # type: ignore[attr-defined]
            ]  # fmt: skip
        for number in self._numbers:
            told = (self.times_now or [])[number : number + 1]
            self._add_row(number, told[0] if told else ["", "", ""])

    @staticmethod
    def _boxes(now: dict[str, Any]) -> dict[str, Any]:
        place, ages = now["place"] or {}, now["ages"] or [None, None]
        plain = ("description", "status", "alert", "phone", "email", "url", "fees", "attending", "modes")
        return {
            **{name: now[name] for name in plain},
            "title": now["name"],
            "bank_holidays": now["bank_holidays"],
            "access": now["access"] or [],
            "place_name": place.get("name", ""),
            "place_address": place.get("address_1", ""),
            "place_city": place.get("city", ""),
            "place_postcode": place.get("postcode", ""),
            "age_from": "" if ages[0] is None else str(ages[0]),
            "age_to": "" if ages[1] is None else str(ages[1]),
            "languages": ", ".join(language_name(code) for code in now["languages"]),
        }

    def _leave_out(self, now: dict[str, Any]) -> None:
        """What is told in more than one way has no boxes: they would be for all of them."""
        if now["place"] is None:
            for name in ("place_name", "place_address", "place_city", "place_postcode", "access"):
                del self.fields[name]
        if now["ages"] is None:
            del self.fields["age_from"], self.fields["age_to"]

    def _add_row(self, number: int, told: list[str]) -> None:
        """One weekly time: a day, from, to."""
        self.fields[f"day_{number}"] = forms.ChoiceField(
            label=_("Day"), choices=[("", _("No day")), *Weekday.choices], required=False, initial=told[0]
        )
        for part, label, value in (("opens", _("From"), told[1]), ("closes", _("To"), told[2])):
            self.fields[f"{part}_{number}"] = forms.CharField(
                label=label,
                required=False,
                max_length=12,
                initial=value,
                widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"}),
            )

    @property
    def _numbers(self) -> range:
        """Weekly times of a service at several places are told in words: boxes would be for all of them."""
        return range(ROWS_OF_TIMES if self.has_times else 0)

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The weekly times as the page draws them."""
        return [[self[f"{part}_{n}"] for part in TIME_PARTS] for n in self._numbers]

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The other boxes under their headings."""
        parts = [(str(heading), [self[n] for n in names if n in self.fields]) for heading, names in SECTIONS]
        return [(heading, boxes) for heading, boxes in parts if boxes]

    def clean_phone(self) -> str:
        """One number we can read."""
        text = self.cleaned_data["phone"].strip()
        found = clean_text.phones(text) if text else []
        if text and len(found) != 1:
            raise ValidationError(_t("Write one phone number, like 020 7946 0123."))
        return found[0][0] if found else ""

    def clean_url(self) -> str:
        """A web address; https:// may be left out."""
        text = self.cleaned_data["url"].strip()
        address = clean_text.url(text) if text else ""
        if text and not address:
            raise ValidationError(_t("Write a web address like www.example.org"))
        return address

    def clean_place_postcode(self) -> str:
        """A postcode that can be one."""
        text = self.cleaned_data["place_postcode"].strip()
        found = clean_facts.postcode(text) if text else ""
        if text and not found:
            raise ValidationError(_t("Write a postcode like E8 1EA."))
        return found

    def clean_languages(self) -> list[str]:
        """Languages we know, by their names."""
        try:
            return sorted(asking.read_languages(self.cleaned_data["languages"].replace(";", ",")))
        except asking.NotUnderstood as problem:
            raise ValidationError(str(problem)) from None

    def clean_age_from(self) -> int | None:
        """Whole years."""
        return self._years("age_from")

    def clean_age_to(self) -> int | None:
        """Whole years."""
        return self._years("age_to")

    def _years(self, name: str) -> int | None:
        text = self.cleaned_data[name].strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and int(text) <= OLDEST):
            raise ValidationError(_t("Write whole years, like 55."))
        return int(text)

    def clean(self) -> dict[str, Any]:
        """Each time has a day and a beginning, and ends after it; ages go upwards."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        low, high = data.get("age_from"), data.get("age_to")
        if low is not None and high is not None and low > high:
            self.add_error("age_to", _t("This is younger than the first age. Change one of them."))
        times = []
        for n in self._numbers:
            day, opens, closes = (str(data.get(f"{part}_{n}") or "").strip() for part in TIME_PARTS)
            if day or opens or closes:
                times.append(self._time(n, day, opens, closes))
        data["times"] = sorted(
            (t for t in times if t), key=lambda row: (Weekday.values.index(row[0]), row[1])
        )
        return data

    def _time(self, n: int, day: str, opens: str, closes: str) -> list[str] | None:
        if not day:
            self.add_error(f"day_{n}", _t("Choose the day."))
            return None
        begins, ends = read_time(opens), read_time(closes)
        if begins is None:
            self.add_error(f"opens_{n}", _t("Write when it begins, like 2pm or 14:00."))
            return None
        if closes and (ends is None or ends <= begins):
            self.add_error(f"closes_{n}", _t("Write when it ends, after it begins, like 4pm or 16:00."))
            return None
        return [day, begins.strftime("%H:%M"), ends.strftime("%H:%M") if ends else ""]

    def values(self) -> dict[str, Any]:
        """What the entry would say, field by field; only what was asked, and times only as weekly ones."""
        data, sent = self.cleaned_data, self.data
        told = {
            name: data[name] for name in ("phone", "email", "url", "fees", "alert", "status") if name in sent
        }
        told["name"] = " ".join(data["title"].split())
        if "description" in sent:
            told["description"] = data["description"].replace("\r\n", "\n").strip()
        if "attending" in sent:
            told["attending"] = data["attending"]
        if "bank_holidays" in sent:
            told["bank_holidays"] = data["bank_holidays"]
        if "languages" in sent:
            told["languages"] = data["languages"]
        told |= {
            name: sorted(data[name]) for name in ("access", "modes") if "ticked" in sent and name in data
        }
        if "age_from" in sent and "age_from" in data:
            told["ages"] = [data["age_from"], data["age_to"]]
        if "place_name" in sent and "place_name" in data:
            parts = ("place_name", "place_address", "place_city", "place_postcode")
            told["place"] = dict(
                zip(fields.PLACE, (" ".join(data[part].split()) for part in parts), strict=True)
            )
        if told.get("access") == [] and self.now["access"] is None:
            del told["access"]  # it had no place before, and nothing was ticked
        if self.has_times and (self.times_now is not None or data["times"]):
            told["times"] = data["times"]
        return told


_BLANK: dict[str, Any] = {
    **dict.fromkeys(fields.FIELDS, ""),
    "times": [],
    "place": dict.fromkeys(fields.PLACE, ""),
    "access": [],
    "modes": [DeliveryMode.IN_PERSON.value],
    "languages": [],
    "ages": [None, None],
    "status": ServiceStatus.ACTIVE.value,
}


def read_time(text: str) -> dt.time | None:
    """Return a time of day from "2pm", "14:00", "14.00" or "1400"; None when it is none."""
    text = text.strip().lower().replace(" ", "")
    if re.fullmatch(r"\d{3,4}", text, re.ASCII):
        text = f"{text[:-2]}:{text[-2:]}"
    return clean_facts.time(text)
