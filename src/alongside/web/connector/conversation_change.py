"""`/connector/conversations/…/`: change what was written; when a colleague was quicker, see both and choose."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework import draft_queries
from alongside.casework.actions import conversations
from alongside.casework.actions import drafts as draft_actions
from alongside.casework.models import Conversation
from alongside.core import clock
from alongside.web.connector import differences
from alongside.web.connector.conversation_forms import WordsForm
from alongside.web.connector.lookup import CARRIES_CASES, part_or_404
from alongside.web.drafts import as_sent, unjudged
from alongside.web.forms import change_answer
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class ChangeForm(WordsForm):
    """The words, and the version they were read at."""

    marks_optional = False

    version = forms.IntegerField(widget=forms.HiddenInput)


@page("connector", "conversations/<uuid:conversation_id>/", roles=CARRIES_CASES)
def conversation_change(request: MemberRequest, conversation_id: UUID) -> HttpResponse:
    """Change the notes of a conversation."""
    conversation = part_or_404(request, Conversation.objects.all(), conversation_id)
    case = conversation.case
    drafts = draft_queries.drafts_of(case, request.viewer, conversation)
    kept = drafts.own.said if drafts.own and request.method != "POST" else None
    form = ChangeForm(as_sent(kept) if kept else (request.POST or None), initial=_words_of(conversation))
    if kept:
        unjudged(form)
    clash: conversations.EditedMeanwhile | None = None
    if request.method == "POST" and form.is_valid():
        try:
            conversations.change(
                conversation=conversation,
                version=form.cleaned_data["version"],
                words=form.words(),
                by=request.member,
                at=clock.now(),
            )
        except conversations.EditedMeanwhile as meanwhile:
            clash = meanwhile
            change_answer(form, "version", str(meanwhile.theirs.version))
        else:
            draft_actions.forget(case=case, conversation=conversation, by=request.member)
            messages.success(request, _t("Saved."))
            return redirect(reverse("connector:case", args=[case.pk]))
    return render(
        request,
        "connector/conversation_change.html",
        {
            "form": form,
            "conversation": conversation,
            "case": case,
            "person": case.person,
            "drafts": drafts,
            "theirs": clash.theirs if clash else None,
            "differences": differences.rows(form, clash.differences) if clash else [],
        },
    )


def _words_of(conversation: Conversation) -> dict[str, Any]:
    return {name: getattr(conversation, name) for name in (*conversations.FIELDS, "version")}
