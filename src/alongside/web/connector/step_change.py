"""`/connector/steps/…/`: change a step of the plan."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.casework.actions import plan
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import Owner
from alongside.casework.models import Step
from alongside.core import clock
from alongside.web.connector.lookup import CARRIES_CASES, part_or_404
from alongside.web.connector.step_forms import StepForm
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "steps/<uuid:step_id>/", roles=CARRIES_CASES)
def step_change(request: MemberRequest, step_id: UUID) -> HttpResponse:
    """Change what is to be done, by whom or by when."""
    step = part_or_404(request, Step.objects.select_related("goal"), step_id)
    case = step.case
    start = {name: getattr(step, name) for name in ("title", "owner", "owner_name", "due_on", "goal")}
    form = StepForm(request.POST or None, case=case, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            plan.change_step(
                step=step,
                title=data["title"],
                owner=Owner(data["owner"]),
                owner_name=data["owner_name"],
                due_on=data["due_on"],
                goal=data["goal"] if "goal" in form.fields else step.goal,
                by=request.member,
                at=clock.now(),
            )
            return redirect(reverse("connector:case", args=[case.pk]) + "#plan")
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "connector/step_change.html",
        {"form": form, "step": step, "case": case, "person": case.person},
    )
