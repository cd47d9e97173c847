"""`/connector/rights/copies/…/do/…/`: know who asks, wait, go on, extend, end, take up again – each a small form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.once import once
from alongside.rights import access
from alongside.rights.actions import requests
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import Ending, How, Identity, PauseWhy
from alongside.rights.models import AccessRequest
from alongside.web.connector.rights_forms import EndForm, ExtendForm, GoOnForm, IdentityForm, WaitForm
from alongside.web.connector.rights_lookup import request_or_404
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@dataclass(frozen=True)
class Move:
    """One thing to do with a request: its heading, its form, its action."""

    title: Promise
    submit: Promise
    form: type[OnceForm]
    act: Callable[[AccessRequest, dict[str, Any], dict[str, Any]], object]
    kind: str = ""


MOVES: dict[str, Move] = {
    "identity": Move(
        _("Is it really them?"),
        _("It is them"),
        IdentityForm,
        lambda asked, said, who: requests.know_who_asks(
            request=asked, identity=Identity(said["identity"]), note=said["note"], **who
        ),
    ),
    "wait": Move(
        _("Wait for an answer"),
        _("Stop the clock"),
        WaitForm,
        lambda asked, said, who: requests.wait(
            request=asked, why=PauseWhy(said["why"]), asked=said["asked"], from_on=said["from_on"], **who
        ),
    ),
    "go-on": Move(
        _("They answered"),
        _("Let the clock run"),
        GoOnForm,
        lambda asked, said, who: requests.go_on(request=asked, on=said["on"], **who),
    ),
    "extend": Move(
        _("Two more months"),
        _("Extend it"),
        ExtendForm,
        lambda asked, said, who: requests.extend(
            request=asked, reason=said["reason"], told=How(said["told"]), **who
        ),
    ),
    "end": Move(
        _("End it without a copy"),
        _("End it"),
        EndForm,
        lambda asked, said, who: requests.end(
            request=asked, ending=Ending(said["ending"]), reason=said["reason"], **who
        ),
        kind="warning",
    ),
    "again": Move(
        _("Take it up again"),
        _("Take it up again"),
        OnceForm,
        lambda asked, said, who: requests.take_up_again(request=asked, **who),
    ),
}


@page("connector", "rights/copies/<uuid:request_id>/do/<str:move>/", roles=access.CARRIES)
def access_request_move(request: MemberRequest, request_id: UUID, move: str) -> HttpResponse:
    """Ask what is needed, do it, go back to the request."""
    asked = request_or_404(request, request_id)
    found = MOVES.get(move)
    if found is None:
        raise Http404
    back = reverse("connector:access-request", args=[asked.pk])
    form = found.form(typed(request))
    if request.method == "POST" and form.is_valid():

        def write() -> str:
            found.act(asked, form.cleaned_data, {"by": request.member, "at": clock.now()})
            return back

        try:
            return redirect(once(form.cleaned_data["once"], write))
        except CannotDo as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return render(
        request,
        "connector/access_request_move.html",
        {"form": form, "asked": asked, "person": asked.person, "move": found, "back": back},
    )
