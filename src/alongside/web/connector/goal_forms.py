"""The forms of a goal: their words, and how close they say they are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.casework.enums import Need
from alongside.casework.models.goal import CLOSEST
from alongside.core import clock
from alongside.web.components.fields import DayField
from alongside.web.forms import OnceForm

ENDS = {0: _("0 – nowhere near"), CLOSEST: _("10 – there")}
HOW_CLOSE = [(str(number), ENDS.get(number, str(number))) for number in range(CLOSEST + 1)]


class GoalForm(OnceForm):
    """What they want, and how close they feel if they were asked now."""

    words = forms.CharField(
        label=_("What do they want to be different?"),
        help_text=_("In their own words, as they say it. For example: I want to cook for people again."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        error_messages={"required": _("Write what they said, in their own words.")},
    )
    about = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[("", _("Something of its own")), *((v, w) for v, w in Need.choices if v != Need.ABUSE)],
        widget=forms.Select,
        required=False,
    )
    close = forms.ChoiceField(
        label=_("How close do they feel to it, from 0 to 10?"),
        help_text=_("Only if they want to say. It is theirs: it decides nothing."),
        choices=[("", _("Not asked")), *HOW_CLOSE],
        widget=forms.Select,
        required=False,
    )


class WordsForm(forms.Form):
    """Other words for it, and the version they were read at."""

    marks_optional = False
    words = forms.CharField(
        label=_("What do they want to be different?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        error_messages={"required": _("Write what they said, in their own words.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class AskForm(OnceForm):
    """How close, on which day, and what they said to it."""

    close = forms.ChoiceField(
        label=_("How close do they feel to it, from 0 to 10?"),
        choices=HOW_CLOSE,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the number they said. If they do not want to say, leave this page.")
        },
    )
    note = forms.CharField(label=_("What they said to it"), max_length=500, required=False)
    asked_on = DayField(label=_("When did you ask?"))

    def clean_asked_on(self) -> Any:
        """They were asked today or before."""
        if self.cleaned_data["asked_on"] > clock.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return self.cleaned_data["asked_on"]
