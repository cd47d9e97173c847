"""`/steward/claims/<id>/`: a steward lets somebody who runs a service keep its entry, or does not."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.directory.actions.upkeep import CannotKeep
from alongside.directory.models import Claim
from alongside.journeys.keep_directory_true import decide_claim
from alongside.partnerships.enums import Role
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("steward", "claims/<uuid:claim_id>/", roles={Role.STEWARD}, methods=("POST",))
def claim(request: MemberRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Decide, once; they are told by e-mail."""
    found = Claim.objects.select_related("service").filter(pk=claim_id).first()
    if found is None:
        raise Http404
    answer = " ".join(request.POST.get("answer", "").split())[:500]
    said = request.POST.get("decide")
    if said not in ("yes", "no"):
        return redirect("steward:changes")
    if said == "no" and not answer:
        messages.warning(request, _("Say why, so that they know."))
        return redirect("steward:changes")
    try:
        decide_claim(claim=found, accept=said == "yes", answer=answer, by=request.member, at=clock.now())
        messages.info(request, _("Done. We tell them by e-mail."))
    except CannotKeep as problem:
        messages.warning(request, str(problem))
    return redirect("steward:changes")
