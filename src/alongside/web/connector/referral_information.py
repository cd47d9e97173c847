"""`/connector/referrals/<id>/information/`: write down what we learned since; or that it was taken back."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.partnerships.once import once
from alongside.referrals import access, actions
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.telling_fields import NoteField


class InformationForm(OnceForm):
    """What we learned."""

    text = NoteField(
        label=_("What did you learn?"), error_messages={"required": _("Write what you learned.")}
    )
    taken_back = forms.BooleanField(label=_("They took the referral back: close it"), required=False)


@page("connector", "referrals/<uuid:referral_id>/information/", roles={Role.CONNECTOR, Role.TEAM_LEAD})
def referral_information(request: MemberRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Add to the referral; one that waited for it is new again."""
    referral = get_object_or_404(access.visible_to(request.viewer), pk=referral_id)
    form = InformationForm(typed(request))
    if request.method == "POST" and form.is_valid():
        data, by, at = form.cleaned_data, request.member, clock.now()

        def write() -> str:
            actions.add_information(referral=referral, text=data["text"], by=by, at=at)
            if data["taken_back"]:
                actions.withdraw(referral=referral, note=data["text"], by=by, at=at)
            return request.path.removesuffix("information/")

        try:
            return redirect(once(data["once"], write))
        except actions.CannotDecide as refusal:
            messages.warning(request, str(refusal))
            return redirect("connector:referral", referral_id)
    return render(request, "connector/referral_information.html", {"form": form, "referral": referral})
