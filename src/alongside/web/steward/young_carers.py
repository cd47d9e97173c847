"""`/steward/young-carers/`: name the service that carers under 18 are led to."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.caring import queries
from alongside.caring.actions import name_young_carers_service
from alongside.core import clock
from alongside.directory.models import Service
from alongside.partnerships.enums import Role
from alongside.web.forms import typed
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest

MOST_FOUND = 20


class SearchForm(forms.Form):
    """A part of the service's name."""

    marks_optional = False
    q = forms.CharField(label=_("Part of its name in the directory"), max_length=100)


@page(
    "steward",
    "young-carers/",
    roles={Role.STEWARD},
    nav=_("Young carers"),
    nav_order=49,
    section=Section.SAFETY,
)
def young_carers(request: MemberRequest) -> HttpResponse:
    """Search the directory by name; a posted service is named from now on."""
    if request.method == "POST":
        data = typed(request)
        field = forms.ModelChoiceField(Service.objects.order_by("name", "id"))
        try:
            service = field.clean(data.get("service", "") if data else "")
        except forms.ValidationError:
            messages.warning(request, _t("This service is no longer in the directory."))
        else:
            name_young_carers_service(service=service, by=request.member, at=clock.now())
            messages.success(request, _t("Young carers are led to: %(what)s.") % {"what": service.name})
        return redirect("steward:young-carers")
    form = SearchForm(request.GET or None)
    found: list[Service] = []
    if form.is_bound and form.is_valid():
        named = Service.objects.filter(name__icontains=form.cleaned_data["q"])
        found = list(named.select_related("organization").order_by("name", "id")[:MOST_FOUND])
    return render(
        request,
        "steward/young_carers.html",
        {"form": form, "found": found, "named": queries.young_carers_service()},
    )
