"""`/connector/cases/…/circle/…/change/`: how it is now. What was stays, for then and now."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from alongside.casework.actions import circle
from alongside.core import clock
from alongside.web.connector.circle import tie_or_404
from alongside.web.connector.circle_forms import TieForm, initial_of
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/circle/<uuid:tie_id>/change/", roles=CARRIES_CASES)
def circle_change(request: MemberRequest, case_id: UUID, tie_id: UUID) -> HttpResponse:
    """Show the form; write. A colleague who was first is not overwritten: the refusal says so, and nothing is lost."""
    case = case_or_404(request, case_id)
    tie = tie_or_404(case, tie_id)
    form = TieForm(typed(request), initial=initial_of(tie))
    if request.method == "POST" and form.is_valid():
        try:
            circle.change(case=case, tie=tie, told=form.told(), by=request.member, at=clock.now())
        except circle.CannotDraw as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("connector:circle", case_id=case.pk)
    return render(
        request,
        "connector/circle_form.html",
        {"form": form, "case": case, "person": case.person, "is_new": False},
    )
