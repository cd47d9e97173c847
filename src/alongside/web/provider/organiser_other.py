"""`/keep/…/other/<id>/`: from one entry to another that publishes the same address, without another e-mail."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from alongside.core import clock
from alongside.directory import upkeep_queries
from alongside.directory.actions import upkeep
from alongside.web.by_link import private
from alongside.web.organiser import gone, link_of
from alongside.web.page import public_page
from alongside.web.requests import Request


@public_page("keep/<str:secret>/other/<uuid:service_id>/", methods=("POST",))
def organiser_other(request: Request, secret: str, service_id: uuid.UUID) -> HttpResponse:
    """Make a link to the other entry and lead there."""
    link = link_of(secret)
    if link is None:
        return gone(request)
    other = next((one for one in upkeep_queries.others_of(link) if one.pk == service_id), None)
    if other is None:
        raise Http404
    _link, own_secret = upkeep.make_link(service=other, at=clock.now())
    return private(redirect("public:organiser", secret=own_secret))
