"""`/keep/…/closed/`: the organiser tells when they are closed, or cancels a date, and takes closed days back."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect

from alongside.core import clock
from alongside.directory.actions import upkeep
from alongside.directory.models import Upkeep
from alongside.directory.service_facts import facts_of
from alongside.web.by_link import private
from alongside.web.forms import typed
from alongside.web.organiser import ClosedForm, gone, link_of, take
from alongside.web.page import public_page, render
from alongside.web.requests import Request


@public_page("keep/<str:secret>/closed/", methods=("GET", "POST"))
def organiser_closed(request: Request, secret: str) -> HttpResponse:
    """Take closed days, from–to or a single date."""
    link = link_of(secret)
    if link is None:
        return gone(request)
    at, service = clock.now(), link.service
    if request.method == "POST" and "take_back" in request.POST:
        return _take_back(request, secret)
    form = ClosedForm(typed(request))
    if request.method == "POST" and form.is_valid():

        def close(by: upkeep.By) -> Upkeep:
            data = form.cleaned_data
            return upkeep.close(
                service=service,
                starts_on=data["starts_on"],
                ends_on=data["ends_on"] or data["starts_on"],
                reason=data["reason"],
                by=by,
                at=at,
            )

        if (done := take(request, secret, form, close, link)) is not None:
            return done
    context = {
        "secret": secret,
        "form": form,
        "service": service,
        "facts": facts_of(service.pk, at=at),
        "closures": service.closures.filter(ends_on__gte=clock.local(at).date()).order_by("starts_on", "pk"),
    }
    return private(render(request, "provider/organiser_closed.html", context))


def _take_back(request: Request, secret: str) -> HttpResponse:
    link = link_of(secret)
    assert link is not None  # noqa: S101 – looked up a moment ago
    try:
        closure_id = uuid.UUID(request.POST.get("take_back", ""))
        upkeep.open_again(
            service=link.service, closure_id=closure_id, by=upkeep.By(link=link), at=clock.now()
        )
    except (ValueError, upkeep.CannotKeep):
        pass  # taken back already: the page shows what stands
    return private(redirect("public:organiser-closed", secret=secret))
