"""`/connector/away/`: who is away, and who covers. Each writes it down for themselves; the team lead for anybody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework import cover, queries
from alongside.casework.actions import cover as cover_actions
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import AwayWhy
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member
from alongside.partnerships.once import once
from alongside.web.components.fields import DayField
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.forms import OnceForm, typed
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest


class AwayForm(OnceForm):
    """Who is away, from when to when, and who covers."""

    member = forms.ModelChoiceField(
        label=_("Who is away?"), queryset=Member.objects.none(), empty_label=None, widget=forms.Select
    )
    why = forms.ChoiceField(
        label=_("Why?"),
        help_text=_("Only they and the team lead see this. Colleagues read that they are away."),
        choices=AwayWhy.choices,
        initial=AwayWhy.LEAVE,
        widget=forms.RadioSelect,
    )
    starts_on = DayField(label=_("First day away"))
    ends_on = DayField(
        label=_("Last day away"), help_text=_("Leave it empty if nobody knows yet."), required=False
    )
    covered_by = forms.ModelChoiceField(
        label=_("Who covers?"),
        help_text=_("They see these people on their own list, marked, until the last day."),
        queryset=Member.objects.none(),
        empty_label=_("Nobody yet"),
        required=False,
    )

    def __init__(self, *args: Any, request: MemberRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = queries.may_carry(request.viewer)
        if request.viewer.role == Role.TEAM_LEAD:
            self.fields["member"].queryset = team  # type: ignore[attr-defined]
            self.fields["member"].initial = request.viewer.member_id
        else:
            del self.fields["member"]
            team = team.exclude(pk=request.viewer.member_id)
        self.fields["covered_by"].queryset = team  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, and has not passed."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("This is before the first day. Check both days."))
        elif last and last < clock.today():
            self.add_error("ends_on", _("This day is over. Write down who is away now or will be."))
        return cleaned


@page("connector", "away/", roles=CARRIES_CASES, nav=_("Away"), nav_order=35, section=Section.TEAM)
def away(request: MemberRequest) -> HttpResponse:
    """Show who is away and will be; take one more."""
    form = AwayForm(typed(request), request=request)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def be_away() -> str:
            made = cover_actions.be_away(
                member=data.get("member") or request.member,
                why=AwayWhy(data["why"]),
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
                covered_by=data["covered_by"],
                by=request.member,
                at=clock.now(),
            )
            messages.success(request, _t("Written down."))
            return reverse("connector:away-tell", args=[made.pk])

        try:
            return redirect(once(data["once"], be_away))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    today = clock.today()
    return render(
        request,
        "connector/away.html",
        {
            "form": form,
            "absences": cover.standing(request.viewer, today),
            "team": list(queries.may_carry(request.viewer)),
            "is_lead": request.viewer.role == Role.TEAM_LEAD,
            "today": today,
        },
    )
