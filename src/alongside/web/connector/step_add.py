"""`/connector/cases/…/steps/add/`: agree one more thing to do."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.casework.actions import plan
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import Owner
from alongside.core import clock
from alongside.partnerships.once import once
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.connector.step_forms import StepForm
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/steps/add/", roles=CARRIES_CASES)
def step_add(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Add a step to the plan."""
    case = case_or_404(request, case_id)
    form = StepForm(request.POST or None, case=case, initial={"goal": request.GET.get("goal", "")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def add() -> str:
            plan.add_step(
                case=case,
                title=data["title"],
                owner=Owner(data["owner"]),
                owner_name=data["owner_name"],
                due_on=data["due_on"],
                goal=data.get("goal"),
                by=request.member,
                at=clock.now(),
            )
            return reverse("connector:case", args=[case.pk]) + "#plan"

        try:
            return redirect(once(data["once"], add))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    return render(request, "connector/step_add.html", {"form": form, "case": case, "person": case.person})
