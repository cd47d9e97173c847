"""`/connector/cases/…/plan/pdf/`: the same copy of the plan on paper."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.connector.plan_copy import copy_of
from alongside.web.page import page
from alongside.web.paper import pdf_response
from alongside.web.plan_paper import sheet_of
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/plan/pdf/", roles=CARRIES_CASES, methods=("GET",))
def plan_pdf(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """To look at and print."""
    _case, plan, _form = copy_of(request, case_id)
    return pdf_response(sheet_of(plan, request.partnership), "plan.pdf")
