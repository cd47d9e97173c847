"""`/keep/…/claim/`: who runs a service asks to keep its entry, so that what they change goes live at once."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory import upkeep_queries
from alongside.directory.actions import claims
from alongside.directory.actions.upkeep import By
from alongside.web.by_link import private
from alongside.web.forms import typed
from alongside.web.organiser import OrganiserForm, gone, link_of, take
from alongside.web.page import public_page, render
from alongside.web.requests import Request


class ClaimForm(OrganiserForm):
    """Who they are to the service."""

    words = forms.CharField(
        label=_("What do you do there?"),
        help_text=_("For example: I lead the group"),
        max_length=500,
        error_messages={"required": _("Tell us what you do there, in a few words.")},
    )
    field_order = ("name", "words", "once")


@public_page("keep/<str:secret>/claim/", methods=("GET", "POST"))
def organiser_claim(request: Request, secret: str) -> HttpResponse:
    """Show what it means and where it stands; a POST asks for it."""
    link = link_of(secret)
    if link is None:
        return gone(request)
    form = ClaimForm(typed(request))
    if request.method == "POST" and form.is_valid():

        def ask(by: By) -> None:
            claims.claim(link=link, by_name=by.title, words=form.cleaned_data["words"], at=clock.now())

        if (done := take(request, secret, form, ask, link)) is not None:
            return done
    claim = upkeep_queries.claim_of(link)
    context = {"secret": secret, "form": form, "service": link.service, "claim": claim}
    return private(render(request, "provider/organiser_claim.html", context))
