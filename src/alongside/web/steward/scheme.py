"""`/steward/schemes/<id>/`: change a scheme of our own, or end it."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _t

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.referrals import at_the_door
from alongside.referrals.actions import own_schemes
from alongside.referrals.models import OwnScheme
from alongside.web.forms import change_answer, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.steward.schemes import SchemeForm, as_typed


class ChangeSchemeForm(SchemeForm):
    """New words and rules; `seen` is the version the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=1_000_000)


@page("steward", "schemes/<uuid:scheme_id>/", roles={Role.STEWARD})
def scheme(request: MemberRequest, scheme_id: uuid.UUID) -> HttpResponse:
    """Change it, or end it (a POST with `end`)."""
    found = get_object_or_404(OwnScheme.objects.filter(ended_at__isnull=True), pk=scheme_id)
    if request.method == "POST" and "end" in request.POST:
        own_schemes.end(scheme=found, by=request.member, at=clock.now())
        messages.info(
            request, _t("“%(name)s” has ended. Nobody is told of it any more.") % {"name": found.name}
        )
        return redirect("steward:schemes")
    form = ChangeSchemeForm(typed(request), initial={**as_typed(found), "seen": found.version})
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            own_schemes.change(scheme=found, said=form.said(), seen=seen, by=request.member, at=clock.now())
        except own_schemes.CannotKeep as refusal:
            form.add_error(None, str(refusal))
            change_answer(form, "seen", str(found.version))
        else:
            messages.success(request, _t("From now on people are told this at the door."))
            return redirect("steward:schemes")
    ((_scheme, conditions),) = at_the_door.for_whom([found])
    return render(request, "steward/scheme.html", {"form": form, "scheme": found, "conditions": conditions})
