"""`/keep/…/no-letters/`: the organiser asks us not to write again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from alongside.core import clock
from alongside.directory import upkeep_queries
from alongside.directory.actions import upkeep
from alongside.directory.enums import UpkeepKind
from alongside.web.by_link import private
from alongside.web.organiser import gone, link_of
from alongside.web.page import public_page
from alongside.web.requests import Request


@public_page("keep/<str:secret>/no-letters/", methods=("POST",))
def organiser_no_letters(request: Request, secret: str) -> HttpResponse:
    """Note it, once."""
    link = link_of(secret)
    if link is None:
        return gone(request)
    if not any(done.kind == UpkeepKind.NO_LETTERS for done in upkeep_queries.done_by(link, limit=50)):
        upkeep.stop_letters(service=link.service, by=upkeep.By(link=link), at=clock.now())
    return private(redirect("public:organiser", secret=secret))
