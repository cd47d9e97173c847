"""The forms of rights: a request and its moves, an erasure, a hold, a correction."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.rights.enums import Asker, Ending, How, Identity, PauseWhy, Settled
from alongside.web.components.fields import DayField
from alongside.web.forms import OnceForm

AREA = forms.Textarea(attrs={"rows": 3})


class _WithToday(OnceForm):
    """Days begin as today."""

    days: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = dict.fromkeys(self.days, clock.today())
        super().__init__(*args, **{**kwargs, "initial": {**today, **kwargs.get("initial", {})}})


class AccessRequestForm(_WithToday):
    """Who asks, how and when it reached us."""

    days = ("received_on",)
    asked_by = forms.ChoiceField(label=_("Who asks?"), choices=Asker.choices, widget=forms.RadioSelect)
    asker_name = forms.CharField(
        label=_("Their name, if it is not the person"), max_length=150, required=False
    )
    asked_how = forms.ChoiceField(
        label=_("How did it reach us?"), choices=How.choices, widget=forms.RadioSelect
    )
    received_on = DayField(
        label=_("When did it reach us?"),
        help_text=_("The day anybody of us was asked. The time to answer runs from it."),
    )
    words = forms.CharField(
        label=_("What do they want to know?"),
        help_text=_("In their words. Empty means everything."),
        widget=AREA,
        max_length=4000,
        required=False,
    )
    identity = forms.ChoiceField(
        label=_("How do you know that it is them?"),
        choices=[("", _("We have to find out first")), *Identity.choices],
        required=False,
    )


class IdentityForm(OnceForm):
    """How we made sure."""

    identity = forms.ChoiceField(
        label=_("How do you know that it is them?"),
        help_text=_("Ask no more than you need. A voice you know, on the number we hold, is enough."),
        choices=Identity.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("In a few words"),
        help_text=_("Which document, not its number."),
        max_length=300,
        required=False,
    )


class WaitForm(_WithToday):
    """What we asked them and when."""

    days = ("from_on",)
    why = forms.ChoiceField(
        label=_("What do we need to know?"), choices=PauseWhy.choices, widget=forms.RadioSelect
    )
    asked = forms.CharField(label=_("What did you ask them?"), max_length=300)
    from_on = DayField(label=_("When did you ask?"), help_text=_("The clock stands from this day."))


class GoOnForm(_WithToday):
    """When they answered."""

    days = ("on",)
    on = DayField(label=_("When did they answer?"), help_text=_("The clock runs again from this day."))


class ExtendForm(OnceForm):
    """Why, and how they were told."""

    reason = forms.CharField(
        label=_("Why does it take longer?"),
        help_text=_("They are told this. It must be complex, or one of many requests of theirs."),
        widget=AREA,
        max_length=2000,
    )
    told = forms.ChoiceField(label=_("How were they told?"), choices=How.choices, widget=forms.RadioSelect)


class EndForm(OnceForm):
    """How it ended, and why."""

    ending = forms.ChoiceField(label=_("How does it end?"), choices=Ending.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("If it is refused, they are told this, and that they may complain."),
        widget=AREA,
        max_length=2000,
        required=False,
    )


class GiveForm(OnceForm):
    """By which way it goes."""

    how = forms.ChoiceField(
        label=_("How do they get it?"),
        help_text=_("By post, mark the letter “private”. Send nothing to an address we have not checked."),
        choices=How.choices,
        widget=forms.RadioSelect,
    )


class LeaveOutForm(forms.Form):
    """A word the program did not find."""

    term = forms.CharField(
        label=_("Leave out another word"),
        help_text=_("A name, a place, a few words as they stand in the copy."),
        max_length=200,
    )


class ErasureForm(_WithToday):
    """How and when they asked."""

    days = ("received_on",)
    asked_how = forms.ChoiceField(label=_("How did they ask?"), choices=How.choices, widget=forms.RadioSelect)
    received_on = DayField(label=_("When did it reach us?"))
    words = forms.CharField(label=_("What did they say?"), widget=AREA, max_length=2000, required=False)


class ReasonForm(OnceForm):
    """A reason in words."""

    reason = forms.CharField(label=_("Why?"), widget=AREA, max_length=2000)


class CorrectionForm(OnceForm):
    """What was wrong and what is right."""

    fact = forms.CharField(
        label=_("What was wrong?"), help_text=_("For example: phone number"), max_length=100
    )
    was = forms.CharField(label=_("What did it say?"), widget=AREA, max_length=1000, required=False)
    now = forms.CharField(label=_("What is right?"), widget=AREA, max_length=1000)
    tell = forms.MultipleChoiceField(
        label=_("Who was given something about them?"),
        help_text=_("Found in the record. Leave those ticked who may have the wrong fact."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if names:
            self.fields["tell"].choices = [(str(n), name) for n, name in enumerate(names)]  # type: ignore[attr-defined]
            self.fields["tell"].initial = [str(n) for n in range(len(names))]
        else:
            del self.fields["tell"]


class SettleForm(_WithToday):
    """Whether they were told, how, or why not."""

    days = ("on",)
    settled = forms.ChoiceField(label=_("What was done?"), choices=Settled.choices, widget=forms.RadioSelect)
    how = forms.ChoiceField(
        label=_("How were they told?"), choices=[("", _("Not told")), *How.choices], required=False
    )
    on = DayField(label=_("When?"))
    note = forms.CharField(
        label=_("Why not?"),
        help_text=_("If they are not told."),
        max_length=300,
        required=False,
    )
