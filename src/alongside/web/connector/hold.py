"""`/connector/people/…/rights/hold/`: place a legal hold, or lift it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.rights import access
from alongside.rights.actions import erasures
from alongside.rights.models import Hold
from alongside.web.connector.lookup import person_or_404
from alongside.web.connector.rights_forms import ReasonForm
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "people/<uuid:person_id>/rights/hold/", roles=access.CONFIRMS - {Role.CONNECTOR})
def hold(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """While it stands nothing about the person is erased, by request or by age."""
    person = person_or_404(request, person_id)
    form = ReasonForm(typed(request))
    if request.method == "POST" and "lift" in request.POST:
        standing = Hold.objects.filter(person=person, lifted_at__isnull=True).order_by("placed_at").first()
        if standing is not None and str(standing.pk) == request.POST["lift"]:
            erasures.lift(hold=standing, by=request.member, at=clock.now())
        return redirect("connector:person-rights", person.pk)
    if request.method == "POST" and form.is_valid():
        erasures.hold(person=person, reason=form.cleaned_data["reason"], by=request.member, at=clock.now())
        return redirect("connector:person-rights", person.pk)
    return render(request, "connector/hold.html", {"form": form, "person": person})
