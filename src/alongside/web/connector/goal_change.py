"""`/connector/goals/…/`: other words for a goal; reached, or no longer wanted."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.casework.actions import goals
from alongside.casework.actions.errors import CannotDo
from alongside.casework.models import Goal
from alongside.core import clock
from alongside.web.connector.goal_forms import WordsForm
from alongside.web.connector.lookup import CARRIES_CASES, part_or_404
from alongside.web.forms import change_answer, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "goals/<uuid:goal_id>/", roles=CARRIES_CASES)
def goal_change(request: MemberRequest, goal_id: UUID) -> HttpResponse:
    """Change the words; when a colleague was quicker, show both."""
    goal: Goal = part_or_404(request, Goal.objects.all(), goal_id)
    case = goal.case
    form = WordsForm(typed(request), initial={"words": goal.words, "version": goal.version})
    theirs: Goal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            goals.change_goal(goal=goal, **form.cleaned_data, by=request.member, at=clock.now())
            return redirect(reverse("connector:case", args=[case.pk]) + "#goals")
        except goals.GoalEditedMeanwhile as meanwhile:
            theirs = meanwhile.theirs
            change_answer(form, "version", str(theirs.version))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "connector/goal_change.html",
        {"form": form, "goal": goal, "theirs": theirs, "case": case, "person": case.person},
    )
