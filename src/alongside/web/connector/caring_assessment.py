"""`/connector/cases/…/caring/…/assessment/`: where the Carer's Assessment stands, and what happened next."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.caring.actions import CannotCare, move
from alongside.core import clock
from alongside.partnerships.once import once, was_sent
from alongside.web.connector.caring_forms import MoveForm
from alongside.web.connector.caring_lookup import row_or_404
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/caring/<uuid:caring_id>/assessment/", roles=CARRIES_CASES)
def caring_assessment(request: MemberRequest, case_id: UUID, caring_id: UUID) -> HttpResponse:
    """Show every move; add the next."""
    case, row = row_or_404(request, case_id, caring_id)
    if request.method == "POST" and was_sent(request.POST.get("once")):
        # What the first sending did is no reason to refuse the second.
        return redirect("connector:caring", case.pk)
    form = MoveForm(typed(request), row=row)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def write() -> str:
            move(
                case=case,
                caring=row.caring,
                told=form.told(),
                seen=data["seen"],
                note=data["note"],
                by=request.member,
                at=clock.now(),
            )
            return reverse("connector:caring", args=[case.pk])

        try:
            return redirect(once(data["once"], write))
        except CannotCare as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return render(
        request,
        "connector/caring_assessment.html",
        {"form": form, "case": case, "person": case.person, "row": row},
    )
