"""`/connector/steps/…/settle/`: a step is done, no longer needed, or back on the plan."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework.actions import plan
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import StepStatus
from alongside.casework.models import Step
from alongside.core import clock
from alongside.web.connector.lookup import CARRIES_CASES, part_or_404
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("connector", "steps/<uuid:step_id>/settle/", roles=CARRIES_CASES, methods=("POST",))
def step_settle(request: MemberRequest, step_id: UUID) -> HttpResponse:
    """`as` says done or dropped; `undo` puts the step back."""
    step = part_or_404(request, Step.objects.all(), step_id)
    by, at = request.member, clock.now()
    try:
        if request.POST.get("undo"):
            plan.undo_step(step=step, by=by, at=at)
            messages.info(request, _t("Back on the plan: %(what)s.") % {"what": step.title})
        else:
            status = StepStatus.DROPPED if request.POST.get("as") == StepStatus.DROPPED else StepStatus.DONE
            plan.finish_step(step=step, status=status, by=by, at=at)
            undo = reverse("connector:step-settle", args=[step.pk])
            said = _t("%(status)s: %(what)s.") % {"status": status.label, "what": step.title}
            messages.success(request, said, extra_tags=f"undo:{undo}")
    except CannotDo as refusal:
        messages.warning(request, str(refusal))
    return redirect(reverse("connector:case", args=[step.case_id]) + "#plan")
