"""`/steward/safeguarding/`: who is told of a concern, how long an alert waits, and the council's team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member
from alongside.safeguarding import access, queries
from alongside.safeguarding.actions import duty
from alongside.safeguarding.actions.errors import CannotDo
from alongside.safeguarding.enums import Duty
from alongside.safeguarding.models.duty import LEAST_MINUTES, MOST_MINUTES
from alongside.web.forms import typed
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest

CHOOSE = _("Choose one")


class DutyForm(forms.Form):
    """Lead, deputy, minutes, and the council."""

    lead = forms.ModelChoiceField(
        label=_("Safeguarding lead"),
        help_text=_("Is told first. Reads every concern."),
        queryset=Member.objects.none(),
        empty_label=CHOOSE,
    )
    deputy = forms.ModelChoiceField(
        label=_("Deputy"),
        help_text=_("Is told when the lead has not answered. Reads every concern too."),
        queryset=Member.objects.none(),
        empty_label=_("Nobody yet"),
        required=False,
    )
    alert_minutes = forms.IntegerField(
        label=_("Minutes until the deputy is told"),
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    council_team = forms.CharField(
        label=_("The council’s safeguarding adults team"), max_length=160, required=False
    )
    council_phone = forms.CharField(
        label=_("Their phone number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    council_out_of_hours = forms.CharField(
        label=_("Their number at night and at weekends"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    council_email = forms.EmailField(label=_("Their e-mail address"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead", "deputy"):
            chooser = self.fields[name]
            chooser.queryset = queries.may_carry()  # type: ignore[attr-defined]
            chooser.label_from_instance = _member_words  # type: ignore[attr-defined]


def _member_words(member: Member) -> str:
    return f"{member.name}, {member.organisation.name} ({member.get_role_display()})"


@page(
    "steward",
    "safeguarding/",
    roles={Role.STEWARD},
    nav=_("Safeguarding"),
    nav_order=25,
    section=Section.SAFETY,
)
def safeguarding(request: MemberRequest) -> HttpResponse:
    """Name who is told. Concerns themselves stay closed to stewards."""
    named, found = access.on_duty(), queries.arrangement()
    settings = ("alert_minutes", "council_team", "council_phone", "council_out_of_hours", "council_email")
    initial = {"lead": named.get(Duty.LEAD), "deputy": named.get(Duty.DEPUTY)}
    form = DutyForm(typed(request), initial=initial | {name: getattr(found, name) for name in settings})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                duty.name(lead=data["lead"], deputy=data["deputy"], by=request.member, at=clock.now())
                duty.arrange(**{name: data[name] for name in settings})
        except CannotDo as refusal:
            form.add_error("deputy", str(refusal))
        else:
            messages.info(request, _t("Kept."))
            return redirect("steward:safeguarding")
    return render(
        request,
        "steward/safeguarding.html",
        {"form": form, "lead": named.get(Duty.LEAD), "stand_ins": access.stand_ins()},
    )
