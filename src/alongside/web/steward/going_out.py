"""`/steward/going-out/`: how long an alert waits for the buddy of somebody who is out, and who hears of it next."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.appointments import access, queries, rules
from alongside.appointments.actions import going_out as actions
from alongside.appointments.actions.errors import CannotDo
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member
from alongside.web.forms import typed
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest


class ArrangementForm(forms.Form):
    """Minutes and a deputy."""

    grace_minutes = forms.IntegerField(
        label=_("Minutes until the next are told"),
        help_text=_(
            "The buddy is told as soon as the time is over. If nobody sees to it, the deputy and the team leads."
        ),
        min_value=rules.LEAST_GRACE,
        max_value=rules.MOST_GRACE,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    deputy = forms.ModelChoiceField(
        label=_("Deputy"),
        help_text=_(
            "Is told beside the team leads of whoever is out. Choose somebody who is there at all hours of work."
        ),
        queryset=Member.objects.none(),
        empty_label=_("The team leads alone"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["deputy"]
        chooser.queryset = access.may_watch()  # type: ignore[attr-defined]
        chooser.label_from_instance = _member_words  # type: ignore[attr-defined]


def _member_words(member: Member) -> str:
    return f"{member.name}, {member.organisation.name} ({member.get_role_display()})"


@page(
    "steward",
    "going-out/",
    roles={Role.STEWARD},
    nav=_("Going out alone"),
    nav_order=27,
    section=Section.SAFETY,
)
def going_out(request: MemberRequest) -> HttpResponse:
    """Keep the arrangement. It holds for check-ins that begin from now on."""
    found = queries.arrangement()
    start = {
        "grace_minutes": found.grace_minutes if found else rules.GRACE_MINUTES,
        "deputy": found.deputy if found else None,
    }
    form = ArrangementForm(typed(request), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.arrange(**form.cleaned_data, by=request.member, at=clock.now())
        except CannotDo as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.info(request, _t("Kept."))
            return redirect("steward:going-out")
    return render(request, "steward/going_out.html", {"form": form, "arrangement": found})
