"""`/connector/goals/…/ask/`: how close the person says they are; what they said before stands beside it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework.actions import goals
from alongside.casework.actions.errors import CannotDo
from alongside.casework.goal_queries import GoalRow
from alongside.casework.models import Goal
from alongside.core import clock
from alongside.partnerships.once import once
from alongside.web.connector.goal_forms import AskForm
from alongside.web.connector.lookup import CARRIES_CASES, part_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "goals/<uuid:goal_id>/ask/", roles=CARRIES_CASES)
def goal_ask(request: MemberRequest, goal_id: UUID) -> HttpResponse:
    """Keep their answer."""
    goal: Goal = part_or_404(request, Goal.objects.all(), goal_id)
    case = goal.case
    form = AskForm(typed(request), initial={"asked_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def ask() -> str:
            answer = goals.ask(
                goal=goal,
                close=int(data["close"]),
                note=data["note"],
                asked_on=data["asked_on"],
                by=request.member,
                at=clock.now(),
            )
            undo = reverse("connector:goal-answer-undo", args=[answer.pk])
            messages.success(request, _t("Kept."), extra_tags=f"undo:{undo}")
            return reverse("connector:case", args=[case.pk]) + "#goals"

        try:
            return redirect(once(data["once"], ask))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    row = GoalRow(goal, list(goal.answers.select_related("asked_by").order_by("asked_on", "at", "id")))
    return render(
        request,
        "connector/goal_ask.html",
        {"form": form, "goal": goal, "row": row, "case": case, "person": case.person},
    )
