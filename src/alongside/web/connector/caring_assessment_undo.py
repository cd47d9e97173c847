"""`/connector/cases/…/caring/…/assessment/undo/`: take the last move of the assessment back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t

from alongside.caring.actions import CannotCare, take_back
from alongside.core import clock
from alongside.web.connector.caring_lookup import row_or_404
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page(
    "connector",
    "cases/<uuid:case_id>/caring/<uuid:caring_id>/assessment/undo/",
    roles=CARRIES_CASES,
    methods=("POST",),
)
def caring_assessment_undo(request: MemberRequest, case_id: UUID, caring_id: UUID) -> HttpResponse:
    """Take it back, unless a colleague moved it on since `seen`."""
    case, row = row_or_404(request, case_id, caring_id)
    seen = request.POST.get("seen", "")
    try:
        number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else -1
        take_back(case=case, caring=row.caring, seen=number, by=request.member, at=clock.now())
        messages.info(request, _t("Taken back. It stays in the list, struck out."))
    except CannotCare as refusal:
        messages.warning(request, str(refusal))
    return redirect("connector:caring", case.pk)
