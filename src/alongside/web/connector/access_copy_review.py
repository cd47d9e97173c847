"""`/connector/rights/copies/…/read-through/`: put the copy together, decide on each word found in it, give it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.rights import access, queries
from alongside.rights.actions import requests
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import Decision, How
from alongside.rights.models import AccessRequest
from alongside.web.connector.rights_forms import GiveForm, LeaveOutForm
from alongside.web.connector.rights_lookup import request_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

PREFIX = "word-"


@page("connector", "rights/copies/<uuid:request_id>/read-through/", roles=access.GIVES)
def access_copy_review(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """Every word found stands with where it stands; nothing leaves while one is undecided."""
    asked = request_or_404(request, request_id)
    if not access.may_give(request.viewer, asked.person):
        raise Http404
    done = request.POST.get("do", "") if request.method == "POST" else ""
    add = LeaveOutForm(typed(request) if done == "add" else None)
    give = GiveForm(typed(request) if done == "give" else None)
    try:
        if done == "prepare":
            requests.prepare(request=asked, by=request.member, at=clock.now())
            return redirect("connector:access-copy-review", asked.pk)
        if done == "decide":
            count = _decide(request, asked)
            messages.info(request, _("Kept: %(n)d decided.") % {"n": count})
            return redirect("connector:access-copy-review", asked.pk)
        if done == "add" and add.is_valid():
            requests.leave_out(
                request=asked, term=add.cleaned_data["term"], by=request.member, at=clock.now()
            )
            return redirect("connector:access-copy-review", asked.pk)
        if done == "give" and give.is_valid():
            how = How(give.cleaned_data["how"])
            requests.give(request=asked, how=how, by=request.member, at=clock.now())
            return redirect("connector:access-request", asked.pk)
    except CannotDo as refusal:
        if done == "give" and AccessRequest.objects.filter(pk=asked.pk, released_at__isnull=False).exists():
            return redirect("connector:access-request", asked.pk)  # sent a second time: it is given
        form = add if done == "add" else give
        if form.is_bound:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.warning(request, str(refusal))
            return redirect("connector:access-request", asked.pk)
    words = queries.redactions(asked)
    return render(
        request,
        "connector/access_copy_review.html",
        {
            "asked": asked,
            "person": asked.person,
            "words": words,
            "undecided": sum(not one.decision for one in words),
            "decisions": Decision.choices,
            "prefix": PREFIX,
            "add": add,
            "give": give,
            "bad": done if add.errors or give.errors else "",
        },
    )


def _decide(request: MemberRequest, asked: AccessRequest) -> int:
    decisions = {}
    for name, value in request.POST.items():
        if not name.startswith(PREFIX) or value not in Decision.values:
            continue
        try:
            decisions[UUID(name.removeprefix(PREFIX))] = Decision(value)
        except ValueError:
            continue
    return requests.decide(request=asked, decisions=decisions, by=request.member, at=clock.now())
