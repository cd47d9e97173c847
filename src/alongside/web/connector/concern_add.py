"""`/connector/concerns/…/add/…/`: one question of the record, or a note, a correction, the end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from alongside.core import clock
from alongside.partnerships.once import once, was_sent
from alongside.safeguarding import access, queries, rules
from alongside.safeguarding.actions import record
from alongside.safeguarding.actions.errors import CannotDo
from alongside.safeguarding.enums import EntryKind
from alongside.safeguarding.models import Concern, Entry
from alongside.web.connector.concern_forms import FORMS, ORDER, EntryForm
from alongside.web.connector.concern_lookup import held_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "concerns/<uuid:concern_id>/add/<slug:kind>/", roles=access.MAY_CARRY)
def concern_add(request: MemberRequest, concern_id: UUID, kind: str) -> HttpResponse:
    """Ask one thing and add the answer. What was answered before stays, and the newest answer holds."""
    if kind not in FORMS:
        raise Http404
    chosen = EntryKind(kind)
    concern = held_or_404(request, concern_id)
    back = reverse("connector:concern", args=[concern.pk])
    if not was_sent(request.POST.get("once")) and not rules.may_add(chosen, queries.state_of(concern)):
        raise Http404
    form = _form(request, chosen, concern)
    if request.method == "POST" and form.is_valid():
        answers: dict[str, Any] = form.cleaned_data

        def add() -> str:
            record.add(concern=concern, kind=chosen, answers=answers, by=request.member, at=clock.now())
            return back

        try:
            return redirect(once(answers["once"], add))
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "connector/concern_add.html",
        {
            "form": form,
            "concern": concern,
            "title": chosen.label,
            "kind": chosen.value,
            "before": queries.latest(concern, chosen) if chosen in ORDER else None,
        },
    )


def _form(request: MemberRequest, kind: EntryKind, concern: Concern) -> EntryForm:
    more: dict[str, Any] = {}
    if kind == EntryKind.CORRECTION:
        more["entries"] = Entry.objects.filter(concern=concern).select_related("by").order_by("at", "id")
        more["initial"] = {"corrects": _wanted(request)}
    if kind == EntryKind.REFERRAL:
        more["initial"] = {"sent_on": clock.today(), "sent_to": queries.arrangement().council_team}
    form = FORMS[kind](typed(request), **more)
    if kind in ORDER:
        form.order_fields([*ORDER[kind], "once"])
    return form


def _wanted(request: MemberRequest) -> UUID | None:
    """The entry whose link was pressed."""
    try:
        return UUID(request.GET.get("entry", ""))
    except ValueError:
        return None
