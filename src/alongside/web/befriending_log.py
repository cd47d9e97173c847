"""The log of a visit or call: three taps on a phone, more for who wants to say more. Used at two doors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.befriending.enums import Felt, NotHappened, Topic


class LogForm(forms.Form):
    """Happened or not, how it felt for both; topics and a note if they like."""

    marks_optional = False

    happened = forms.ChoiceField(
        label=_("Did it happen?"),
        choices=[("yes", _("Yes")), *((f"no-{code}", label) for code, label in NotHappened.choices)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it happened.")},
    )
    person_felt = forms.ChoiceField(
        label=_("How was it for them?"), choices=Felt.choices, widget=forms.RadioSelect, required=False
    )
    volunteer_felt = forms.ChoiceField(
        label=_("How was it for you?"), choices=Felt.choices, widget=forms.RadioSelect, required=False
    )
    topics = forms.MultipleChoiceField(
        label=_("What was it about?"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(
        label=_("Anything your supervisor should know"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """What happened says how it was for both: that is how trouble is seen early."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("happened") == "yes":
            for name, words in (
                ("person_felt", _("Choose how it was for them.")),
                ("volunteer_felt", _("Choose how it was for you.")),
            ):
                if not cleaned.get(name):
                    self.add_error(name, words)
        return cleaned

    @staticmethod
    def as_told(data: dict[str, Any]) -> dict[str, Any]:
        """What was told, as `actions.visits.log` takes it."""
        happened = data["happened"] == "yes"
        return {
            "happened": happened,
            "why_not": "" if happened else data["happened"].removeprefix("no-"),
            "person_felt": data["person_felt"] if happened else "",
            "volunteer_felt": data["volunteer_felt"] if happened else "",
            "topics": data["topics"] if happened else [],
            "note": data["note"],
        }
