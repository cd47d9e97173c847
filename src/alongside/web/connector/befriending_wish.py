"""`/connector/befriending/wishes/<wish>/`: one place in a queue – what they want, whom not, hold, leave."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.befriending import queries, words
from alongside.befriending.actions import queue
from alongside.befriending.actions.errors import CannotDo
from alongside.befriending.enums import LeaveReason, PairKind, SaidBy
from alongside.befriending.models import Wish
from alongside.befriending.wait_words import wait_in_words
from alongside.core import clock
from alongside.volunteering import access as volunteering
from alongside.web.connector.befriending_lookup import RUNS, exclusion_or_404, wish_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class ApartForm(forms.Form):
    """Two who must not be matched."""

    prefix = "apart"
    volunteer = forms.ChoiceField(label=_("Which volunteer?"))
    kind = forms.ChoiceField(label=_("Why?"), choices=PairKind.choices)
    said_by = forms.ChoiceField(label=_("Who said so?"), choices=SaidBy.choices)
    reason = forms.CharField(label=_("In a few words"), max_length=500, required=False)

    def __init__(self, *args: Any, volunteers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["volunteer"].choices = [("", _t("Choose a volunteer")), *volunteers]  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    """Why somebody leaves the list."""

    prefix = "leave"
    reason = forms.ChoiceField(label=_("Why do they leave the list?"), choices=LeaveReason.choices)
    note = forms.CharField(label=_("Anything to add"), max_length=500, required=False)


@page("connector", "befriending/wishes/<uuid:wish_id>/", roles=RUNS)
def befriending_wish(request: MemberRequest, wish_id: UUID) -> HttpResponse:
    """Show it; `do` says what to do: hold, release, told, leave, apart, lift."""
    wish = wish_or_404(request, wish_id)
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    known = (
        volunteering.visible_to(request.viewer).filter(status__in=volunteering.ACTIVE).order_by("name", "id")
    )
    apart = ApartForm(
        typed(request) if doing == "apart" else None, volunteers=[(str(v.pk), v.name) for v in known]
    )
    leave = LeaveForm(typed(request) if doing == "leave" else None)
    try:
        said = _do(request, wish, doing, apart, leave)
    except CannotDo as refusal:
        messages.warning(request, str(refusal))
        return redirect("connector:befriending-wish", wish_id)
    if said:
        messages.success(request, said)
        return redirect("connector:befriending-wish", wish_id)
    at = clock.now()
    return render(
        request,
        "connector/befriending_wish.html",
        {
            "wish": wish,
            "person": wish.person,
            "scheme": wish.scheme,
            "wait": wait_in_words(queries.honest_wait(wish.scheme, at=at)),
            "facts": words.wish_in_words(wish),
            "apart": apart,
            "leave": leave,
            "exclusions": queries.exclusions_of(request.viewer, wish.person_id),
            "match": wish.matches.exclude(status="ended").first(),
            "ring_now": queue.due_not_forgotten(wish, at),
        },
    )


def _do(request: MemberRequest, wish: Wish, doing: str, apart: ApartForm, leave: LeaveForm) -> str:
    """Do what was asked and say so; "" when there was nothing to do, or a form wants mending."""
    by, at = request.member, clock.now()
    if doing in {"hold", "release"}:
        queue.hold(wish=wish, on_hold=doing == "hold", by=by, at=at)
        return _t("Kept out of rounds for now.") if doing == "hold" else _t("Back in the next round.")
    if doing == "told":
        queue.not_forgotten(wish=wish, by=by, at=at)
        return _t("Noted: they know that we have not forgotten them.")
    if doing == "leave" and leave.is_valid():
        queue.leave(
            wish=wish,
            reason=LeaveReason(leave.cleaned_data["reason"]),
            note=leave.cleaned_data["note"],
            by=by,
            at=at,
        )
        return _t("%(name)s has left the list.") % {"name": wish.person.called}
    if doing == "apart" and apart.is_valid():
        data = apart.cleaned_data
        queue.exclude(
            person=wish.person,
            volunteer=volunteering.visible_to(request.viewer).get(pk=data["volunteer"]),
            kind=PairKind(data["kind"]),
            said_by=SaidBy(data["said_by"]),
            reason=data["reason"],
            by=by,
            at=at,
        )
        return _t("They are kept apart from now on. Nobody is told.")
    if doing == "lift":
        queue.lift(
            exclusion=exclusion_or_404(request, _uuid(request.POST.get("exclusion", ""))), by=by, at=at
        )
        return _t("They may be matched again.")
    return ""


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
