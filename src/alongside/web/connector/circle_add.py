"""`/connector/cases/…/circle/add/`: put somebody into the circle of support."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.casework.actions import circle
from alongside.core import clock
from alongside.partnerships.once import once
from alongside.web.connector.circle_forms import TieForm
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/circle/add/", roles=CARRIES_CASES)
def circle_add(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Ask; write; with `another` ask for the next one."""
    case = case_or_404(request, case_id)
    form = TieForm(typed(request))
    if request.method == "POST" and form.is_valid():

        def write() -> str:
            circle.add(case=case, told=form.told(), by=request.member, at=clock.now())
            page_name = "connector:circle-add" if request.POST.get("another") else "connector:circle"
            return reverse(page_name, args=[case.pk])

        try:
            return redirect(once(form.cleaned_data["once"], write))
        except circle.CannotDraw as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return render(
        request,
        "connector/circle_form.html",
        {"form": form, "case": case, "person": case.person, "is_new": True},
    )
