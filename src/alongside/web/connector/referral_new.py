"""`/connector/referrals/new/`: a professional's referral, or one that is told by phone."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.partnerships.once import once
from alongside.referrals import access, actions
from alongside.web.forms import typed
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest
from alongside.web.telling import ProfessionalForm


@page(
    "connector",
    "referrals/new/",
    roles={Role.CONNECTOR, Role.TEAM_LEAD, Role.SAFEGUARDING_LEAD, Role.ORGANISER},
    nav=_("Refer someone"),
    nav_order=40,
    section=Section.REFERRALS,
)
def referral_new(request: MemberRequest) -> HttpResponse:
    """Take the whole referral in one form."""
    form = ProfessionalForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(form.cleaned_data["once"], lambda: _receive(request, form)))
        except actions.CannotReceive as refusal:
            form.add_error(None, str(refusal))
    return render(request, "connector/referral_new.html", {"form": form})


def _receive(request: MemberRequest, form: ProfessionalForm) -> str:
    data: dict[str, Any] = form.cleaned_data
    referral = actions.receive(
        partnership=request.partnership,
        kind=data["told_by"],
        told=form.told(),
        by=request.member,
        source=data["source"],
        at=clock.now(),
        key=data["once"],
        **form.agreement(),
    )
    if access.visible_to(request.viewer).filter(pk=referral.pk).exists():
        return reverse("connector:referral", args=[referral.pk])
    return reverse("public:thank-you", args=[referral.kind.replace("_", "-"), referral.reference])
