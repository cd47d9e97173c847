"""`/volunteer/visits/<visit>/change/`: swap it to another time, or call it off; the person is told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.befriending import notify
from alongside.befriending.actions import visits
from alongside.befriending.actions.errors import CannotDo
from alongside.befriending.models import Visit
from alongside.core import clock
from alongside.web.befriending_times import TimeField, moment
from alongside.web.components.fields import DayField
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.volunteer.visit_lookup import VOLUNTEERS, visit_or_404

SWAP, OFF = "swap", "off"


class ChangeForm(forms.Form):
    """Another time that was agreed with the person, or off."""

    marks_optional = False

    what = forms.ChoiceField(
        label=_("What would you like to do?"),
        choices=[(SWAP, _("Swap it to another time")), (OFF, _("Call it off"))],
        widget=forms.RadioSelect,
    )
    on = DayField(label=_("Which day instead?"), required=False)
    time = TimeField(label=_("At what time?"), required=False)
    note = forms.CharField(label=_("Anything your supervisor should know"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """A swap says when."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("what") == SWAP:
            if not cleaned.get("on") and "on" not in self.errors:
                self.add_error("on", _("Give the day."))
            if cleaned.get("time") is None and "time" not in self.errors:
                self.add_error("time", _("Give the time."))
        return cleaned


@page("volunteer", "visits/<uuid:visit_id>/change/", roles=VOLUNTEERS)
def visit_change(request: MemberRequest, visit_id: UUID) -> HttpResponse:
    """Ask what and when; do it."""
    found = visit_or_404(request, visit_id)
    form = ChangeForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _do(request, found, form.cleaned_data))
            return redirect("volunteer:visits")
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "volunteer/visit_change.html",
        {
            "visit": found,
            "person": found.match.person,
            "form": form,
            "hears_by_itself": notify.way_to_person(found.match.person) is not None,
        },
    )


def _do(request: MemberRequest, visit: Visit, data: dict[str, Any]) -> str:
    by, at = request.member, clock.now()
    if data["what"] == SWAP:
        visits.move(visit=visit, starts_at=moment(data["on"], data["time"]), by=by, at=at)
        return _t("Swapped.")
    visits.cancel(visit=visit, note=data["note"] or _t("The volunteer could not go"), by=by, at=at)
    visits.tell_called_off(visit, at=at)
    return _t("Called off. Your supervisor knows.")
