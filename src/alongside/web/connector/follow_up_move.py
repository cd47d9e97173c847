"""`/connector/follow-ups/…/move/`: do it on another day."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework.actions import contacts
from alongside.casework.actions.errors import CannotDo
from alongside.casework.models import FollowUp
from alongside.core import clock
from alongside.core.working_days import add_working_days
from alongside.web.components.fields import DayField
from alongside.web.connector.lookup import CARRIES_CASES, came_from, part_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class MoveForm(forms.Form):
    """Which day, and perhaps what time."""

    due_on = DayField(label=_("Which day?"))
    due_time = forms.TimeField(
        label=_("At what time?"),
        help_text=_("For example 10:30. Leave it empty for any time."),
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    back = forms.CharField(widget=forms.HiddenInput, required=False)


@page("connector", "follow-ups/<uuid:follow_up_id>/move/", roles=CARRIES_CASES)
def follow_up_move(request: MemberRequest, follow_up_id: UUID) -> HttpResponse:
    """Move what is due; the next working days are one press away."""
    follow_up = part_or_404(request, FollowUp.objects.all(), follow_up_id)
    case = follow_up.case
    today = clock.today()
    start = {
        "due_on": max(follow_up.due_on, today),
        "due_time": follow_up.due_time,
        "back": request.GET.get("back", ""),
    }
    form = MoveForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        before = follow_up.due_on
        try:
            contacts.move(
                follow_up=follow_up,
                due_on=data["due_on"],
                due_time=data["due_time"],
                by=request.member,
                at=clock.now(),
            )
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _t("Moved from %(before)s to %(day)s.") % {
                "before": date_format(before, "l j F"),
                "day": date_format(data["due_on"], "l j F"),
            }
            messages.info(request, said)
            return redirect(came_from(request, reverse("connector:case", args=[case.pk])))
    return render(
        request,
        "connector/follow_up_move.html",
        {
            "form": form,
            "follow_up": follow_up,
            "case": case,
            "person": case.person,
            "days": [add_working_days(today, n) for n in (1, 2, 5)],
        },
    )
