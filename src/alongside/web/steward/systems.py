"""`/steward/systems/`: the systems of professionals that may refer; add one and see its secret, once."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships import queries
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Organisation
from alongside.partnerships.once import once
from alongside.referrals import systems as referring
from alongside.web.forms import OnceForm, typed
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest


class SystemForm(OnceForm):
    """A system and whose it is."""

    organisation = forms.ModelChoiceField(
        label=_("Which organisation refers with it?"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose one"),
    )
    name = forms.CharField(
        label=_("What is the system called?"),
        help_text=_("For example: the record system at Lawson Practice"),
        max_length=120,
        error_messages={"required": _("Write what the system is called.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = queries.organisations()  # type: ignore[attr-defined]


@page(
    "steward",
    "systems/",
    roles={Role.STEWARD},
    nav=_("Referring systems"),
    nav_order=55,
    section=Section.REFERRALS,
)
def systems(request: MemberRequest) -> HttpResponse:
    """List systems; add one. The secret is in this answer and nowhere else: a form sent twice shows it once."""
    form = SystemForm(typed(request))
    if request.method == "POST" and form.is_valid():
        data, secrets = form.cleaned_data, []

        def add() -> str:
            made, secret = referring.add(
                organisation=data["organisation"], name=data["name"], by=request.member, at=clock.now()
            )
            secrets.append((made, secret))
            return reverse("steward:system", args=[made.pk])

        try:
            led_to = once(data["once"], add)
        except referring.CannotAddSystem as refusal:
            form.add_error("name", str(refusal))
        else:
            if not secrets:
                return redirect(led_to)
            made, secret = secrets[0]
            return render(request, "steward/system_secret.html", {"system": made, "secret": secret})
    return render(
        request, "steward/systems.html", {"form": form, "systems": referring.visible_to(request.viewer)}
    )
