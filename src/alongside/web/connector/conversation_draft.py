"""`/connector/cases/…/conversation/draft/`: keep what is being written; only who writes it sees it.

The page sends it by itself every few seconds (and is answered with the time); without JavaScript a button does.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from alongside.casework.actions import drafts
from alongside.casework.actions.errors import CannotDo
from alongside.casework.models import Case, Conversation
from alongside.core import clock
from alongside.web.components.words import time_of_day
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.drafts import typed_in
from alongside.web.forms import without_untyped
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("connector", "cases/<uuid:case_id>/conversation/draft/", roles=CARRIES_CASES, methods=("POST",))
def conversation_draft(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Keep a draft of a new conversation; `do=discard` throws it away."""
    here = reverse("connector:conversation-add", args=[case_id])
    return keep(request, case_or_404(request, case_id), None, here)


def keep(request: MemberRequest, case: Case, conversation: Conversation | None, here: str) -> HttpResponse:
    """Keep or discard, and answer the page or the person."""
    by, at = request.member, clock.now()
    if request.POST.get("do") == "discard":
        drafts.forget(case=case, conversation=conversation, by=by)
        messages.info(request, _t("The draft is gone."))
        return redirect(here)
    said = typed_in(without_untyped(request.POST))
    by_itself = request.headers.get("X-Draft") == "1"
    try:
        if said is None:
            raise CannotDo(_t("This is too long for a draft. Shorten it, or save it in two conversations."))
        kept = drafts.keep(case=case, conversation=conversation, said=said, by=by, at=at)
    except CannotDo as refusal:
        if by_itself:
            return JsonResponse({"trouble": str(refusal)}, status=400)
        messages.warning(request, str(refusal))
        return redirect(here)
    when = time_of_day(clock.local(kept.saved_at).time())
    if by_itself:
        return JsonResponse({"kept": _t("Draft kept at %(time)s. Only you see it.") % {"time": when}})
    messages.success(request, _t("Kept as draft. Only you see it, for 30 days."))
    return redirect(here)
