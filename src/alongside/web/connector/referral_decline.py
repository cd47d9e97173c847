"""`/connector/referrals/<id>/decline/`: say no, with a reason that reaches the referrer."""

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
from alongside.referrals.enums import DeclineReason
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.telling_fields import NoteField


class DeclineForm(forms.Form):
    """Why, and what else they could try."""

    reason = forms.ChoiceField(
        label=_("Why can we not help?"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why.")},
    )
    note = NoteField(
        label=_("Where else could they turn?"),
        help_text=_("The referrer reads this. Leave out names and health."),
        required=False,
    )


@page("connector", "referrals/<uuid:referral_id>/decline/", roles={Role.CONNECTOR, Role.TEAM_LEAD})
def referral_decline(request: MemberRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Ask why; decline; tell the referrer."""
    referral = get_object_or_404(access.visible_to(request.viewer), pk=referral_id)
    form = DeclineForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline(
                referral=referral,
                reason=form.cleaned_data["reason"],
                note=form.cleaned_data["note"],
                partnership=request.partnership,
                by=request.member,
                at=clock.now(),
            )
        except actions.CannotDecide as refusal:
            messages.warning(request, str(refusal))
            return redirect("connector:referral", referral_id)
        return redirect("connector:triage")
    return render(request, "connector/referral_decline.html", {"form": form, "referral": referral})
