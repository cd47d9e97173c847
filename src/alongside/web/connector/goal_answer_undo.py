"""`/connector/goal-answers/…/undo/`: take back an answer written down by mistake."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework import access
from alongside.casework.actions import goals
from alongside.casework.models import GoalAnswer
from alongside.core import clock
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("connector", "goal-answers/<uuid:answer_id>/undo/", roles=CARRIES_CASES, methods=("POST",))
def goal_answer_undo(request: MemberRequest, answer_id: UUID) -> HttpResponse:
    """Take it back; the answers before it stand."""
    answer = (
        GoalAnswer.objects.select_related("goal__case__person")
        .filter(pk=answer_id, goal__case__in=access.visible_to(request.viewer))
        .first()
    )
    if answer is None:
        raise Http404
    request.record_read(answer.goal.case.person)
    goals.take_back_answer(answer=answer, by=request.member, at=clock.now())
    messages.info(request, _t("Taken back."))
    return redirect(reverse("connector:case", args=[answer.goal.case_id]) + "#goals")
