"""The forms of caring: whom and what; a move of the assessment; a break."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.caring import rules
from alongside.caring.enums import Break, Hours, Relationship, Result, Stage, Task
from alongside.caring.queries import Row
from alongside.core import clock
from alongside.people import queries as people
from alongside.people.models import Person
from alongside.web.components.fields import DayField
from alongside.web.forms import OnceForm
from alongside.web.requests import MemberRequest

MOST_FOUND = 8


class CaringForm(OnceForm):
    """What the carer does, for whom. Nobody's name is written here."""

    relationship = forms.ChoiceField(
        label=_("Whom do they look after? Their…"), choices=Relationship.choices, widget=forms.RadioSelect
    )
    tasks = forms.MultipleChoiceField(
        label=_("What do they do?"),
        choices=Task.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    hours = forms.ChoiceField(
        label=_("Roughly how much in a week?"), choices=[("", _("Not known")), *Hours.choices], required=False
    )
    note = forms.CharField(
        label=_("Anything else about it"),
        help_text=_("Not the name of the person they look after."),
        max_length=500,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def told(self) -> dict[str, Any]:
        """The words, as the actions take them."""
        return {name: self.cleaned_data[name] for name in ("relationship", "tasks", "hours", "note")}


class NewCaringForm(CaringForm):
    """With a search for the person looked after, among those the member may see."""

    known = forms.CharField(
        label=_("Do we know them too?"),
        help_text=_(
            "Their name, phone number or postcode. Leave it empty if we do not, or if you are not sure."
        ),
        max_length=100,
        required=False,
    )
    field_order = ("relationship", "known", "cared_for", "tasks", "hours", "note")

    def __init__(self, *args: Any, request: MemberRequest, carer: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = str(self.data.get("known", "")).strip() if self.is_bound else ""
        found = people.search(request.viewer, words).exclude(pk=carer.pk)[:MOST_FOUND] if words else []
        self.found = {str(person.pk): person for person in found}
        if self.found:
            labels = [(key, _line(person)) for key, person in self.found.items()]
            self.fields["cared_for"] = forms.ChoiceField(
                label=_("Is it one of these people?"),
                choices=[*labels, ("none", _("None of them"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose who it is, or “None of them”.")},
            )
            self.order_fields([*self.field_order, "version", "once"])

    def clean_known(self) -> str:
        """A search that finds nobody is said, so that nobody believes the link was made."""
        words = str(self.cleaned_data["known"]).strip()
        if words and not self.found:
            raise forms.ValidationError(_("You know nobody of that name. Leave it empty to go on without."))
        return words

    def cared_for(self) -> Person | None:
        """The person chosen."""
        return self.found.get(self.cleaned_data.get("cared_for", ""))


def _line(person: Person) -> str:
    return ", ".join(part for part in (person.name, person.postcode) if part)


class MoveForm(OnceForm):
    """Where the assessment went, when, and what came of it. `seen` is the newest line that was read."""

    stage = forms.ChoiceField(label=_("What happened?"), widget=forms.RadioSelect)
    happened_on = DayField(label=_("When?"))
    result = forms.ChoiceField(
        label=_("What came of it?"),
        help_text=_("For an outcome, and when it was looked at again."),
        choices=[("", _("Nothing to say yet")), *Result.choices],
        required=False,
    )
    review_on = DayField(
        label=_("When shall we look at it again?"),
        help_text=_("For an outcome, and when it was looked at again. It comes onto your list on that day."),
        required=False,
    )
    note = forms.CharField(label=_("In a few words"), max_length=500, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, row: Row, **kwargs: Any) -> None:
        today = clock.today()
        super().__init__(
            *args, initial={"happened_on": today, "seen": len(row.moves), "review_on": None}, **kwargs
        )
        stages = rules.next_stages(row.stage)
        self.fields["stage"].choices = [(one.value, one.label) for one in stages]  # type: ignore[attr-defined]
        if not rules.WITH_RESULT & set(stages):
            del self.fields["result"], self.fields["review_on"]
        else:
            self.fields["review_on"].initial = self.initial["review_on"] = rules.review_proposed(today)

    def told(self) -> rules.Told:
        """What was told. A result or review day left in the boxes of a stage that has none is not told."""
        data = self.cleaned_data
        stage = Stage(data["stage"])
        has = stage in rules.WITH_RESULT
        return rules.Told(
            stage=stage,
            happened_on=data["happened_on"],
            result=data.get("result", "") if has else "",
            review_on=data.get("review_on") if has else None,
        )


class BreakForm(OnceForm):
    """A break, and by when it should be there."""

    what = forms.ChoiceField(label=_("Which break?"), choices=Break.choices, widget=forms.RadioSelect)
    due_on = DayField(label=_("By when?"), required=False)
