"""`/keep/…/`: the organiser's own page, by the link in our e-mail: is this still right? One tap says yes."""

from __future__ import annotations

from django.http import HttpResponse

from alongside.core import clock
from alongside.directory import upkeep_queries
from alongside.directory.actions import upkeep
from alongside.directory.ages import ages
from alongside.directory.rules.freshness import out_on
from alongside.directory.service_facts import facts_of
from alongside.web.by_link import private
from alongside.web.forms import typed
from alongside.web.organiser import OrganiserForm, gone, link_of, take
from alongside.web.page import public_page, render
from alongside.web.requests import Request


@public_page("keep/<str:secret>/", methods=("GET", "POST"))
def organiser(request: Request, secret: str) -> HttpResponse:
    """Show what we say of the service; a POST confirms that all of it is right."""
    link = link_of(secret)
    if link is None:
        return gone(request)
    service, at = link.service, clock.now()
    form = OrganiserForm(typed(request))
    if request.method == "POST" and form.is_valid():
        done = take(request, secret, form, lambda by: upkeep.confirm(service=service, by=by, at=at), link)
        if done is not None:
            return done
    return private(
        render(
            request,
            "provider/organiser.html",
            {
                "secret": secret,
                "link": link,
                "form": form,
                "facts": facts_of(service.pk, at=at),
                "service": service,
                "done": upkeep_queries.done_by(link),
                "waiting": upkeep_queries.waiting_of(service.pk, link),
                "claim": upkeep_queries.claim_of(link),
                "others": upkeep_queries.others_of(link),
                "today": clock.local(at).date(),
                "leaves_on": out_on(
                    confirmed_on=service.confirmed_on,
                    came_on=clock.local(service.created_at).date(),
                    ages=ages(),
                ),
            },
        )
    )
