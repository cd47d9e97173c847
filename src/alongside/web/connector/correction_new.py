"""`/connector/people/…/rights/correction/`: what was wrong, what is right, and who was given the wrong fact."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.core import clock
from alongside.partnerships.once import once
from alongside.rights import access
from alongside.rights.actions import corrections
from alongside.rights.recipients import recipients
from alongside.web.connector.lookup import person_or_404
from alongside.web.connector.rights_forms import CorrectionForm
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "people/<uuid:person_id>/rights/correction/", roles=access.CARRIES)
def correction_new(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Propose those who were given something; the connector ticks off who need not hear."""
    person = person_or_404(request, person_id)
    given = recipients(request.viewer, person)
    form = CorrectionForm(typed(request), names=[one.name for one in given])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def write() -> str:
            made = corrections.correct(
                person=person,
                fact=said["fact"],
                was=said["was"],
                now=said["now"],
                recipients=[given[int(n)] for n in said.get("tell", [])],
                by=request.member,
                at=clock.now(),
            )
            return reverse("connector:correction", args=[made.pk])

        return redirect(once(said["once"], write))
    return render(request, "connector/correction_new.html", {"form": form, "person": person})
