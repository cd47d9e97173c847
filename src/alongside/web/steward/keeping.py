"""`/steward/keeping/`: for how long what is kept, what may go now, and what went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.rights import access, registry
from alongside.rights import keeping as kept
from alongside.rights.actions import keeping as actions
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import RunState
from alongside.rights.models import Run
from alongside.rights.models.keeping import LEAST_MONTHS, MOST_MONTHS
from alongside.web.forms import typed
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest

LAST_RUNS = 12


class TermForm(forms.Form):
    """A kind of thing, how many months, and why."""

    subject = forms.ChoiceField(label=_("What?"), choices=[(s.label, s.name) for s in kept.SUBJECTS])
    months = forms.IntegerField(
        label=_("Keep it for how many months?"),
        min_value=LEAST_MONTHS,
        max_value=MOST_MONTHS,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    why = forms.CharField(label=_("Why?"), max_length=300)


@dataclass(frozen=True)
class Row:
    """A table, how long its rows are kept, in words, and how they come to their end."""

    name: str
    kept_for: str
    ends: Any


@page(
    "steward", "keeping/", roles=access.KEEPS, nav=_("How long we keep"), nav_order=27, section=Section.SAFETY
)
def keeping(request: MemberRequest) -> HttpResponse:
    """Show it; POST makes the list now, or sets a time."""
    done = request.POST.get("do", "") if request.method == "POST" else ""
    form = TermForm(typed(request) if done == "term" else None)
    if done == "propose":
        made = actions.propose(today=clock.today(), at=clock.now(), by=request.member)
        if made is None:
            messages.info(request, _t("Nothing is over its time now."))
            return redirect("steward:keeping")
        return redirect("steward:keeping-run", made.pk)
    if done == "term" and form.is_valid():
        try:
            actions.set_term(**form.cleaned_data, by=request.member, at=clock.now())
        except CannotDo as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.info(request, _t("Kept. A list that waited was thrown away: make it anew."))
            return redirect("steward:keeping")
    set_here = kept.terms()
    return render(
        request,
        "steward/keeping.html",
        {
            "form": form,
            "subjects": [
                (one, kept.months_of(one, set_here), one.label in set_here) for one in kept.SUBJECTS
            ],
            "waiting": Run.objects.filter(state__in=[RunState.PROPOSED, RunState.CONFIRMED]).first(),
            "runs": list(
                Run.objects.filter(state__in=[RunState.DONE, RunState.DROPPED])
                .select_related("decided_by")
                .order_by("-proposed_at", "-id")[:LAST_RUNS]
            ),
            "tables": _tables(),
        },
    )


def _tables() -> list[Row]:
    return [
        Row(
            str(capfirst(str(model._meta.verbose_name_plural))),
            model.records.keep_for,  # type: ignore[attr-defined]
            kept.MODES[kept.mode_of(model)],
        )
        for model in sorted(registry.walled(), key=lambda one: str(one._meta.verbose_name_plural).lower())
    ]
