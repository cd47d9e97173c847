"""`/connector/joins/<id>/refuse/`: they are two people; or, for who proposed it, taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.joining.actions import CannotJoin, refuse
from alongside.web.connector.join_lookup import JOINS, join_or_404
from alongside.web.page import page
from alongside.web.requests import MemberRequest

LONGEST = 1000


@page("connector", "joins/<uuid:join_id>/refuse/", roles=JOINS, methods=("POST",))
def join_refuse(request: MemberRequest, join_id: UUID) -> HttpResponse:
    """Write the decision with its words, if any."""
    found = join_or_404(request, join_id)
    try:
        decided = refuse(
            join=found, answer=request.POST.get("answer", "")[:LONGEST], by=request.member, at=clock.now()
        )
        messages.info(request, f"{decided.get_status_display()}.")
    except CannotJoin as refusal:
        messages.warning(request, str(refusal))
        return redirect("connector:join", join_id)
    messages.info(request, _("Both records stay as they are."))
    return redirect("connector:joins")
