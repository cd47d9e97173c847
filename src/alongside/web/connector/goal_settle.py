"""`/connector/goals/…/settle/`: a goal is reached, no longer wanted, or wanted again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework.actions import goals
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import GoalStatus
from alongside.casework.models import Goal
from alongside.core import clock
from alongside.web.connector.lookup import CARRIES_CASES, part_or_404
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("connector", "goals/<uuid:goal_id>/settle/", roles=CARRIES_CASES, methods=("POST",))
def goal_settle(request: MemberRequest, goal_id: UUID) -> HttpResponse:
    """`as` says reached or dropped; `undo` puts the goal back."""
    goal = part_or_404(request, Goal.objects.all(), goal_id)
    by, at = request.member, clock.now()
    try:
        if request.POST.get("undo"):
            goals.undo_goal(goal=goal, by=by, at=at)
            messages.info(request, _t("A goal again."))
        elif request.POST.get("as") in {GoalStatus.REACHED, GoalStatus.DROPPED}:
            status = GoalStatus(request.POST["as"])
            goals.settle_goal(goal=goal, status=status, by=by, at=at)
            undo = reverse("connector:goal-settle", args=[goal.pk])
            messages.success(request, str(status.label), extra_tags=f"undo:{undo}")
    except CannotDo as refusal:
        messages.warning(request, str(refusal))
    return redirect(reverse("connector:case", args=[goal.case_id]) + "#goals")
