"""What the organiser's pages (`web/provider/organiser*.py`) share: the link, the forms, how an answer is taken.

Opening a page never acts: mail scanners open every link they see. Each answer is a form that is sent; sending it twice
does it once. Everything can be taken back from the same page.
"""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory import upkeep_queries
from alongside.directory.actions.upkeep import By, CannotKeep
from alongside.directory.enums import Capacity
from alongside.directory.models import OrganiserLink, Upkeep
from alongside.partnerships.once import once
from alongside.web.by_link import LONGEST_SECRET, private
from alongside.web.components.fields import DayField
from alongside.web.entry_form import EntryForm
from alongside.web.forms import OnceForm
from alongside.web.page import render
from alongside.web.requests import Request


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


class ChangeForm(EntryForm, OrganiserForm):
    """What should be different. Unless they keep the entry themselves, one of us reads it first."""

    note = forms.CharField(
        label=_("Anything else we should change?"),
        help_text=_("Tell us in your own words: several places, other times, who it is for."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


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
