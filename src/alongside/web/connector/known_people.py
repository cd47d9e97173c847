"""`/connector/known-people/`: whom our organisation knows, for its safeguarding lead to find somebody quickly."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.casework import queries
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.people import finding
from alongside.people import queries as people
from alongside.people.remembered import remembered
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

A_PAGE = 25


class KnownPeopleForm(forms.Form):
    """What one remembers of somebody."""

    q = forms.CharField(
        label=_("Anything you remember of somebody"),
        help_text=_(
            "Part of a name, the last digits of the phone, postcode or street, date of birth or age."
        ),
        max_length=100,
        required=False,
    )


@page(
    "connector",
    "known-people/",
    roles={Role.SAFEGUARDING_LEAD},
    nav=_("People"),
    nav_order=20,
    methods=("GET",),
)
def known_people(request: MemberRequest) -> HttpResponse:
    """List them by name, a page at a time. Reading only: what is done for somebody is their connector's."""
    words = "".join(c for c in request.GET.get("q", "") if c.isprintable()).strip()[:100]
    today = clock.today()
    if words:
        hits = finding.found(request.viewer, remembered(words, today=today))
        met = {hit.person.pk: finding.said(hit.met, hit.person, today=today) for hit in hits}
        found = Paginator([hit.person for hit in hits], A_PAGE).get_page(request.GET.get("page"))
    else:
        met = {}
        found = Paginator(people.search(request.viewer, ""), A_PAGE).get_page(request.GET.get("page"))
    supporters = queries.supporters_of(request.viewer, found)
    return render(
        request,
        "connector/known_people.html",
        {
            "form": KnownPeopleForm(initial={"q": words}),
            "words": words,
            "found": found,
            "rows": [(person, supporters.get(person.pk), met.get(person.pk, [])) for person in found],
        },
    )
