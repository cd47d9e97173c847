"""`/connector/going-out/…/`: for who is out, their buttons and link; for who watches, what to do and what happened.

Where they went is shown to others only after an alert was raised, and by a press that writes the look down.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.appointments import access, notify, watching
from alongside.appointments.actions import check_ins as actions
from alongside.appointments.actions.errors import CannotDo
from alongside.appointments.enums import Found, Kind, Via
from alongside.appointments.models import CheckIn
from alongside.core import clock
from alongside.web.connector.appointment_lookup import WATCHES, check_in_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class CloseForm(forms.Form):
    """What was found."""

    found = forms.ChoiceField(label=_("What did you find?"), choices=Found.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What was done"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )


@page("connector", "going-out/<uuid:check_in_id>/", roles=WATCHES)
def check_in(request: MemberRequest, check_in_id: UUID) -> HttpResponse:
    """Show it; `do` says what is done."""
    found = check_in_or_404(request, check_in_id)
    form = CloseForm()
    shown = ""
    if request.method == "POST":
        doing = request.POST.get("do", "")
        if doing == "close":
            form = CloseForm(typed(request))
        try:
            if doing == "look":
                shown = actions.look(check_in=found, by=request.member, at=clock.now())
                if found.case is not None:
                    request.record_read(found.case.person)
            elif doing != "close" or form.is_valid():
                _do(request, found, doing, form)
                return redirect("connector:check-in", found.pk)
        except CannotDo as refusal:
            if doing == "close":
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            else:
                messages.warning(request, str(refusal))
                return redirect("connector:check-in", found.pk)
    return render(request, "connector/check_in.html", _shown(request, found, form, shown))


def _do(request: MemberRequest, found: CheckIn, doing: str, form: CloseForm) -> None:
    by, at = request.member, clock.now()
    is_mine = access.is_out_oneself(request.viewer, found)
    if doing == "see" and not is_mine:
        actions.see_to_it(check_in=found, by=by, at=at)
    elif doing == "close":
        data = form.cleaned_data
        actions.close(check_in=found, found=Found(data["found"]), said=data["words"], by=by, at=at)
    elif is_mine:
        how: dict[str, Any] = {"check_in": found, "via": Via.SIGNED_IN, "by": by, "at": at}
        if doing == "safe":
            actions.safe(**how)
        elif doing in {"longer-15", "longer-30"}:
            actions.extend(minutes=int(doing.removeprefix("longer-")), **how)
        elif doing == "help":
            actions.ask_for_help(**how)
        elif doing == "resume":
            actions.resume(**how)


def _shown(request: MemberRequest, found: CheckIn, form: CloseForm, shown: str) -> dict[str, Any]:
    found.refresh_from_db(fields=["due_at", "ended_at"])
    is_mine = access.is_out_oneself(request.viewer, found)
    lines = watching.lines(found)
    secret = watching.secret_of(found) if is_mine and found.is_out else ""
    link = notify.site(reverse("public:check-in", args=[secret])) if secret else ""
    now = clock.now()
    square = segno.make(link, micro=False) if link else None
    return {
        "check_in": found,
        "is_mine": is_mine,
        "is_late": found.is_out and found.due_at <= now,
        "lines": lines,
        "alerts": watching.alerts(found),
        "seen_to": watching.seen_to_line(lines),
        "closed": next((line for line in lines if line.kind == Kind.CLOSED), None),
        "asked_for_help": any(line.kind == Kind.HELP for line in lines),
        "may_look": is_mine or actions.may_look(found),
        "where": found.where if is_mine else shown,
        "looked": bool(shown),
        "form": form,
        "link": link,
        "path": reverse("public:check-in", args=[secret]) if secret else "",
        "square": square.svg_data_uri(border=2, dark="#000", light="#fff", nl=False, xmldecl=False)
        if square
        else "",
    }
