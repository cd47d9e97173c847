"""`/connector/conversations/…/needs/`: what happens next with each need they named – a step, somebody else, nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework.actions import needs
from alongside.casework.actions.errors import CannotDo
from alongside.casework.enums import Need, NeedNext
from alongside.casework.models import Conversation
from alongside.core import clock
from alongside.web.connector.lookup import CARRIES_CASES, part_or_404
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class NeedForm(forms.Form):
    """A note and what happens next, for one need. About abuse no note is taken: it belongs into the concern, which
    only named people read."""

    note = forms.CharField(
        label=_("In a few words"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    next = forms.ChoiceField(
        label=_("What happens next?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens next. It may be: nothing now.")},
    )

    marks_optional = False

    def __init__(self, *args: Any, need: Need, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.need = need
        offered = needs.OFFERED[need == Need.ABUSE]
        self.fields["next"].choices = [(one.value, one.label) for one in offered]  # type: ignore[attr-defined]
        if need == Need.ABUSE:
            del self.fields["note"]


@page("connector", "conversations/<uuid:conversation_id>/needs/", roles=CARRIES_CASES)
def conversation_needs(request: MemberRequest, conversation_id: UUID) -> HttpResponse:
    """Take it for all needs at once; a need left without an answer stays open."""
    conversation: Conversation = part_or_404(request, Conversation.objects.all(), conversation_id)
    case = conversation.case
    standing = {row.need: row for row in conversation.need_notes.select_related("step").order_by("id")}
    parts = []
    data = typed(request)
    for need in map(Need, conversation.needs):
        row = standing.get(need)
        start = {"note": row.note, "next": row.next} if row else {}
        named = data if data is not None and f"{need.value}-next" in data else None
        parts.append((need, NeedForm(named, prefix=need.value, need=need, initial=start), row))
    if request.method == "POST":
        answered = [(need, form) for need, form, _row in parts if form.is_bound]
        wrong = [form for _need, form in answered if not form.is_valid()]  # each says what is wrong with it
        if not wrong:
            try:
                for need, form in answered:
                    needs.decide(
                        conversation=conversation,
                        need=need,
                        next=NeedNext(form.cleaned_data["next"]),
                        note=form.cleaned_data.get("note", ""),
                        by=request.member,
                        at=clock.now(),
                    )
            except CannotDo as refusal:
                messages.warning(request, str(refusal))
            else:
                messages.success(request, _t("Kept."))
                return redirect(reverse("connector:case", args=[case.pk]) + "#needs")
    return render(
        request,
        "connector/conversation_needs.html",
        {
            "conversation": conversation,
            "parts": parts,
            "abuse": Need.ABUSE in conversation.needs,
            "case": case,
            "person": case.person,
        },
    )
