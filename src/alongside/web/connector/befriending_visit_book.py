"""`/connector/befriending/matches/<match>/visits/book/`: book one visit or call, or set another weekly time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.befriending import rules
from alongside.befriending.actions import visits
from alongside.befriending.actions.errors import CannotDo
from alongside.befriending.models import Match
from alongside.core import clock
from alongside.referrals.queries import risks_about
from alongside.web.befriending_times import TimeField, minute_of, moment
from alongside.web.components.fields import DayField
from alongside.web.connector.befriending_lookup import RUNS, match_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class BookForm(forms.Form):
    """A day, a time, once or each week."""

    on = DayField(label=_("Which day?"))
    time = TimeField(label=_("At what time?"))
    repeats = forms.ChoiceField(
        label=_("Once, or again and again?"),
        choices=[
            ("once", _("Once")),
            (
                "series",
                _("From this day on, at the weekly rhythm of the scheme; an earlier weekly time ends"),
            ),
        ],
        initial="once",
        widget=forms.RadioSelect,
    )


@page("connector", "befriending/matches/<uuid:match_id>/visits/book/", roles=RUNS)
def befriending_visit_book(request: MemberRequest, match_id: UUID) -> HttpResponse:
    """Ask when; book it."""
    match = match_or_404(request, match_id)
    form = BookForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _book(request, match, form.cleaned_data))
            return redirect("connector:befriending-match", match_id)
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "connector/befriending_visit_book.html",
        {
            "form": form,
            "match": match,
            "person": match.person,
            "weeks_ahead": rules.BOOKED_AHEAD.days // 7,
            "risks": risks_about(request.viewer, match.person),
        },
    )


def _book(request: MemberRequest, match: Match, data: dict[str, Any]) -> str:
    by, at = request.member, clock.now()
    if data["repeats"] == "once":
        visits.book(match=match, starts_at=moment(data["on"], data["time"]), by=by, at=at)
        return _t("Booked.")
    booked = visits.set_series(
        match=match,
        weekday=data["on"].weekday(),
        minute=minute_of(data["time"]),
        minutes=match.minutes,
        first_on=data["on"],
        by=by,
        at=at,
    )
    return _t("%(booked)s booked; %(out)s left out because the volunteer is away, taken or may not go.") % {
        "booked": len(booked.visits),
        "out": len(booked.left_out),
    }
