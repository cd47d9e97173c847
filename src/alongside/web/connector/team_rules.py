"""`/connector/team/rules/`: what counts as how much work, and after how long the lists remind us."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework import worklists
from alongside.casework.actions import seeing
from alongside.casework.models.seeing import MOST_WEIGHT
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


def _points(label: object) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_WEIGHT)  # type: ignore[arg-type]


class TeamRulesForm(forms.Form):
    """Points for each kind of work, and two spans of time."""

    person = _points(_("Each person with open support"))
    unspoken = _points(_("And if nobody has spoken with them yet"))
    urgent = _points(_("And if something about it is urgent"))
    visit = _points(_("Each visit in the next two weeks"))
    overdue = _points(_("Each thing that is overdue"))
    quiet_days = forms.IntegerField(
        label=_("“No contact for a while” means, in days"), min_value=7, max_value=365
    )
    consent_months = forms.IntegerField(
        label=_("Ask again for their agreement after, in months"), min_value=1, max_value=60
    )


@page("connector", "team/rules/", roles=seeing.CHANGES_RULES)
def team_rules(request: MemberRequest) -> HttpResponse:
    """Show what stands; write the change."""
    standing = worklists.team_rules(request.viewer)
    form = TeamRulesForm(
        typed(request), initial={name: getattr(standing, name) for name in TeamRulesForm.base_fields}
    )
    if request.method == "POST" and form.is_valid():
        seeing.change_team_rules(by=request.member, values=form.cleaned_data, at=clock.now())
        messages.success(request, _t("What counts as work is changed for your team."))
        return redirect("connector:team-rules" if request.viewer.role == Role.STEWARD else "connector:team")
    return render(
        request,
        "connector/team_rules.html",
        {"form": form, "is_lead": request.viewer.role == Role.TEAM_LEAD},
    )
