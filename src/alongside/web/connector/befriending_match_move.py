"""`/connector/befriending/matches/<match>/<step>/`: one step in the life of a match, each with its few questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.befriending import queries, rules
from alongside.befriending.actions import endings, matches
from alongside.befriending.actions.errors import CannotDo
from alongside.befriending.enums import EndReason, MatchStatus, SaidBy
from alongside.befriending.models import Match
from alongside.core import clock
from alongside.web.befriending_times import TimeField, minute_of, moment
from alongside.web.components.fields import DayField
from alongside.web.connector.befriending_lookup import RUNS, match_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

_S = MatchStatus


class _Form(forms.Form):
    def __init__(self, *args: Any, match: Match, **kwargs: Any) -> None:
        self.match = match
        super().__init__(*args, **kwargs)


class IntroduceForm(_Form):
    """When they meet for the first time, with somebody of us there."""

    on = DayField(label=_("Which day do they meet?"), required=False)
    time = TimeField(label=_("At what time?"), required=False)

    def clean(self) -> dict[str, Any]:
        """A day and a time, or neither."""
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("on")) != (cleaned.get("time") is not None):
            self.add_error("time", _("Give a day and a time, or leave both empty."))
        return cleaned

    def do(self, request: MemberRequest, at: dt.datetime) -> str:
        """Introduce them."""
        data = self.cleaned_data
        starts = moment(data["on"], data["time"]) if data.get("on") else None
        matches.introduce(match=self.match, starts_at=starts, by=request.member, at=at)
        return _t("Arranged. The volunteer now sees whom they meet.")


class BeginForm(_Form):
    """The first day of the trial and the weekly time."""

    first_on = DayField(label=_("From which day?"))
    weekday = forms.TypedChoiceField(
        label=_("Which day of the week?"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.RadioSelect,
    )
    time = TimeField(label=_("At what time?"))

    def __init__(self, *args: Any, match: Match, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "first_on": clock.today(),
            "weekday": match.weekday,
            "time": f"{match.minute // 60}:{match.minute % 60:02d}" if match.minute is not None else "",
        }
        super().__init__(*args, match=match, **kwargs)
        if match.channel not in rules.BOOKABLE:
            del self.fields["weekday"], self.fields["time"]

    def do(self, request: MemberRequest, at: dt.datetime) -> str:
        """Begin the trial."""
        data = self.cleaned_data
        time = data.get("time")
        matches.begin_trial(
            match=self.match,
            first_on=data["first_on"],
            weekday=data.get("weekday"),
            minute=minute_of(time) if time else None,
            by=request.member,
            at=at,
        )
        return _t("The trial has begun. The first reviews are on your list.")


class ActivateForm(_Form):
    """Nothing to ask: the person who presses the button is named."""

    def do(self, request: MemberRequest, at: dt.datetime) -> str:
        """Make it active."""
        matches.activate(match=self.match, by=request.member, at=at)
        return _t("Active.")


class PauseForm(_Form):
    """Until when, and why."""

    until = DayField(
        label=_("Until which day?"), help_text=_("Leave it empty if you do not know."), required=False
    )
    note = forms.CharField(label=_("Anything to add"), max_length=500, required=False)

    def do(self, request: MemberRequest, at: dt.datetime) -> str:
        """Pause it."""
        data = self.cleaned_data
        matches.pause(match=self.match, until=data["until"], note=data["note"], by=request.member, at=at)
        return _t("Paused. What was booked is called off, and they are told.")


class CoverForm(_Form):
    """Who goes instead, from when to when; the person was asked."""

    volunteer = forms.ChoiceField(label=_("Who covers?"), widget=forms.RadioSelect)
    first_on = DayField(label=_("From which day?"))
    last_on = DayField(label=_("Until and with which day?"))
    agreed = forms.BooleanField(label=_("I asked the person, and they would like that"), required=False)

    def __init__(self, *args: Any, match: Match, **kwargs: Any) -> None:
        super().__init__(*args, match=match, **kwargs)
        self.volunteers = {str(v.pk): v for v in queries.could_cover(match)[:30]}
        self.fields["volunteer"].choices = [  # type: ignore[attr-defined]
            (key, _t("%(name)s, whom they have met") % {"name": v.name} if v.have_met else v.name)  # type: ignore[attr-defined]
            for key, v in self.volunteers.items()
        ]

    def do(self, request: MemberRequest, at: dt.datetime) -> str:
        """Give it to somebody else for a while."""
        data = self.cleaned_data
        volunteer = self.volunteers[data["volunteer"]]
        matches.cover(
            match=self.match,
            volunteer=volunteer,
            first_on=data["first_on"],
            last_on=data["last_on"],
            person_agreed=data["agreed"],
            by=request.member,
            at=at,
        )
        return _t("%(name)s covers. The match stays as it is.") % {"name": volunteer.called}


class PlanEndingForm(_Form):
    """The last visit, and what comes next."""

    on = DayField(label=_("Which day is the last?"))
    words = forms.CharField(
        label=_("What comes next for the person?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )

    def do(self, request: MemberRequest, at: dt.datetime) -> str:
        """Plan it."""
        data = self.cleaned_data
        endings.plan_ending(match=self.match, on=data["on"], words=data["words"], by=request.member, at=at)
        return _t("Planned. Visits after that day are called off.")


class EndForm(_Form):
    """Why, and whether the person waits again."""

    reason = forms.ChoiceField(
        label=_("Why does it end?"),
        choices=[c for c in EndReason.choices if c[0] not in {EndReason.SAID_NO, EndReason.BREAKDOWN}],
        widget=forms.RadioSelect,
    )
    waits_again = forms.BooleanField(
        label=_("The person would like to wait for somebody else"), required=False
    )
    note = forms.CharField(label=_("Anything to add"), max_length=1000, required=False)

    def do(self, request: MemberRequest, at: dt.datetime) -> str:
        """End it."""
        data = self.cleaned_data
        endings.end(
            match=self.match,
            reason=EndReason(data["reason"]),
            note=data["note"],
            waits_again=True if data["waits_again"] else None,
            by=request.member,
            at=at,
        )
        return _t("Ended. Nothing is left booked.")


class BreakDownForm(_Form):
    """Who found that it does not work. Neither side is told."""

    said_by = forms.ChoiceField(label=_("Who said so?"), choices=SaidBy.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What happened?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False
    )

    def do(self, request: MemberRequest, at: dt.datetime) -> str:
        """Return both kindly."""
        data = self.cleaned_data
        endings.break_down(
            match=self.match, said_by=SaidBy(data["said_by"]), note=data["note"], by=request.member, at=at
        )
        return _t("Both are free for somebody else, and are not proposed to each other again.")


@dataclass(frozen=True)
class Step:
    """A step: what it is called, from which states it may be taken, what it asks."""

    label: Any
    of: frozenset[str]
    form: Callable[..., Any]
    hint: Any = ""
    kind: str = ""


STEPS: dict[str, Step] = {
    "introduce": Step(
        _("Arrange the introduction"),
        frozenset({_S.AGREED}),
        IntroduceForm,
        _("Somebody of us is there, or on the call. From now on the volunteer sees whom they meet."),
    ),
    "begin": Step(_("Begin the trial"), frozenset({_S.INTRODUCED}), BeginForm),
    "activate": Step(
        _("Make it active"),
        frozenset({_S.TRIAL, _S.PAUSED, _S.COVERED, _S.ENDING}),
        ActivateForm,
        _("You are named as the person who decided it. The volunteer’s checks are looked at again now."),
    ),
    "cover": Step(_("Arrange cover"), frozenset({_S.ACTIVE, _S.PAUSED}), CoverForm),
    "pause": Step(_("Pause"), frozenset({_S.TRIAL, _S.ACTIVE, _S.COVERED}), PauseForm),
    "plan-ending": Step(_("Plan an ending"), frozenset({_S.ACTIVE, _S.PAUSED, _S.COVERED}), PlanEndingForm),
    "end": Step(
        _("End it"), rules.LIVE, EndForm, _("Both are told that it has ended, without the reason."), "warning"
    ),
    "break-down": Step(
        _("It does not work for them"),
        rules.MEETING,
        BreakDownForm,
        _("Both go back kindly. Neither learns who said what."),
        "warning",
    ),
}


@page("connector", "befriending/matches/<uuid:match_id>/<slug:step>/", roles=RUNS)
def befriending_match_move(request: MemberRequest, match_id: UUID, step: str) -> HttpResponse:
    """Ask what the step needs; take it."""
    match = match_or_404(request, match_id)
    if step not in STEPS:
        raise Http404
    chosen = STEPS[step]
    form = chosen.form(typed(request), match=match)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, form.do(request, clock.now()))
        except CannotDo as refusal:
            messages.warning(request, str(refusal))
        return redirect("connector:befriending-match", match_id)
    return render(
        request,
        "connector/befriending_match_move.html",
        {"match": match, "person": match.person, "step": chosen, "form": form},
    )
