"""`/steward/entries/<id>/change/`: a steward changes an entry; over a feed's words, as a correction that stays."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory import upkeep_queries
from alongside.directory.actions.entries import edit
from alongside.directory.actions.upkeep import By, CannotKeep
from alongside.directory.models import Service
from alongside.partnerships.enums import Role
from alongside.web.entry_form import EntryForm
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class ChangeEntryForm(EntryForm):
    """An entry, and whether all of it counts as confirmed."""

    confirms = forms.BooleanField(
        label=_("Somebody who runs it told me: all of it is right today"), required=False
    )
    marks_optional = False


@page("steward", "entries/<uuid:service_id>/change/", roles={Role.STEWARD})
def entry_change(request: MemberRequest, service_id: uuid.UUID) -> HttpResponse:
    """Show the boxes with what stands; a POST keeps what is different."""
    service = Service.objects.select_related("organization").filter(pk=service_id).first()
    if service is None:
        raise Http404
    form = ChangeEntryForm(typed(request), service=service)
    if request.method == "POST" and form.is_valid():
        try:
            edit(
                service=service,
                values=form.values(),
                confirms=form.cleaned_data["confirms"],
                by=By(member=request.member),
                at=clock.now(),
            )
        except CannotKeep as problem:
            form.add_error(None, str(problem))
        else:
            messages.info(request, _t("Changed. It can be undone below."))
            return redirect("steward:entry", service_id)
    source = upkeep_queries.source_of([service.pk]).get(service.pk)
    return render(request, "steward/entry_change.html", {"form": form, "service": service, "source": source})
