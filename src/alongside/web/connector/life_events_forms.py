"""The forms of life events: what happened, when, and who told us."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.signposting.enums import LifeEventKind, ToldBy
from alongside.web.components.fields import DayField
from alongside.web.forms import OnceForm


class ReasonForm(OnceForm):
    """A life event, as it was told."""

    kind = forms.ChoiceField(
        label=_("What happened?"),
        choices=LifeEventKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    happened_on = DayField(
        label=_("When?"), help_text=_("Leave it empty if nobody knows. Do not ask for it."), required=False
    )
    told_by = forms.ChoiceField(
        label=_("Who told us?"),
        choices=ToldBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who told us.")},
    )

    def told(self) -> dict[str, Any]:
        """What was told, as the actions take it."""
        data = self.cleaned_data
        return {
            "kind": LifeEventKind(data["kind"]),
            "happened_on": data["happened_on"],
            "told_by": ToldBy(data["told_by"]),
        }


class LifeEventForm(ReasonForm):
    """With a note for colleagues."""

    note = forms.CharField(
        label=_("Anything a colleague should know before they ring"),
        help_text=_("Nothing about the person who died or moved that they would not say themselves."),
        max_length=500,
        required=False,
    )

    def told(self) -> dict[str, Any]:
        """The same, with the note."""
        return {**super().told(), "note": self.cleaned_data["note"]}
