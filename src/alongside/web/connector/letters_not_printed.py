"""`/connector/letters/not-printed/`: take back that letters were printed: one, or all that were marked together."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t

from alongside.core import clock
from alongside.letters import access
from alongside.letters.actions import undo_printed
from alongside.web.connector.letters_lookup import chosen
from alongside.web.connector.lookup import CARRIES_CASES
from alongside.web.page import page
from alongside.web.requests import MemberRequest

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MOST = 200


@page("connector", "letters/not-printed/", roles=CARRIES_CASES, methods=("POST",))
def letters_not_printed(request: MemberRequest) -> HttpResponse:
    """They wait again. `at` names the moment (microseconds since 1970) at which several were marked."""
    wanted = chosen(request, request.POST.getlist("letter"))
    raw = request.GET.get("at", "")
    if not wanted and raw.isascii() and raw.isdigit() and len(raw) <= len("1700000000000000"):
        moment = EPOCH + dt.timedelta(microseconds=int(raw))
        marked = access.visible_to(request.viewer).filter(left_at=moment, left_by=request.member)
        wanted = list(marked.order_by("written_at", "id")[:MOST])
    undone = undo_printed(letters=wanted, by=request.member, at=clock.now())
    if undone:
        messages.info(request, _t("They wait to be printed again."))
    return redirect("connector:letters")
