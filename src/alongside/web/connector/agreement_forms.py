"""The forms of an agreement: what, with whom, what is kept back, who decided – and who speaks for the person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.people import queries as people
from alongside.people.actions import Decided
from alongside.people.deciding import GivenBy, RepresentativeKind
from alongside.people.enums import Shared
from alongside.people.models import Person
from alongside.web.components.fields import DayField
from alongside.web.connector.conversation_forms import AgreementForm
from alongside.web.forms import OnceForm
from alongside.web.telling_fields import PhoneField


class RecordForm(AgreementForm, OnceForm):
    """What they agreed to now, and who decided if it was not they."""

    marks_optional = False

    not_shared = forms.MultipleChoiceField(
        label=_("Is there anything they want kept back from them?"),
        choices=Shared.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    given_by = forms.ChoiceField(
        label=_("Who decided?"),
        choices=GivenBy.choices,
        initial=GivenBy.SELF,
        widget=forms.RadioSelect,
        required=False,
    )
    representative = forms.ChoiceField(label=_("Which attorney or deputy?"), required=False)
    decided_by_name = forms.CharField(label=_("Who made the decision?"), max_length=120, required=False)
    decided_by_role = forms.CharField(
        label=_("What are they to the person, or in what post?"), max_length=120, required=False
    )
    consulted = forms.CharField(
        label=_("Who was consulted, and what did the person themselves say or show?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )

    field_order = (
        "agrees", "research", "share_with", "not_shared", "channel", "asked_how", "given_by", "capacity_note",
        "representative", "decided_by_name", "decided_by_role", "consulted",
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = {str(one.pk): one for one in people.representatives(person) if one.is_present}
        self.fields["representative"].choices = [  # type: ignore[attr-defined]
            ("", _("Nobody chosen")),
            *((key, str(one)) for key, one in self.standing.items()),
        ]
        self.fields["capacity_note"].label = _(
            "Which decision was it, how did you help them decide, and why could they not?"
        )

    def clean(self) -> dict[str, object]:
        """Something was agreed to."""
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("agrees") or cleaned.get("research") or cleaned.get("share_with")):
            raise forms.ValidationError(_("Choose what they agreed to."))
        return cleaned

    def decided(self) -> Decided:
        """Who decided, as the actions take it. What belongs to another answer is left out."""
        data = self.cleaned_data
        given_by = GivenBy(data["given_by"] or GivenBy.SELF)
        if given_by == GivenBy.SELF:
            return Decided()
        if given_by in {GivenBy.ATTORNEY, GivenBy.DEPUTY}:
            return Decided(given_by, self.standing.get(data["representative"]), consulted=data["consulted"])
        return Decided(given_by, None, data["decided_by_name"], data["decided_by_role"], data["consulted"])


#: Which box a refusal belongs to; the keys are those of `people.actions.NOT_THEIRS`.
BOX = {
    "research": "research",
    "age": "given_by",
    "present": "representative",
    "kind": "representative",
    "power": "representative",
    "registered": "representative",
    "note": "capacity_note",
    "who": "decided_by_name",
    "consulted": "consulted",
}


class RepresentativeForm(OnceForm):
    """Who speaks or decides for the person."""

    marks_optional = False

    kind = forms.ChoiceField(
        label=_("What are they?"), choices=RepresentativeKind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    scope = forms.CharField(
        label=_("What may they speak about or decide?"),
        help_text=_("For example: where she lives and her care, not money."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )
    health_and_welfare = forms.BooleanField(
        label=_("Their power covers health and welfare"),
        help_text=_("A power for property and money alone does not let them decide about support."),
        required=False,
    )
    registered_seen_on = DayField(
        label=_("When did you see that it is registered, or the order of the court?"),
        help_text=_("The Office of the Public Guardian can tell you whether a power is registered."),
        required=False,
    )

    def clean_registered_seen_on(self) -> Any:
        """Seen, not expected."""
        day = self.cleaned_data["registered_seen_on"]
        if day is not None and day > clock.today():
            raise forms.ValidationError(_("This day has not come yet. Check the year."))
        return day

    def told(self) -> dict[str, Any]:
        """As `name_representative` takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}
