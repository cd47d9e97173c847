"""`/connector/barriers/…/`: change what is in the way, who sees to it and by when."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.casework.actions import plan
from alongside.casework.actions.errors import CannotDo
from alongside.casework.advice import advice
from alongside.casework.enums import BarrierKind, Owner
from alongside.casework.models import Barrier
from alongside.core import clock
from alongside.web.connector.lookup import CARRIES_CASES, part_or_404
from alongside.web.connector.step_forms import BarrierForm
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "barriers/<uuid:barrier_id>/", roles=CARRIES_CASES)
def barrier_change(request: MemberRequest, barrier_id: UUID) -> HttpResponse:
    """Change a barrier; what to do next about it stands beside."""
    barrier: Barrier = part_or_404(request, Barrier.objects.select_related("goal"), barrier_id)
    case = barrier.case
    names = ("kind", "description", "owner", "owner_name", "due_on", "goal")
    form = BarrierForm(typed(request), case=case, initial={name: getattr(barrier, name) for name in names})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            plan.change_barrier(
                barrier=barrier,
                kind=BarrierKind(data["kind"]),
                description=data["description"],
                owner=Owner(data["owner"]),
                owner_name=data["owner_name"],
                due_on=data["due_on"],
                goal=data["goal"] if "goal" in form.fields else barrier.goal,
                by=request.member,
                at=clock.now(),
            )
            return redirect(reverse("connector:case", args=[case.pk]) + "#barriers")
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "connector/barrier_change.html",
        {
            "form": form,
            "barrier": barrier,
            "advice": advice()[barrier.kind],
            "case": case,
            "person": case.person,
        },
    )
