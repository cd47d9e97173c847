"""`/steward/silent-organisers/`: after how many working days an organiser is reminded, and one of us takes over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework import queries
from alongside.casework.actions.ways import change_ways
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.web.forms import typed
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest

NUMBER = {"class": "govuk-input--width-2", "inputmode": "numeric"}


class WaysForm(forms.Form):
    """Two numbers and who hears."""

    marks_optional = False

    remind_after = forms.IntegerField(
        label=_("Remind them after how many working days?"),
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs=NUMBER),
    )
    escalate_after = forms.IntegerField(
        label=_("Put it on the connector’s list after how many working days?"),
        help_text=_("Counted from the day we asked, without weekends and bank holidays."),
        min_value=2,
        max_value=90,
        widget=forms.NumberInput(attrs=NUMBER),
    )
    tell_leads = forms.BooleanField(label=_("Write to the team leads too"), required=False)

    def clean(self) -> dict[str, Any]:
        """A reminder comes before somebody takes over."""
        cleaned = super().clean() or self.cleaned_data
        first, then = cleaned.get("remind_after"), cleaned.get("escalate_after")
        if first and then and then <= first:
            self.add_error("escalate_after", _("Give more days than before the reminder."))
        return cleaned


@page(
    "steward",
    "silent-organisers/",
    roles={Role.STEWARD},
    nav=_("Silent organisers"),
    nav_order=48,
    section=Section.REFERRALS,
)
def silent_organisers(request: MemberRequest) -> HttpResponse:
    """Show the numbers and change them."""
    ways = queries.ways_of_working()
    start = {name: getattr(ways, name) for name in ("remind_after", "escalate_after", "tell_leads")}
    form = WaysForm(typed(request), initial=start)
    if request.method == "POST" and form.is_valid():
        change_ways(**form.cleaned_data, by=request.member, at=clock.now())
        messages.success(request, _t("Kept. It counts from tomorrow morning on."))
        return redirect("steward:silent-organisers")
    return render(request, "steward/silent_organisers.html", {"form": form, "ways": ways})
