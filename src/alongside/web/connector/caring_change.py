"""`/connector/cases/…/caring/…/change/`: change what is written about it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from alongside.caring.actions import FIELDS, CannotCare, change
from alongside.core import clock
from alongside.web.connector.caring_forms import CaringForm
from alongside.web.connector.caring_lookup import row_or_404
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/caring/<uuid:caring_id>/change/", roles=CARRIES_CASES)
def caring_change(request: MemberRequest, case_id: UUID, caring_id: UUID) -> HttpResponse:
    """Show what stands; write the change."""
    case, row = row_or_404(request, case_id, caring_id)
    form = CaringForm(
        typed(request), initial={name: getattr(row.caring, name) for name in (*FIELDS, "version")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            change(
                case=case,
                caring=row.caring,
                version=form.cleaned_data["version"] or 0,
                told=form.told(),
                by=request.member,
                at=clock.now(),
            )
            return redirect("connector:caring", case.pk)
        except CannotCare as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "connector/caring_change.html",
        {"form": form, "case": case, "person": case.person, "row": row},
    )
