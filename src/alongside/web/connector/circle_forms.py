"""The form of somebody in a circle of support."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.casework.enums import HowOften, Ring, Tie, TieKind
from alongside.casework.models import CircleTie
from alongside.people import rules
from alongside.web.forms import OnceForm
from alongside.web.telling_fields import PhoneField

YES_NO = [("", _("Not asked")), ("yes", _("Yes")), ("no", _("No"))]


class TieForm(OnceForm):
    """Who it is, how close, how often, and whether they could help: as the person sees it."""

    marks_optional = False

    who = forms.CharField(
        label=_("Who is it?"),
        help_text=_("A first name or a word is enough: Fatma, my sister, the lunch club. No last names."),
        max_length=40,
        error_messages={"required": _("Write a first name, or a word for who they are.")},
    )
    kind = forms.ChoiceField(
        label=_("A person or a group?"),
        choices=TieKind.choices,
        widget=forms.RadioSelect,
        initial=TieKind.PERSON,
    )
    tie = forms.ChoiceField(
        label=_("What are they to the person?"), choices=[("", _("Choose")), *Tie.choices]
    )
    ring = forms.ChoiceField(
        label=_("How close? Ask, and let them say."), choices=Ring.choices, widget=forms.RadioSelect
    )
    how_often = forms.ChoiceField(
        label=_("How often are they in touch?"), choices=HowOften.choices, widget=forms.RadioSelect
    )
    could_help = forms.ChoiceField(label=_("Could they help?"), choices=YES_NO, required=False)
    can_help = forms.CharField(
        label=_("With what?"), help_text=_("For example: a lift on Tuesdays."), max_length=120, required=False
    )
    phone = PhoneField(label=_("Their phone number, if they agreed that we have it"), required=False)
    phone_agreed = forms.BooleanField(label=_("They themselves agreed to that"), required=False)

    def clean_could_help(self) -> bool | None:
        """Yes, no, or not asked."""
        return {"yes": True, "no": False}.get(self.cleaned_data["could_help"])

    def told(self) -> dict[str, Any]:
        """As the actions take it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}


def initial_of(tie: CircleTie) -> dict[str, Any]:
    """What stands, as the form shows it."""
    values = {name: getattr(tie, name) for name in TieForm.base_fields if name != "once"}
    values["could_help"] = {True: "yes", False: "no", None: ""}[tie.could_help]
    values["phone"] = rules.spoken_phone(tie.phone) if tie.phone else ""
    return values
