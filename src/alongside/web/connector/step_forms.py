"""The form of a step and of a barrier: what, who sees to it, by when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.casework.enums import BarrierKind, GoalStatus, Owner
from alongside.casework.models import Case, Goal
from alongside.web.components.fields import DayField
from alongside.web.forms import OnceForm


class OwnedForm(OnceForm):
    """Who sees to it, and by when."""

    owner = forms.ChoiceField(
        label=_("Who sees to it?"), choices=Owner.choices, initial=Owner.CONNECTOR, widget=forms.RadioSelect
    )
    owner_name = forms.CharField(
        label=_("Their name"),
        help_text=_("If it is an organisation or someone else."),
        max_length=200,
        required=False,
    )
    due_on = DayField(label=_("By when?"), required=False)
    goal = forms.ModelChoiceField(
        label=_("For which goal?"),
        queryset=Goal.objects.none(),
        empty_label=_("None of them, or several"),
        required=False,
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals = case.goals.filter(status=GoalStatus.OPEN).order_by("added_at", "id")
        if goals.exists():
            self.fields["goal"].queryset = goals  # type: ignore[attr-defined]
        else:
            del self.fields["goal"]

    def clean(self) -> dict[str, Any]:
        """An organisation or someone else has a name."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("owner") == Owner.ORGANISATION and not (cleaned.get("owner_name") or "").strip():
            self.add_error("owner_name", _("Say who it is."))
        return cleaned


class StepForm(OwnedForm):
    """One thing to do."""

    title = forms.CharField(
        label=_("What will be done?"),
        help_text=_("For example: ring the lunch club together."),
        max_length=300,
    )
    field_order = ("title", "goal", "owner", "owner_name", "due_on")


class BarrierForm(OwnedForm):
    """Something in the way."""

    kind = forms.ChoiceField(
        label=_("What is in the way?"), choices=BarrierKind.choices, widget=forms.RadioSelect
    )
    description = forms.CharField(
        label=_("In a few words"),
        help_text=_("For example: needs a walking frame to manage the stairs."),
        max_length=300,
        required=False,
    )
    field_order = ("kind", "description", "goal", "owner", "owner_name", "due_on")
