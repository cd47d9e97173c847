"""What the organiser's pages (`web/provider/organiser*.py`) share: the link, the forms, how an answer is taken.

Opening a page never acts: mail scanners open every link they see. Each answer is a form that is sent; sending it twice
does it once. Everything can be taken back from the same page.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory import fields, upkeep_queries
from alongside.directory.actions.upkeep import By, CannotKeep
from alongside.directory.enums import Capacity, ServiceStatus, Weekday
from alongside.directory.feeds import clean_facts, clean_text
from alongside.directory.models import OrganiserLink, Service, Upkeep
from alongside.partnerships.once import once
from alongside.web.by_link import LONGEST_SECRET, private
from alongside.web.components.fields import DayField
from alongside.web.forms import OnceForm
from alongside.web.page import render
from alongside.web.requests import Request

ROWS_OF_TIMES = 5


def link_of(secret: str) -> OrganiserLink | None:
    """Return the link of a secret while it works."""
    return upkeep_queries.link_by_secret(secret, at=clock.now()) if len(secret) <= LONGEST_SECRET else None


def gone(request: Request) -> HttpResponse:
    """Say that the link does not work, and how to get a new one."""
    return private(render(request, "provider/organiser_gone.html", {}, status=404))


class OrganiserForm(OnceForm):
    """A form of the organiser: who says so is asked once, and kept in the form of the next page by the browser."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Tell us your name, so that we know who said so.")},
    )
    marks_optional = False


class ClosedForm(OrganiserForm):
    """Closed from one day to another."""

    starts_on = DayField(label=_("First day you are closed"), help_text=_("For example 1 8 2027"))
    ends_on = DayField(
        label=_("Last day you are closed"),
        help_text=_("Leave it empty for a single day."),
        required=False,
    )
    reason = forms.CharField(
        label=_("Why? People will read this."),
        help_text=_("For example: summer break"),
        max_length=120,
        required=False,
    )
    field_order = ("starts_on", "ends_on", "reason", "name", "once")


class BusyForm(OrganiserForm):
    """How busy it is today."""

    capacity = forms.ChoiceField(
        label=_("How busy are you now?"),
        choices=Capacity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    waiting_weeks = forms.CharField(
        label=_("If there is a waiting list: about how many weeks?"),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    field_order = ("capacity", "waiting_weeks", "name", "once")

    def clean_waiting_weeks(self) -> int | None:
        """A whole number of weeks, up to five years."""
        text = self.cleaned_data["waiting_weeks"].strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and int(text) <= 260):
            raise ValidationError(_t("Write a number of weeks, like 6."))
        return int(text)


class EndedForm(OrganiserForm):
    """It has stopped for good."""

    words = forms.CharField(
        label=_("Is there something people could go to instead?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ("words", "name", "once")


class ChangeForm(OrganiserForm):
    """What should be different. It begins with what we say now; a person of ours reads it before it goes live."""

    title = forms.CharField(label=fields.FIELDS["name"], max_length=255)
    description = forms.CharField(
        label=fields.FIELDS["description"],
        help_text=_("In your own words. Who comes, what happens, what to bring?"),
        max_length=8_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    phone = forms.CharField(label=fields.FIELDS["phone"], max_length=40, required=False)
    email = forms.EmailField(
        label=fields.FIELDS["email"],
        max_length=254,
        required=False,
        error_messages={"invalid": _("Write an e-mail address like name@example.org")},
    )
    url = forms.CharField(label=fields.FIELDS["url"], max_length=500, required=False)
    fees = forms.CharField(
        label=fields.FIELDS["fees"],
        help_text=_("For example: free, or £3 a week"),
        max_length=500,
        required=False,
    )
    alert = forms.CharField(
        label=fields.FIELDS["alert"],
        help_text=_("For example: we meet at the library while the hall is painted"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    status = forms.ChoiceField(
        label=fields.FIELDS["status"],
        choices=[(s.value, s.label) for s in (ServiceStatus.ACTIVE, ServiceStatus.TEMPORARILY_CLOSED)],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Anything else we should change?"),
        help_text=_("The address, who it is for, languages, steps and lifts: tell us in your own words."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        now = {name: fields.value_of(service, name) for name in fields.FIELDS}
        self.times_now: list[list[str]] | None = now.pop("times")
        self.has_times = self.times_now is not None or not fields.has_several_sites(service)
        if self.times_now is not None and len(self.times_now) > ROWS_OF_TIMES:
            self.times_now = None  # more than there are boxes: none of them may be lost by sending the form
        initial = {**now, "title": now["name"], **kwargs.pop("initial", {})}
        initial.pop("name")
        super().__init__(*args, initial=initial, **kwargs)
        self.order_fields([name for name in self.fields if name != "name"] + ["name"])
        for number in range(ROWS_OF_TIMES if self.has_times else 0):
            told = (self.times_now or [])[number : number + 1]
            self._add_row(number, told[0] if told else ["", "", ""])

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
    def rows(self) -> list[list[forms.BoundField]]:
        """The weekly times as the page draws them."""
        return [[self[f"{part}_{n}"] for part in ("day", "opens", "closes")] for n in self._numbers]

    @property
    def _numbers(self) -> range:
        """Weekly times of a service at several places are told in words: boxes would be for all of them."""
        return range(ROWS_OF_TIMES if self.has_times else 0)

    @property
    def asked(self) -> list[forms.BoundField]:
        """The other fields, in order."""
        times = {f"{part}_{n}" for part in ("day", "opens", "closes") for n in self._numbers}
        return [field for field in self.visible_fields() if field.name not in times]

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

    def clean(self) -> dict[str, Any]:
        """Each time has a day and a beginning, and ends after it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        times = []
        for n in self._numbers:
            day, opens, closes = (
                str(data.get(f"{part}_{n}") or "").strip() for part in ("day", "opens", "closes")
            )
            if not (day or opens or closes):
                continue
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

    def after(self) -> dict[str, Any]:
        """What the service would say, field by field; times only when they can be told as weekly."""
        data = self.cleaned_data
        told = {name: data[name] for name in ("phone", "email", "url", "fees", "alert", "status")}
        told |= {
            "name": " ".join(data["title"].split()),
            "description": data["description"].replace("\r\n", "\n").strip(),
        }
        if self.times_now is not None or data["times"]:
            told["times"] = data["times"]
        return told


def read_time(text: str) -> dt.time | None:
    """Return a time of day from "2pm", "14:00", "14.00" or "1400"; None when it is none."""
    text = text.strip().lower().replace(" ", "")
    if re.fullmatch(r"\d{3,4}", text, re.ASCII):
        text = f"{text[:-2]}:{text[-2:]}"
    return clean_facts.time(text)


def take(
    request: Request,
    secret: str,
    form: OrganiserForm,
    act: Callable[[By], Upkeep | None],
    link: OrganiserLink,
) -> HttpResponse | None:
    """Do what a valid form asks, once, and lead to the organiser's page; None (and an error) when it cannot be."""
    from django.urls import reverse

    def run() -> str:
        act(By(link=link, name=form.cleaned_data["name"]))
        return reverse("public:organiser", args=[secret])

    try:
        return private(redirect(once(form.cleaned_data["once"], run)))
    except CannotKeep as problem:
        form.add_error(None, str(problem))
        return None
