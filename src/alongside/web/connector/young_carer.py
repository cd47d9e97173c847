"""`/connector/cases/…/young-carer/`: lead a carer under 18 to the young carers' service."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.caring.actions import CannotCare, lead_young_carer
from alongside.casework.actions.errors import CannotDo
from alongside.core import clock
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/young-carer/", roles=CARRIES_CASES, methods=("POST",))
def young_carer(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Put their service onto the plan; the page to refer them opens with it."""
    case = case_or_404(request, case_id)
    try:
        step = lead_young_carer(case=case, by=request.member, at=clock.now())
    except (CannotCare, CannotDo) as refusal:
        messages.warning(request, str(refusal))
        return redirect("connector:caring", case.pk)
    messages.success(request, _t("On the plan: %(what)s.") % {"what": step.title})
    return redirect(reverse("connector:refer-onward", args=[case.pk]) + f"?step={step.pk}")
