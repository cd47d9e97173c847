"""`/connector/people/…/rights/erasure/`: write down that somebody asks to be erased."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.core import clock
from alongside.partnerships.once import once
from alongside.rights import access
from alongside.rights.actions import erasures
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import How
from alongside.web.connector.lookup import person_or_404
from alongside.web.connector.rights_forms import ErasureForm
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "people/<uuid:person_id>/rights/erasure/", roles=access.CARRIES)
def erasure_ask(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Say what goes and what stays, then write it down. Nothing goes yet."""
    person = person_or_404(request, person_id)
    form = ErasureForm(typed(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def write() -> str:
            made = erasures.ask(
                person=person,
                asked_how=How(said["asked_how"]),
                received_on=said["received_on"],
                words=said["words"],
                by=request.member,
                at=clock.now(),
            )
            return reverse("connector:erasure", args=[made.pk])

        try:
            return redirect(once(said["once"], write))
        except CannotDo as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return render(request, "connector/erasure_ask.html", {"form": form, "person": person})
