"""`/connector/cases/…/representatives/add/`: write down an advocate, attorney or deputy."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.core import clock
from alongside.partnerships.once import once
from alongside.people.actions import CannotRecord
from alongside.people.actions.agreements import name_representative
from alongside.web.connector.agreement_forms import RepresentativeForm
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/representatives/add/", roles=CARRIES_CASES)
def representative_add(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Ask; write; back to what they agreed to."""
    case = case_or_404(request, case_id)
    form = RepresentativeForm(typed(request))
    if request.method == "POST" and form.is_valid():

        def write() -> str:
            name_representative(person=case.person, told=form.told(), by=request.member, at=clock.now())
            return reverse("connector:agreement", args=[case.pk])

        try:
            return redirect(once(form.cleaned_data["once"], write))
        except CannotRecord as refusal:
            form.add_error(None, str(refusal))
    return render(
        request, "connector/representative_add.html", {"form": form, "case": case, "person": case.person}
    )
