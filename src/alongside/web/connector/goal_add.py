"""`/connector/cases/…/goals/add/`: write down what the person wants, in their own words."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.casework.actions import goals
from alongside.casework.actions.errors import CannotDo
from alongside.core import clock
from alongside.partnerships.once import once
from alongside.web.connector.goal_forms import GoalForm
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/goals/add/", roles=CARRIES_CASES)
def goal_add(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Add a goal."""
    case = case_or_404(request, case_id)
    form = GoalForm(typed(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def add() -> str:
            close = int(data["close"]) if data["close"] else None
            goals.add_goal(
                case=case,
                words=data["words"],
                about=data["about"],
                close=close,
                by=request.member,
                at=clock.now(),
            )
            return reverse("connector:case", args=[case.pk]) + "#goals"

        try:
            return redirect(once(data["once"], add))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    return render(request, "connector/goal_add.html", {"form": form, "case": case, "person": case.person})
