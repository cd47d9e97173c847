"""`/connector/joins/new/<person>/`: is somebody here twice? Who it may be, with the evidence, and a search."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.casework import access as cases
from alongside.joining import queries
from alongside.people import queries as people_queries
from alongside.web.connector.join_lookup import JOINS
from alongside.web.connector.lookup import person_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

SHOWN = 20


class FindForm(forms.Form):
    """What one remembers of the other record."""

    q = forms.CharField(
        label=_("Name, phone number or postcode of the other record"), max_length=100, required=False
    )


@page("connector", "joins/new/<uuid:person_id>/", roles=JOINS, methods=("GET",))
def join_find(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Suggest, and let somebody search."""
    person = person_or_404(request, person_id)
    form = FindForm(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = []
    if words:
        found = list(people_queries.search(request.viewer, words).exclude(pk=person.pk)[:SHOWN])
    candidates = queries.suggested(request.viewer, person)
    for other in [*found, *(candidate.person for candidate in candidates)]:
        request.record_read(other)
    return render(
        request,
        "connector/join_find.html",
        {
            "person": person,
            "case": cases.visible_to(request.viewer)
            .filter(person=person)
            .order_by("-opened_at", "id")
            .first(),
            "form": FindForm(initial={"q": words}),
            "words": words,
            "found": found,
            "candidates": candidates,
            "standing": queries.of_person(request.viewer, person),
        },
    )
