"""`/steward/entries/<id>/`: one entry: where each field comes from, what was done, who has a link to it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.directory import upkeep_queries
from alongside.directory.actions import claims, entries, upkeep
from alongside.directory.enums import UpkeepKind
from alongside.directory.models import Claim, OrganiserLink, Service, Upkeep
from alongside.directory.provenance import origins
from alongside.partnerships.enums import Role
from alongside.web.differences import as_text
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

UNDONE_HERE = {UpkeepKind.EDITED, UpkeepKind.ENDED, UpkeepKind.CONFIRMED, UpkeepKind.CLOSED, UpkeepKind.BUSY}


@page("steward", "entries/<uuid:service_id>/", roles={Role.STEWARD})
def entry(request: MemberRequest, service_id: uuid.UUID) -> HttpResponse:
    """Show it; a POST undoes one thing, stops a link, ends a claim, or says that it has ended."""
    service = Service.objects.select_related("organization", "merged_into").filter(pk=service_id).first()
    if service is None:
        raise Http404
    if request.method == "POST":
        try:
            _act(request, service)
        except upkeep.CannotKeep as problem:
            messages.warning(request, str(problem))
        return redirect("steward:entry", service_id)
    links = OrganiserLink.objects.filter(service=service).order_by("-made_at", "pk")[:20]
    history = upkeep_queries.history_of(service_id)
    context = {
        "service": service,
        "origins": [
            (one, as_text(one.field, one.value), as_text(one.field, one.theirs)) for one in origins(service)
        ],
        "source": upkeep_queries.source_of([service.pk]).get(service.pk),
        "history": [(one, one.kind in UNDONE_HERE and one.undone_at is None) for one in history],
        "links": links,
        "claims": Claim.objects.filter(service=service).order_by("-claimed_at", "pk"),
        "now": clock.now(),
    }
    return render(request, "steward/entry.html", context)


def _act(request: MemberRequest, service: Service) -> None:
    at, by = clock.now(), upkeep.By(member=request.member)
    said, key = request.POST.get("do", ""), _key(request.POST.get("which", ""))
    if said == "end":
        upkeep.end(service=service, words="", by=by, at=at)
        messages.info(request, _("It is out of the results. Its page stays and says so."))
    elif said == "undo" and (done := Upkeep.objects.filter(pk=key, service=service).first()):
        upkeep.undo(upkeep=done, at=at)
        messages.info(request, _("Taken back."))
    elif said == "stop" and (link := OrganiserLink.objects.filter(pk=key, service=service).first()):
        entries.stop_link(link=link, at=at)
        messages.info(request, _("This link works no more."))
    elif said == "end-claim" and (claim := Claim.objects.filter(pk=key, service=service).first()):
        claims.end(claim=claim, by=request.member, at=at)
        messages.info(request, _("Their changes are read first again."))


def _key(text: str) -> uuid.UUID:
    """Return the id that was sent; one that nothing has when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
