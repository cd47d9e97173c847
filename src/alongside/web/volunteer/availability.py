"""`/volunteer/availability/`: when I am free in the week, and when I am away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.volunteering.actions import offers
from alongside.volunteering.actions.errors import CannotDo
from alongside.web.components.fields import DayField
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.volunteer.lookup import myself_or_404
from alongside.web.volunteering import OfferForm, TimesForm


class AwayForm(forms.Form):
    """From a day to a day."""

    starts_on = DayField(label=_("First day away"))
    ends_on = DayField(label=_("Last day away"))


@page("volunteer", "availability/", roles={Role.VOLUNTEER}, nav=_("When I am free"), nav_order=40)
def availability(request: MemberRequest) -> HttpResponse:
    """Show and change the times of the week, and the days away."""
    volunteer = myself_or_404(request)
    asked = request.POST.get("form") if request.method == "POST" else None
    slots = list(volunteer.availability.values_list("weekday", "from_minute", "to_minute"))
    times = TimesForm(typed(request) if asked == "times" else None, slots=slots)
    away = AwayForm(typed(request) if asked == "away" else None)
    at = clock.now()
    form: forms.Form = away if asked == "away" else times
    if asked and form.is_valid():
        try:
            if form is times:
                offers.set_availability(volunteer=volunteer, slots=times.chosen(), by=request.member, at=at)
            else:
                offers.add_away(volunteer=volunteer, by=request.member, at=at, **_days(away))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("volunteer:availability")
    return render(
        request,
        "volunteer/availability.html",
        {
            "form": form,
            "times": times,
            "away_form": away,
            "has_times": bool(slots),
            "away": volunteer.away.filter(ends_on__gte=clock.today()),
        },
    )


def _days(form: AwayForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("starts_on", "ends_on")}


@page("volunteer", "availability/<uuid:away_id>/remove/", roles={Role.VOLUNTEER}, methods=("POST",))
def away_remove(request: MemberRequest, away_id: UUID) -> HttpResponse:
    """I am here after all."""
    away = get_object_or_404(myself_or_404(request).away, pk=away_id)
    offers.remove_away(away=away, by=request.member, at=clock.now())
    return redirect("volunteer:availability")


@page("volunteer", "about-me/", roles={Role.VOLUNTEER})
def about_me(request: MemberRequest) -> HttpResponse:
    """Change what I offer and am comfortable with."""
    volunteer = myself_or_404(request)
    form = OfferForm(typed(request), volunteer=volunteer)
    if request.method == "POST" and form.is_valid():
        try:
            offers.change_offer(
                volunteer=volunteer,
                offered=form.offered(),
                channels=form.cleaned_data["channels"],
                at=clock.now(),
            )
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("volunteer:home")
    return render(request, "volunteer/about_me.html", {"form": form})
