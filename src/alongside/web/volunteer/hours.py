"""`/volunteer/hours/`: my hours in three taps – open, choose how long, done (what and when are chosen already)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.partnerships.once import once
from alongside.volunteering import queries
from alongside.volunteering.actions import given
from alongside.volunteering.actions.errors import CannotDo
from alongside.volunteering.enums import RoleKind
from alongside.volunteering.models import Volunteer
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.volunteer.lookup import myself_or_404

LENGTHS = ((15, _("15 minutes")), (30, _("Half an hour")), (60, _("1 hour")), (90, _("1½ hours")), (120, _("2 hours")),
           (180, _("3 hours")), (240, _("4 hours")))  # fmt: skip
DAYS = (("0", _("Today")), ("1", _("Yesterday")), ("2", _("Two days ago")), ("3", _("Three days ago")))


class HoursForm(OnceForm):
    """When and what; how long is the button that is pressed."""

    day = forms.ChoiceField(label=_("When?"), choices=DAYS, initial="0", widget=forms.RadioSelect)
    role = forms.ChoiceField(label=_("What did you do?"), choices=RoleKind.choices, widget=forms.RadioSelect)
    minutes = forms.TypedChoiceField(
        choices=LENGTHS,
        coerce=int,
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose how long it took.")},
    )

    def __init__(self, *args: Any, volunteer: Volunteer, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"role": volunteer.roles[0] if volunteer.roles else None})
        super().__init__(*args, **kwargs)
        offered = [choice for choice in RoleKind.choices if choice[0] in volunteer.roles]
        self.fields["role"].choices = offered or RoleKind.choices  # type: ignore[attr-defined]


@page("volunteer", "hours/", roles={Role.VOLUNTEER}, nav=_("My hours"), nav_order=30)
def hours(request: MemberRequest) -> HttpResponse:
    """Write down time given, and see what was."""
    volunteer = myself_or_404(request)
    form = HoursForm(typed(request), volunteer=volunteer)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def log() -> str:
            given.log_hours(
                volunteer=volunteer,
                held_on=clock.today() - timedelta(days=int(data["day"])),
                minutes=data["minutes"],
                role=data["role"],
                at=clock.now(),
                key=data["once"],
            )
            return reverse("volunteer:hours")

        try:
            return redirect(once(data["once"], log))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "volunteer/hours.html",
        {
            "form": form,
            "lengths": LENGTHS,
            "newest": volunteer.hours.all()[:20],
            "total": f"{queries.minutes_given(volunteer) / 60:.1f}".removesuffix(".0"),
        },
    )
