"""`/connector/cases/…/barriers/add/`: write down what is in the way, and who will see to it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.casework.actions import plan
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import BarrierKind, Owner
from alongside.core import clock
from alongside.partnerships.once import once
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.connector.step_forms import BarrierForm
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/barriers/add/", roles=CARRIES_CASES)
def barrier_add(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Add a barrier."""
    case = case_or_404(request, case_id)
    form = BarrierForm(request.POST or None, case=case, initial={"goal": request.GET.get("goal", "")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def add() -> str:
            plan.add_barrier(
                case=case,
                kind=BarrierKind(data["kind"]),
                description=data["description"],
                owner=Owner(data["owner"]),
                owner_name=data["owner_name"],
                due_on=data["due_on"],
                goal=data.get("goal"),
                by=request.member,
                at=clock.now(),
            )
            return reverse("connector:case", args=[case.pk]) + "#barriers"

        try:
            return redirect(once(data["once"], add))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    return render(request, "connector/barrier_add.html", {"form": form, "case": case, "person": case.person})
