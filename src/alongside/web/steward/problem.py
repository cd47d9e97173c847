"""`/steward/problems/<id>/`: a steward says what became of a report."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from alongside.core import clock
from alongside.directory.actions.upkeep import CannotKeep
from alongside.directory.enums import ProblemState
from alongside.directory.models import ProblemReport
from alongside.journeys.keep_directory_true import settle_problem
from alongside.partnerships.enums import Role
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("steward", "problems/<uuid:problem_id>/", roles={Role.STEWARD}, methods=("POST",))
def problem(request: MemberRequest, problem_id: uuid.UUID) -> HttpResponse:
    """Settle it."""
    found = ProblemReport.objects.filter(pk=problem_id).first()
    if found is None:
        raise Http404
    state = request.POST.get("state", "")
    if state in (ProblemState.MENDED, ProblemState.FINE):
        try:
            settle_problem(
                problem=found,
                state=ProblemState(state),
                note=request.POST.get("note", ""),
                by=request.member,
                at=clock.now(),
            )
        except CannotKeep as trouble:
            messages.warning(request, str(trouble))
    return redirect("steward:changes")
