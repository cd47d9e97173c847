"""`/steward/entries/new/`: a service is written down by hand; it is in the directory at once."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory.actions.entries import enter
from alongside.directory.actions.upkeep import By
from alongside.directory.models import Organization
from alongside.partnerships.enums import Role
from alongside.partnerships.once import once
from alongside.web.entry_form import EntryForm
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

SUGGESTED = 400


class NewEntryForm(EntryForm, OnceForm):
    """An entry, and who runs it."""

    organisation = forms.CharField(
        label=_("Who runs it?"),
        help_text=_("The name of the organisation or group"),
        max_length=255,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
    )
    marks_optional = False


@page("steward", "entries/new/", roles={Role.STEWARD})
def entry_new(request: MemberRequest) -> HttpResponse:
    """Show the boxes; a POST writes it down once."""
    form = NewEntryForm(typed(request))
    if request.method == "POST" and form.is_valid():

        def keep() -> str:
            by = By(member=request.member)
            name = form.cleaned_data["organisation"]
            service = enter(organization=name, values=form.values(), by=by, at=clock.now())
            messages.info(request, _t("It is in the directory now."))
            return reverse("steward:entry", args=[service.pk])

        return redirect(once(form.cleaned_data["once"], keep))
    names = Organization.objects.order_by("name").values_list("name", flat=True).distinct()[:SUGGESTED]
    return render(request, "steward/entry_new.html", {"form": form, "organisations": names})
