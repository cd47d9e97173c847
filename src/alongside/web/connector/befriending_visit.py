"""`/connector/befriending/visits/<visit>/`: a visit or call, for staff – move it, call it off, log it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.befriending.actions import visits
from alongside.befriending.actions.errors import CannotDo
from alongside.befriending.models import Visit
from alongside.core import clock
from alongside.web.befriending_log import LogForm
from alongside.web.befriending_times import TimeField, moment
from alongside.web.components.fields import DayField
from alongside.web.connector.befriending_lookup import RUNS, visit_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class MoveForm(forms.Form):
    """Another day and time."""

    prefix = "move"
    on = DayField(label=_("Which day?"))
    time = TimeField(label=_("At what time?"))


class CallOffForm(forms.Form):
    """Why it is called off."""

    prefix = "off"
    note = forms.CharField(
        label=_("Why?"), help_text=_("For us. They are told that it is off."), max_length=300
    )


@page("connector", "befriending/visits/<uuid:visit_id>/", roles=RUNS)
def befriending_visit(request: MemberRequest, visit_id: UUID) -> HttpResponse:
    """Show it; `do` says what to do: move, off or log."""
    visit = visit_or_404(request, visit_id)
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    forms_of = {
        "move": MoveForm(typed(request) if doing == "move" else None),
        "off": CallOffForm(typed(request) if doing == "off" else None),
        "log": LogForm(typed(request) if doing == "log" else None),
    }
    form = forms_of.get(doing)
    if form is not None and form.is_valid():
        try:
            messages.success(request, _do(request, visit, doing, form.cleaned_data))
        except CannotDo as refusal:
            messages.warning(request, str(refusal))
            return redirect("connector:befriending-visit", visit_id)
        return redirect("connector:befriending-match", visit.match_id)
    return render(
        request,
        "connector/befriending_visit.html",
        {
            "visit": visit,
            "match": visit.match,
            "person": visit.match.person,
            "forms": forms_of,
            "log": visit.logs.select_related("logged_by").first(),
            "has_begun": visit.during.lower <= clock.now(),
        },
    )


def _do(request: MemberRequest, visit: Visit, doing: str, data: dict[str, Any]) -> str:
    by, at = request.member, clock.now()
    if doing == "move":
        visits.move(visit=visit, starts_at=moment(data["on"], data["time"]), by=by, at=at)
        return _t("Moved. Both are told.")
    if doing == "off":
        visits.cancel(visit=visit, note=data["note"], by=by, at=at)
        return _t("Called off. Both are told.")
    visits.log(visit=visit, by=by, at=at, **LogForm.as_told(data))
    return _t("Written down.")
