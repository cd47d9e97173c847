"""`/keep/…/undo/<id>/`: the organiser takes one thing back; or asks not to be written to again (`letters`)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from alongside.core import clock
from alongside.directory.actions import upkeep
from alongside.directory.models import Upkeep
from alongside.web.by_link import private
from alongside.web.organiser import gone, link_of
from alongside.web.page import public_page
from alongside.web.requests import Request


@public_page("keep/<str:secret>/undo/<uuid:upkeep_id>/", methods=("POST",))
def organiser_undo(request: Request, secret: str, upkeep_id: uuid.UUID) -> HttpResponse:
    """Take it back; what was taken back already stays so."""
    link = link_of(secret)
    if link is None:
        return gone(request)
    done = Upkeep.objects.filter(pk=upkeep_id, service=link.service_id, link__isnull=False).first()
    if done is not None:
        try:
            upkeep.undo(upkeep=done, at=clock.now())
        except upkeep.CannotKeep as problem:
            messages.warning(request, str(problem))
    return private(redirect("public:organiser", secret=secret))
