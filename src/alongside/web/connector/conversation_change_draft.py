"""`/connector/conversations/…/draft/`: keep changes to a conversation while they are written (`conversation_draft`)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from alongside.casework.models import Conversation
from alongside.web.connector.conversation_draft import keep
from alongside.web.connector.lookup import CARRIES_CASES, part_or_404
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("connector", "conversations/<uuid:conversation_id>/draft/", roles=CARRIES_CASES, methods=("POST",))
def conversation_change_draft(request: MemberRequest, conversation_id: UUID) -> HttpResponse:
    """Keep a draft of changes to a conversation."""
    conversation = part_or_404(request, Conversation.objects.all(), conversation_id)
    here = reverse("connector:conversation-change", args=[conversation.pk])
    return keep(request, conversation.case, conversation, here)
