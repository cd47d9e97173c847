"""`/connector/cases/…/caring/…/end/`: they no longer look after this person, or do after all."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.caring.actions import CannotCare, end, go_on
from alongside.core import clock
from alongside.web.connector.caring_lookup import row_or_404
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page(
    "connector", "cases/<uuid:case_id>/caring/<uuid:caring_id>/end/", roles=CARRIES_CASES, methods=("POST",)
)
def caring_end(request: MemberRequest, case_id: UUID, caring_id: UUID) -> HttpResponse:
    """End it, or with `undo` let it go on."""
    case, row = row_or_404(request, case_id, caring_id)
    by, at = request.member, clock.now()
    try:
        if request.POST.get("undo"):
            go_on(case=case, caring=row.caring, by=by, at=at)
            messages.info(request, _t("They look after this person."))
        else:
            end(case=case, caring=row.caring, by=by, at=at)
            undo = reverse("connector:caring-end", args=[case.pk, caring_id])
            messages.success(request, _t("The caring has ended."), extra_tags=f"undo:{undo}")
    except CannotCare as refusal:
        messages.warning(request, str(refusal))
    return redirect("connector:caring", case.pk)
