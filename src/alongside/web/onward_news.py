"""What the pages on which an organiser's news is taken share (by the link, signed in, on the phone): form and teller.

One form for all three, with what may be heard in the state the referral is in. A field that belongs to another kind
of news is left aside, so that nothing typed in the wrong box is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.casework import onward_rules
from alongside.casework.actions.onward_news import News
from alongside.casework.enums import DeclineReason, HowItWent, NewsKind, NewsVia, OnwardStatus
from alongside.casework.models import OnwardReferral
from alongside.core import clock
from alongside.web.components.fields import DayField, HintedRadios
from alongside.web.forms import OnceForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST_TIMES = 99
MOST_PLACES = 9999
HINTS = {
    NewsKind.WAITING_LIST: _("Say below which place, and when you expect one to be free."),
    NewsKind.STARTED: _("They have begun, or have a first day."),
    NewsKind.ATTENDED: _("Once or several times."),
    NewsKind.ENDED: _("Say below how it went."),
    NewsKind.DECLINED: _("Say below why."),
}


def kinds_for(onward: OnwardReferral, via: NewsVia) -> list[NewsKind]:
    """What may be told of a referral now, in the order it is offered."""
    status = OnwardStatus(onward.status)
    return [kind for kind in onward_rules.HEARD[status] if onward_rules.may_hear(status, kind, via)]


def place_on_the_list() -> forms.IntegerField:
    """Which place somebody has who must wait."""
    return forms.IntegerField(
        label=_("If they have to wait: which place on the list?"),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )


def day_of_a_place() -> DayField:
    """When somebody who must wait may hope for a place."""
    return DayField(label=_("When do you expect a place?"), required=False)


def who_tells(required: str | _StrPromise) -> forms.CharField:
    """The name of whoever tells us; `required` is said where it is missing."""
    return forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": required},
    )


class NewsForm(OnceForm):
    """One piece of news, and who says it."""

    marks_optional = False

    tell = forms.CharField(widget=forms.HiddenInput, initial="news", required=False)
    kind = forms.ChoiceField(
        label=_("What is new?"),
        widget=HintedRadios,
        error_messages={
            "required": _("Choose what is new."),
            "invalid_choice": _("This does not fit what stands now. Choose what is new."),
        },
    )
    on = DayField(label=_("On which day?"), help_text=_("Leave it empty for today."), required=False)
    times = forms.IntegerField(
        label=_("If they came: how often since you last told us?"),
        min_value=1,
        max_value=MOST_TIMES,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
    )
    position = place_on_the_list()
    expected_on = day_of_a_place()
    how = forms.ChoiceField(
        label=_("If it has ended: how did it go?"),
        choices=[("", _("Choose how")), *HowItWent.choices],
        widget=forms.Select,
        required=False,
    )
    reason = forms.ChoiceField(
        label=_("If it is a no: why?"),
        choices=[("", _("Choose why")), *DeclineReason.choices],
        widget=forms.Select,
        required=False,
    )
    words = forms.CharField(
        label=_("Anything you want to say"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    name = who_tells(_("Tell us your name, so that we know who said so."))

    #: Which fields belong to which kinds; a field nobody can need now is not shown.
    BELONGS = {
        "times": {NewsKind.ATTENDED},
        "position": {NewsKind.WAITING_LIST},
        "expected_on": {NewsKind.WAITING_LIST},
        "how": {NewsKind.ENDED},
        "reason": {NewsKind.DECLINED},
    }

    def __init__(self, *args: Any, onward: OnwardReferral, via: NewsVia, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = kinds_for(onward, via)
        kind = self.fields["kind"]
        kind.choices = [(one.value, one.label) for one in offered]  # type: ignore[attr-defined]
        kind.widget.hints = {one.value: HINTS[one] for one in offered if one in HINTS}
        for name, kinds in self.BELONGS.items():
            if not kinds & set(offered):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """An end says how, a no says why; days are real."""
        cleaned = super().clean() or self.cleaned_data
        kind, today = cleaned.get("kind"), clock.today()
        if kind == NewsKind.ENDED and not cleaned.get("how"):
            self.add_error("how", _("Choose how it went."))
        if kind == NewsKind.DECLINED and not cleaned.get("reason"):
            self.add_error("reason", _("Choose why, so that we can find something else."))
        if kind == NewsKind.QUESTION and not (cleaned.get("words") or "").strip():
            self.add_error("words", _("Write the question."))
        if (cleaned.get("on") or today) > today:
            self.add_error("on", _("This day has not come yet. Tell us once it has."))
        if kind == NewsKind.WAITING_LIST and (cleaned.get("expected_on") or today) < today:
            self.add_error("expected_on", _("This day is over. Give a day to come, or leave it empty."))
        return cleaned

    def news(self) -> News:
        """What was told, as the actions take it: only what belongs to the kind."""
        data = self.cleaned_data
        kind = NewsKind(data["kind"])
        own = {name for name, kinds in self.BELONGS.items() if kind in kinds}
        return News(
            kind,
            on=data["on"],
            times=(data.get("times") or 1) if "times" in own else 1,
            position=data.get("position") if "position" in own else None,
            expected_on=data.get("expected_on") if "expected_on" in own else None,
            how=HowItWent(data["how"]) if "how" in own else None,
            reason=DeclineReason(data["reason"]) if "reason" in own else None,
            note=data["words"],
        )


def standing_news(onward: OnwardReferral) -> list[Any]:
    """The lines that stand, newest first."""
    return list(
        onward.news.filter(taken_back_at__isnull=True).select_related("written_by").order_by("-number")
    )


def may_take_back_last(onward: OnwardReferral, lines: list[Any], *, at_the_organiser: bool) -> bool:
    """Whether the newest line can be taken back by its teller: at the organiser not the first answer, which is a word
    given; by us any."""
    if not lines or onward.status != lines[0].after:
        return False
    return not at_the_organiser or lines[0].kind in {
        NewsKind.STARTED,
        NewsKind.ATTENDED,
        NewsKind.ENDED,
        NewsKind.WAITING_LIST,
    }
