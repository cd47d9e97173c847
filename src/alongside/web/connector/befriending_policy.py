"""`/connector/befriending/<scheme>/policy/`: how waiting counts, what other policies would do, who decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.befriending import access, history, policy_table, policy_words
from alongside.befriending.actions import queue
from alongside.befriending.actions.errors import CannotDo
from alongside.befriending.models import Scheme
from alongside.core import clock
from alongside.numerics.matching.policies import Policy
from alongside.partnerships.once import once
from alongside.web.connector.befriending_lookup import RUNS, scheme_or_404
from alongside.web.forms import OnceForm, typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

#: Groups that stand last in their table.
LAST = (history.OTHER, history.NOT_KNOWN)


class PointsForm(OnceForm):
    """What a week of waiting is worth from now on, and why. `seen` is the version on the page when it was decided."""

    marks_optional = False

    points_per_week_waited = forms.IntegerField(
        label=gettext_lazy("Points for each week somebody has waited"),
        help_text=gettext_lazy(
            "0 is: only who suits best. A large number is nearly: the longest wait first."
        ),
        min_value=0,
        max_value=1000,
    )
    why = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Who decided it and what for. It stands on this page with your name."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


@page("connector", "befriending/<uuid:scheme_id>/policy/", roles=RUNS)
def befriending_policy(request: MemberRequest, scheme_id: UUID) -> HttpResponse:
    """Show the table of the scheme's own history; a team lead decides what holds from now on."""
    scheme = scheme_or_404(request, scheme_id)
    may_decide = access.can_decide_parameter(request.viewer, scheme)
    versions = list(scheme.parameters.select_related("set_by").order_by("-version"))
    newest = versions[0] if versions else None
    form = PointsForm(
        typed(request),
        initial={
            "points_per_week_waited": newest.points_per_week_waited if newest else None,
            "seen": newest.version if newest else 0,
        },
    )
    if request.method == "POST":
        if not may_decide:
            raise Http404
        if form.is_valid():
            try:
                here = once(form.cleaned_data["once"], lambda: _decide(request, scheme, form.cleaned_data))
            except CannotDo as refusal:
                messages.warning(request, str(refusal))
                return redirect("connector:befriending-policy", scheme.pk)
            return redirect(here)
    at, threshold = clock.now(), request.partnership.disclosure_threshold
    found = policy_table.table(scheme, at=at, threshold=threshold)
    return render(
        request,
        "connector/befriending_policy.html",
        {
            "scheme": scheme,
            "at": at,
            "form": form if may_decide else None,
            "versions": versions,
            "newest": newest,
            "table": found,
            "known": found.known,
            "least": history,
            "threshold": threshold,
            "twice": 2 * threshold,
            "lines": [_line(line, threshold) for line in found.lines],
            "others": [_line(line, threshold) for line in found.others],
            "policies": [str(policy_words.NAMES[policy]) for policy in Policy],
            "groups": [_group(name, rows) for name, rows in (found.groups or {}).items()],
        },
    )


def _decide(request: MemberRequest, scheme: Scheme, told: dict[str, Any]) -> str:
    decided = queue.set_parameter(
        scheme=scheme,
        points_per_week_waited=told["points_per_week_waited"],
        why=told["why"],
        by=request.member,
        at=clock.now(),
        instead_of=told["seen"],
    )
    messages.success(request, _("Version %(n)s holds from the next round on.") % {"n": decided.version})
    return reverse("connector:befriending-policy", args=[scheme.pk])


def _line(line: policy_table.Line, threshold: int) -> dict[str, Any]:
    return {
        "line": line,
        "name": policy_words.NAMES[line.policy],
        "means": policy_words.MEANS[line.policy],
        "over": policy_words.over(line.over_26, threshold),
        "p95": round(line.p95_wait),
        "mean": round(line.mean_wait),
        "score": round(line.mean_score, 1),
    }


def _group(name: str, rows: tuple[policy_table.Group, ...]) -> tuple[str, list[dict[str, Any]]]:
    called = policy_words.labels(name, (row.label for row in rows))
    return str(policy_words.LOOKS[name]), [
        {
            "label": called[row.label],
            "people": policy_words.count(row.people),
            "cells": [policy_words.cell(cell) for cell in row.cells],
            "against": policy_words.against(row.against),
        }
        for row in sorted(rows, key=lambda row: (row.label in LAST, called[row.label]))
    ]
