"""The questions of a safeguarding record, one form for each kind of entry."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alongside.safeguarding.enums import Agreed, Asked, Capacity, Decision, EntryKind, Limb, Override
from alongside.safeguarding.models import Entry
from alongside.web.components.fields import DayField, HintedRadios
from alongside.web.forms import OnceForm
from alongside.web.telling_fields import NoteField


class EntryForm(OnceForm):
    """What every entry has: words."""

    marks_optional = False  # what is needed depends on the answer beside it

    words = NoteField(label=_("In your words"))


class WishesForm(EntryForm):
    """What the adult wants to happen."""

    asked = forms.ChoiceField(
        label=_("Were they asked what they want to happen?"), choices=Asked.choices, widget=forms.RadioSelect
    )
    words = NoteField(label=_("What they want, in their own words"), required=False)


class CapacityForm(EntryForm):
    """Mental Capacity Act 2005, about this decision."""

    capacity = forms.ChoiceField(
        label=_("Can they decide about this, at this time?"),
        help_text=_("Assume that they can, until there is a reason to think otherwise."),
        choices=Capacity.choices,
        widget=forms.RadioSelect,
    )
    words = NoteField(label=_("What makes you think so?"))


class ConsentForm(EntryForm):
    """Consent, or the reason to share without."""

    agreed = forms.ChoiceField(
        label=_("Do they agree that this is shared with the council?"),
        choices=Agreed.choices,
        widget=forms.RadioSelect,
    )
    override = forms.MultipleChoiceField(
        label=_("Why it is shared without their consent"),
        help_text=_("Only where they do not agree or were not asked."),
        choices=Override.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = NoteField(
        label=_("What they said, and why you share it all the same"),
        help_text=_("Needed where you share without consent."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A reason to override comes with words, and not beside a yes."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("override") and data.get("agreed") == Agreed.YES:
            self.add_error("override", _("They agree, so no reason is needed. Untick these."))
        elif data.get("override") and not data.get("words", "").strip():
            self.add_error("words", _("Write down why you share it without their consent."))
        return data


def _limb(label: Any, hint: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, help_text=hint, choices=Limb.choices, widget=HintedRadios)


class Section42Form(EntryForm):
    """The three limbs of section 42(1), each with its why."""

    needs = _limb(
        _("1. Do they have needs for care and support?"),
        _("Whether or not the council is meeting any of them."),
    )
    needs_why = NoteField(label=_("What shows this?"), rows=2, required=False)
    risk = _limb(
        _("2. Are they experiencing, or at risk of, abuse or neglect?"), _("Self-neglect counts too.")
    )
    risk_why = NoteField(label=_("What shows that?"), rows=2, required=False)
    protect = _limb(
        _("3. Because of those needs, are they unable to protect themselves?"),
        _("Against the abuse or neglect, or the risk of it."),
    )
    protect_why = NoteField(label=_("What shows it?"), rows=2, required=False)
    words = NoteField(label=_("Anything else"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        """A yes or a no says what shows it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for limb in ("needs", "risk", "protect"):
            why = f"{limb}_why"
            if data.get(limb) in {Limb.YES, Limb.NO} and why in data and not data[why].strip():
                self.add_error(why, _("Write down what shows it, or choose “Not known”."))
        return data


class DecisionForm(EntryForm):
    """What was decided, and why."""

    decision = forms.ChoiceField(
        label=_("What was decided?"), choices=Decision.choices, widget=forms.RadioSelect
    )
    words = NoteField(label=_("Why?"))


class ReferralForm(EntryForm):
    """That it was sent to the council."""

    sent_to = forms.CharField(
        label=_("To whom at the council?"),
        help_text=_("The team, and a name if you have one."),
        max_length=200,
    )
    sent_on = DayField(label=_("On which day?"))
    council_reference = forms.CharField(
        label=_("The council’s reference"),
        help_text=_("Leave it empty until they give you one; then add it here as a note."),
        max_length=60,
        required=False,
    )
    words = NoteField(label=_("Anything they said"), rows=2, required=False)


class NoteForm(EntryForm):
    """A note."""

    words = NoteField(label=_("What happened?"))


class CorrectionForm(EntryForm):
    """Which entry is wrong, and what is right."""

    corrects = forms.ModelChoiceField(
        label=_("Which entry is wrong?"), queryset=Entry.objects.none(), empty_label=_("Choose one")
    )
    words = NoteField(
        label=_("What is right?"), help_text=_("The entry stays as it is. This stands beside it.")
    )

    def __init__(self, *args: Any, entries: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["corrects", "words", "once"])
        chooser = self.fields["corrects"]
        chooser.queryset = entries  # type: ignore[attr-defined]
        chooser.label_from_instance = _entry_words  # type: ignore[attr-defined]

    def clean_corrects(self) -> Entry:
        """An entry of this record."""
        found: Entry | None = self.cleaned_data["corrects"]
        if found is None:
            raise ValidationError(_("Choose one."))
        return found


def _entry_words(entry: Entry) -> str:
    from alongside.web.components.templatetags.alongside import moment

    return f"{entry.get_kind_display()}, {moment(entry.at)}, {entry.by.name}"


class ClosingForm(EntryForm):
    """Why it ends."""

    words = NoteField(
        label=_("Why can this be closed?"), help_text=_("What changed for them, and who stays in touch.")
    )


class ReopeningForm(EntryForm):
    """Why it begins again."""

    words = NoteField(label=_("Why is it opened again?"))


FORMS: dict[EntryKind, type[EntryForm]] = {
    EntryKind.WISHES: WishesForm,
    EntryKind.CAPACITY: CapacityForm,
    EntryKind.CONSENT: ConsentForm,
    EntryKind.SECTION_42: Section42Form,
    EntryKind.DECISION: DecisionForm,
    EntryKind.REFERRAL: ReferralForm,
    EntryKind.NOTE: NoteForm,
    EntryKind.CORRECTION: CorrectionForm,
    EntryKind.CLOSED: ClosingForm,
    EntryKind.REOPENED: ReopeningForm,
}

#: The order of the boxes: the choice first, its words after.
ORDER: dict[EntryKind, list[str]] = {
    EntryKind.WISHES: ["asked", "words"],
    EntryKind.CAPACITY: ["capacity", "words"],
    EntryKind.CONSENT: ["agreed", "override", "words"],
    EntryKind.SECTION_42: ["needs", "needs_why", "risk", "risk_why", "protect", "protect_why", "words"],
    EntryKind.DECISION: ["decision", "words"],
    EntryKind.REFERRAL: ["sent_to", "sent_on", "council_reference", "words"],
}
