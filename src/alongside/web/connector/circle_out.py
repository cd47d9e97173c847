"""`/connector/cases/…/circle/…/out/`: somebody is no longer in the circle; `undo` takes the last change back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework.actions import circle
from alongside.core import clock
from alongside.web.connector.circle import tie_or_404
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/circle/<uuid:tie_id>/out/", roles=CARRIES_CASES, methods=("POST",))
def circle_out(request: MemberRequest, case_id: UUID, tie_id: UUID) -> HttpResponse:
    """Take out, or take back."""
    case = case_or_404(request, case_id)
    tie = tie_or_404(case, tie_id)
    try:
        if request.POST.get("undo"):
            circle.undo(case=case, thread=tie.thread, by=request.member, at=clock.now())
            messages.info(request, _t("Taken back."))
        else:
            circle.take_out(case=case, tie=tie, by=request.member, at=clock.now())
            undo = reverse("connector:circle-out", args=[case.pk, tie.pk])
            messages.success(request, _t("Taken out of the circle."), extra_tags=f"undo:{undo}")
    except circle.CannotDraw as refusal:
        messages.warning(request, str(refusal))
    return redirect("connector:circle", case_id=case.pk)
