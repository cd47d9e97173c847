"""`/connector/barriers/…/settle/`: it is out of the way, or in the way again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework.actions import plan
from alongside.casework.actions.errors import CannotDo
from alongside.casework.models import Barrier
from alongside.core import clock
from alongside.web.connector.lookup import CARRIES_CASES, part_or_404
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("connector", "barriers/<uuid:barrier_id>/settle/", roles=CARRIES_CASES, methods=("POST",))
def barrier_settle(request: MemberRequest, barrier_id: UUID) -> HttpResponse:
    """Remove a barrier, or with `undo` put it back."""
    barrier = part_or_404(request, Barrier.objects.all(), barrier_id)
    by, at = request.member, clock.now()
    try:
        if request.POST.get("undo"):
            plan.undo_removal(barrier=barrier, by=by, at=at)
            messages.info(request, _t("In the way again: %(what)s.") % {"what": barrier.get_kind_display()})
        else:
            plan.remove_barrier(barrier=barrier, by=by, at=at)
            undo = reverse("connector:barrier-settle", args=[barrier.pk])
            said = _t("Out of the way: %(what)s.") % {"what": barrier.get_kind_display()}
            messages.success(request, said, extra_tags=f"undo:{undo}")
    except CannotDo as refusal:
        messages.warning(request, str(refusal))
    return redirect(reverse("connector:case", args=[barrier.case_id]) + "#barriers")
