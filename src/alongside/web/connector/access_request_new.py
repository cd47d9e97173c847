"""`/connector/people/…/rights/copy/`: write down that somebody asks for a copy of what we hold."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.core import clock
from alongside.partnerships.once import once
from alongside.rights import access
from alongside.rights.actions import requests
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import Asker, How, Identity
from alongside.web.connector.lookup import person_or_404
from alongside.web.connector.rights_forms import AccessRequestForm
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "people/<uuid:person_id>/rights/copy/", roles=access.CARRIES)
def access_request_new(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Ask who, how and since when; nothing else is needed to begin."""
    person = person_or_404(request, person_id)
    form = AccessRequestForm(typed(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def write() -> str:
            made = requests.log(
                person=person,
                asked_by=Asker(said["asked_by"]),
                asked_how=How(said["asked_how"]),
                received_on=said["received_on"],
                asker_name=said["asker_name"],
                words=said["words"],
                identity=Identity(said["identity"]) if said["identity"] else None,
                by=request.member,
                at=clock.now(),
            )
            return reverse("connector:access-request", args=[made.pk])

        try:
            return redirect(once(said["once"], write))
        except CannotDo as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return render(request, "connector/access_request_new.html", {"form": form, "person": person})
