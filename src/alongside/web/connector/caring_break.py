"""`/connector/cases/…/caring/break/`: put a break from caring onto the plan."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.caring.actions import propose_break
from alongside.caring.enums import Break
from alongside.casework.actions.errors import CannotDo
from alongside.core import clock
from alongside.partnerships.once import once
from alongside.web.connector.caring_forms import BreakForm
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/caring/break/", roles=CARRIES_CASES)
def caring_break(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Choose a break; it becomes a step."""
    case = case_or_404(request, case_id)
    form = BreakForm(typed(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def add() -> str:
            propose_break(
                case=case, what=Break(data["what"]), due_on=data["due_on"], by=request.member, at=clock.now()
            )
            return reverse("connector:case", args=[case.pk]) + "#plan"

        try:
            return redirect(once(data["once"], add))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    return render(request, "connector/caring_break.html", {"form": form, "case": case, "person": case.person})
