"""`/connector/cases/…/reopen/`: start support again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t

from alongside.casework.actions.errors import CannotDo
from alongside.core import clock
from alongside.journeys.close_case import reopen_case
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/reopen/", roles=CARRIES_CASES, methods=("POST",))
def case_reopen(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Reopen; a call is due on the next working day."""
    case = case_or_404(request, case_id)
    try:
        reopen_case(case=case, by=request.member, at=clock.now())
    except CannotDo as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _t("Support has started again. A call is on the list."))
    return redirect("connector:case", case_id=case.pk)
