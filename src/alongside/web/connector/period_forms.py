"""The forms of support for a time and of looking back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.casework import period_rules
from alongside.casework.enums import PeriodKind
from alongside.core import clock
from alongside.web.components.fields import DayField
from alongside.web.forms import OnceForm


class PeriodForm(OnceForm):
    """What kind of support, from when, for how long."""

    kind = forms.ChoiceField(
        label=_("What is agreed?"),
        choices=PeriodKind.choices,
        initial=PeriodKind.FLOATING,
        widget=forms.RadioSelect,
    )
    starts_on = DayField(label=_("From when?"))
    weeks = forms.IntegerField(
        label=_("For how many weeks?"),
        initial=period_rules.USUAL_WEEKS,
        min_value=2,
        max_value=period_rules.MOST_WEEKS,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )

    def clean_starts_on(self) -> Any:
        """Within a year of today: anything else is a slip of the pen."""
        if abs((self.cleaned_data["starts_on"] - clock.today()).days) > 366:
            raise forms.ValidationError(_("This is more than a year away. Check the year."))
        return self.cleaned_data["starts_on"]


class ExtendForm(OnceForm):
    """Until when, and why."""

    until = DayField(label=_("Until when?"))
    reason = forms.CharField(
        label=_("Why does it go on?"),
        help_text=_("For example: the landlord has not answered yet."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": _("Say why it goes on.")},
    )

    def clean_until(self) -> Any:
        """Not more than two years ahead."""
        if (self.cleaned_data["until"] - clock.today()).days > 731:
            raise forms.ValidationError(_("This is more than two years away. Check the year."))
        return self.cleaned_data["until"]


class ReviewForm(OnceForm):
    """What looking back showed, and when to look again."""

    held_on = DayField(label=_("When did you look back together?"))
    note = forms.CharField(
        label=_("What has changed, and what stays to do?"),
        help_text=_("In their words where you can."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        error_messages={"required": _("Write a sentence about what has changed.")},
    )
    next_on = DayField(label=_("When will you look again?"), required=False)

    def clean(self) -> dict[str, Any]:
        """It has happened; the next one comes after it."""
        cleaned = super().clean() or self.cleaned_data
        held, later = cleaned.get("held_on"), cleaned.get("next_on")
        if held and held > clock.today():
            self.add_error("held_on", _("This day has not come yet."))
        if held and later and later <= held:
            self.add_error("next_on", _("The next review comes after this one."))
        return cleaned
