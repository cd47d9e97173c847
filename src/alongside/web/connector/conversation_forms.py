"""The forms of a conversation: what was said, what was agreed, how to be in touch, and the questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.casework.enums import BarrierKind, Need
from alongside.core import clock
from alongside.partnerships.models import Organisation
from alongside.people.enums import AccessNeed, ConsentChannel, ContactBy, ContactTime, Language
from alongside.web.components.fields import DayField
from alongside.web.connector.questions import QuestionsForm
from alongside.web.forms import OnceForm

if TYPE_CHECKING:
    from alongside.people.models import Person

LONG = 10_000


class WordsForm(forms.Form):
    """What the person said."""

    what_matters = forms.CharField(
        label=_("What matters to them, in their own words"),
        help_text=_("Write it as they say it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONG,
        required=False,
    )
    strengths = forms.CharField(
        label=_("What they are good at and who is around them"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONG,
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label=_("What would they like help with?"),
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    notes = forms.CharField(
        label=_("Notes"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONG, required=False
    )

    def words(self) -> dict[str, Any]:
        """The parts of a conversation, as the actions take them."""
        return {name: self.cleaned_data[name] for name in ("what_matters", "strengths", "needs", "notes")}


class AgreementForm(forms.Form):
    """What the person agreed to, in which words, asked how."""

    agrees = forms.BooleanField(label=_("They agreed to this"), required=False)
    research = forms.BooleanField(label=_("They agreed to this too"), required=False)
    channel = forms.ChoiceField(
        label=_("How did you ask?"),
        choices=ConsentChannel.choices,
        initial=ConsentChannel.PHONE,
        widget=forms.Select,
    )
    asked_how = forms.CharField(
        label=_("Who asked, and was anybody with them?"),
        help_text=_("For example: with her daughter, through an interpreter."),
        max_length=200,
        required=False,
    )
    capacity_note = forms.CharField(
        label=_("Anything about their ability to decide this"),
        help_text=_(
            "Only if you had a reason to wonder. Assume people can decide unless you learn otherwise."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )
    share_with = forms.ModelMultipleChoiceField(
        label=_("Who may we share what is needed with?"),
        help_text=_("Choose only those they named or agreed to."),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def offer(self, organisation_id: UUID) -> None:
        """Offer the other organisations of the partnership to share with."""
        others = Organisation.objects.exclude(pk=organisation_id).order_by("name", "id")
        self.fields["share_with"].queryset = others  # type: ignore[attr-defined]


class DetailsForm(forms.Form):
    """How to be in touch and what they need so that a place or a talk works for them."""

    known_as = forms.CharField(label=_("What do they like to be called?"), max_length=100, required=False)
    contact_by = forms.ChoiceField(
        label=_("How do they like to be reached?"),
        choices=ContactBy.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    contact_times = forms.MultipleChoiceField(
        label=_("When?"), choices=ContactTime.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    leave_message = forms.BooleanField(label=_("It is safe to leave a message"), required=False)
    contact_note = forms.CharField(
        label=_("Anything else about getting in touch"),
        help_text=_("For example: let it ring a long time."),
        max_length=1000,
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages they are at ease in"),
        choices=Language.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    interpreter_needed = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    access_needs = forms.MultipleChoiceField(
        label=_("What do they need at a place?"),
        choices=AccessNeed.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    access_note = forms.CharField(label=_("More about that"), max_length=1000, required=False)
    is_carer = forms.BooleanField(label=_("Cares for someone"), required=False)
    lives_alone = forms.TypedChoiceField(
        label=_("Do they live alone?"),
        choices=[("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.Select,
        required=False,
    )

    NAMES = (
        "known_as", "contact_by", "contact_times", "leave_message", "contact_note", "languages",
        "interpreter_needed", "access_needs", "access_note", "is_carer", "lives_alone",
    )  # fmt: skip

    @classmethod
    def start_of(cls, person: Person) -> dict[str, Any]:
        """What we know already: nothing is typed twice."""
        known = {name: getattr(person, name) for name in cls.NAMES}
        return {**known, "lives_alone": {True: "yes", False: "no", None: ""}[person.lives_alone]}

    def changes(self, person: Person) -> dict[str, Any]:
        """The details that are not as they were when the page was opened."""
        changed = {}
        for name in self.NAMES:
            if name in self.changed_data:
                changed[name] = self.cleaned_data[name]
        if changed.get("contact_by") == "":
            changed["contact_by"] = person.contact_by
        return changed


class ConversationForm(WordsForm, AgreementForm, DetailsForm, QuestionsForm, OnceForm):
    """All of a first conversation on one page. Nothing but the day is asked for: what is missing can come later."""

    marks_optional = False

    held_on = DayField(label=_("When did you talk?"))
    barriers = forms.MultipleChoiceField(
        label=_("What stands in the way?"),
        choices=BarrierKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    barrier_note = forms.CharField(
        label=_("In a few words"),
        help_text=_("For example: needs a walking frame to manage the stairs."),
        max_length=300,
        required=False,
    )
    declined = forms.BooleanField(
        label=_("They would rather not answer these"),
        help_text=_("That is all right: it changes nothing about the support they get."),
        required=False,
    )
    person_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_held_on(self) -> Any:
        """A conversation has happened."""
        if self.cleaned_data["held_on"] > clock.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return self.cleaned_data["held_on"]
