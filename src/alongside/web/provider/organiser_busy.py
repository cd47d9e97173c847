"""`/keep/…/busy/`: the organiser tells how busy they are: places now, a waiting list, or full."""

from __future__ import annotations

from django.http import HttpResponse

from alongside.core import clock
from alongside.directory.actions import upkeep
from alongside.directory.enums import Capacity
from alongside.web.by_link import private
from alongside.web.forms import typed
from alongside.web.organiser import BusyForm, gone, link_of, take
from alongside.web.page import public_page, render
from alongside.web.requests import Request


@public_page("keep/<str:secret>/busy/", methods=("GET", "POST"))
def organiser_busy(request: Request, secret: str) -> HttpResponse:
    """Take how busy it is."""
    link = link_of(secret)
    if link is None:
        return gone(request)
    service = link.service
    form = BusyForm(
        typed(request), initial={"capacity": service.capacity, "waiting_weeks": service.waiting_weeks or ""}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = take(
            request,
            secret,
            form,
            lambda by: upkeep.tell_busy(
                service=service,
                capacity=Capacity(data["capacity"]),
                waiting_weeks=data["waiting_weeks"],
                by=by,
                at=clock.now(),
            ),
            link,
        )
        if done is not None:
            return done
    context = {"secret": secret, "form": form, "service": service}
    return private(render(request, "provider/organiser_busy.html", context))
