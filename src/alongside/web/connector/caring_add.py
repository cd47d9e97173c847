"""`/connector/cases/…/caring/add/`: write down whom they look after."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.caring.actions import CannotCare, tell
from alongside.core import clock
from alongside.partnerships.once import once
from alongside.web.connector.caring_forms import NewCaringForm
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/caring/add/", roles=CARRIES_CASES)
def caring_add(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Ask; somebody found by the search is confirmed before anything is written."""
    case = case_or_404(request, case_id)
    form = NewCaringForm(typed(request), request=request, carer=case.person)
    if request.method == "POST" and form.is_valid():

        def write() -> str:
            tell(case=case, told=form.told(), cared_for=form.cared_for(), by=request.member, at=clock.now())
            return reverse("connector:caring", args=[case.pk])

        try:
            return redirect(once(form.cleaned_data["once"], write))
        except CannotCare as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return render(request, "connector/caring_add.html", {"form": form, "case": case, "person": case.person})
