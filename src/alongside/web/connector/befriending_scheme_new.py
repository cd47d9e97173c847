"""`/connector/befriending/new/`: a team lead opens a scheme."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.befriending.actions import queue
from alongside.befriending.enums import Channel
from alongside.befriending.models import Scheme
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.partnerships.once import once, was_sent
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

WEEKS = [(1, _("Every week")), (2, _("Every two weeks")), (4, _("Every four weeks"))]


class SchemeForm(OnceForm):
    """What a scheme is and promises."""

    name = forms.CharField(label=_("Name"), max_length=120)
    channel = forms.ChoiceField(
        label=_("How do people meet?"), choices=Channel.choices, widget=forms.RadioSelect
    )
    eligibility = forms.CharField(
        label=_("Who is it for?"), help_text=_("In plain words."), widget=forms.Textarea(attrs={"rows": 3})
    )
    minimum_age = forms.IntegerField(label=_("From which age?"), initial=18, min_value=0, max_value=100)
    minutes = forms.IntegerField(label=_("Minutes each time"), initial=60, min_value=15, max_value=240)
    every_weeks = forms.TypedChoiceField(
        label=_("How often?"), choices=WEEKS, coerce=int, widget=forms.RadioSelect
    )
    answer_days = forms.IntegerField(
        label=_("Working days for both to answer"), initial=5, min_value=1, max_value=60
    )
    introduction_days = forms.IntegerField(
        label=_("Days from both saying yes to the introduction"), initial=14, min_value=1, max_value=90
    )
    capacity = forms.IntegerField(
        label=_("People at one time, at most"), required=False, min_value=0, max_value=100_000
    )
    meanwhile = forms.CharField(
        label=_("What is offered to everybody who waits?"),
        help_text=_("A group or activity they can come to now."),
        max_length=300,
    )

    def clean_name(self) -> str:
        """Two schemes of a partnership do not share a name."""
        name: str = self.cleaned_data["name"].strip()
        if Scheme.objects.filter(name=name).exists() and not was_sent(self.data.get("once")):
            raise forms.ValidationError(_("There is a scheme of this name. Choose another."))
        return name


@page("connector", "befriending/new/", roles={Role.TEAM_LEAD})
def befriending_scheme_new(request: MemberRequest) -> HttpResponse:
    """Ask what it is; open it."""
    form = SchemeForm(typed(request))
    if request.method == "POST" and form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        return redirect(once(form.cleaned_data["once"], lambda: _open(request, told)))
    return render(request, "connector/befriending_scheme_new.html", {"form": form})


def _open(request: MemberRequest, told: dict[str, object]) -> str:
    scheme = queue.open_scheme(
        organisation=request.member.organisation,
        by=request.member,
        at=clock.now(),
        **told,  # type: ignore[arg-type]
    )
    return reverse("connector:befriending-queue", args=[scheme.pk])
