"""`/keep/…/ended/`: the organiser tells that it has stopped for good. It says first what will happen."""

from __future__ import annotations

from django.http import HttpResponse

from alongside.core import clock
from alongside.directory.actions import upkeep
from alongside.web.by_link import private
from alongside.web.forms import typed
from alongside.web.organiser import EndedForm, gone, link_of, take
from alongside.web.page import public_page, render
from alongside.web.requests import Request


@public_page("keep/<str:secret>/ended/", methods=("GET", "POST"))
def organiser_ended(request: Request, secret: str) -> HttpResponse:
    """Take it out of the results."""
    link = link_of(secret)
    if link is None:
        return gone(request)
    form = EndedForm(typed(request))
    if request.method == "POST" and form.is_valid():
        done = take(
            request,
            secret,
            form,
            lambda by: upkeep.end(
                service=link.service, words=form.cleaned_data["words"], by=by, at=clock.now()
            ),
            link,
        )
        if done is not None:
            return done
    context = {"secret": secret, "form": form, "service": link.service}
    return private(render(request, "provider/organiser_ended.html", context))
