"""`/connector/referrals/by-phone/`: somebody asks by phone or at the desk – their own form, taken down for them.

It is the form they would fill in on the public page, question by question in the same order, so that nobody is
asked more for having rung, and no connector learns a second form.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.partnerships.once import once
from alongside.referrals import access, actions
from alongside.web.at_the_door import AskAtTheDoorForm
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.telling import Answering, Telling, WorriedForm

ON_THE_PHONE: dict[str, tuple[object, type[Telling]]] = {
    "themselves": (_("The person, for themselves"), AskAtTheDoorForm),
    "someone": (_("Somebody who is worried about them"), WorriedForm),
}


@page(
    "connector",
    "referrals/by-phone/",
    roles={Role.CONNECTOR, Role.TEAM_LEAD, Role.SAFEGUARDING_LEAD, Role.ORGANISER},
)
def referral_by_phone(request: MemberRequest) -> HttpResponse:
    """Ask who is on the phone, then take down their form."""
    who = request.GET.get("who", "")
    choices = [(value, label) for value, (label, _form) in ON_THE_PHONE.items()]
    if who not in ON_THE_PHONE:
        return render(request, "connector/referral_by_phone.html", {"who": "", "choices": choices})
    form = ON_THE_PHONE[who][1](typed(request))
    if request.method == "POST" and form.is_valid() and _may_go(form):
        try:
            return redirect(once(form.cleaned_data["once"], lambda: _receive(request, form)))
        except actions.CannotReceive as refusal:
            form.add_error(None, str(refusal))
    return render(request, "connector/referral_by_phone.html", {"who": who, "choices": choices, "form": form})


def _may_go(form: Telling) -> bool:
    """Whether it can be sent, or must first be said that none of our schemes is open to them."""
    return not isinstance(form, AskAtTheDoorForm) or form.is_open_to_them()


def _receive(request: MemberRequest, form: Telling) -> str:
    referral = actions.receive(
        partnership=request.partnership,
        kind=form.kind,
        told=form.told() | (form.answers() if isinstance(form, Answering) else {}),
        by=request.member,
        at=clock.now(),
        key=form.cleaned_data["once"],
        **form.agreement(),
    )
    if access.visible_to(request.viewer).filter(pk=referral.pk).exists():
        return reverse("connector:referral", args=[referral.pk])
    return reverse("public:thank-you", args=[referral.kind.replace("_", "-"), referral.reference])
