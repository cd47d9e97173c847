"""`/keep/…/change/`: the organiser changes their entry; unless they keep it, one of us reads it first."""

from __future__ import annotations

from django.http import HttpResponse

from alongside.core import clock
from alongside.directory import upkeep_queries
from alongside.directory.actions import changes, claims
from alongside.directory.actions.upkeep import By
from alongside.web.by_link import private
from alongside.web.forms import typed
from alongside.web.organiser import ChangeForm, gone, link_of, take
from alongside.web.page import public_page, render
from alongside.web.requests import Request


@public_page("keep/<str:secret>/change/", methods=("GET", "POST"))
def organiser_change(request: Request, secret: str) -> HttpResponse:
    """Show what we say now in boxes, and keep what is different for a steward."""
    link = link_of(secret)
    if link is None:
        return gone(request)
    service = link.service
    waiting = upkeep_queries.waiting_of(service.pk, link)
    form = ChangeForm(typed(request), service=service)
    if request.method == "POST" and form.is_valid():

        def propose(by: By) -> None:
            changes.propose(
                service=service,
                link=link,
                by_name=by.title,
                after=form.values(),
                note=form.cleaned_data["note"],
                at=clock.now(),
            )

        if (done := take(request, secret, form, propose, link)) is not None:
            return done
    context = {"secret": secret, "form": form, "service": service, "waiting": waiting}
    context["goes_live"] = claims.keeps(service, link)
    return private(render(request, "provider/organiser_change.html", context))
