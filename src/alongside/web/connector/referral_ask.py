"""`/connector/referrals/<id>/ask/`: ask the referrer what we need to know first."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.referrals import access, actions
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.telling_fields import NoteField


class AskForm(forms.Form):
    """The question."""

    question = NoteField(
        label=_("What do you need to know?"),
        help_text=_("The referrer reads this. Leave out names and health."),
        error_messages={"required": _("Write what you need to know.")},
    )


@page("connector", "referrals/<uuid:referral_id>/ask/", roles={Role.CONNECTOR, Role.TEAM_LEAD})
def referral_ask(request: MemberRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Write the question; it goes to the referrer and the referral waits."""
    referral = get_object_or_404(access.visible_to(request.viewer), pk=referral_id)
    form = AskForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_for_information(
                referral=referral,
                question=form.cleaned_data["question"],
                partnership=request.partnership,
                by=request.member,
                at=clock.now(),
            )
        except actions.CannotDecide as refusal:
            messages.warning(request, str(refusal))
        return redirect("connector:referral", referral_id)
    return render(request, "connector/referral_ask.html", {"form": form, "referral": referral})
