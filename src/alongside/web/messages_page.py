"""The list of messages, which stewards and connectors see through their own doors."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.messaging import access, actions
from alongside.messaging.enums import MessageStatus
from alongside.web.page import render

A_PAGE = 40


def answer(request: HttpRequest, template: str, url_name: str) -> HttpResponse:
    """Show the messages the viewer may list; a POST with `again` tries that failed one again."""
    viewer = request.viewer  # type: ignore[attr-defined]
    mine = access.visible_to(viewer)
    if request.method == "POST":
        try:
            wanted = uuid.UUID(request.POST.get("again", ""))
        except ValueError:
            raise Http404 from None
        message = get_object_or_404(mine, pk=wanted)
        try:
            actions.send_again(message=message, by=request.member, at=clock.now())  # type: ignore[attr-defined]
        except actions.CannotSendAgain as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.info(request, _("It is on its way again."))
        return redirect(url_name)
    failed = mine.filter(status=MessageStatus.FAILED).count()
    rows = mine.select_related("caused_by", "organisation").order_by("-created_at", "-id")
    if request.GET.get("only") == "failed":
        rows = rows.filter(status=MessageStatus.FAILED)
    may_read = access.may_read(viewer, is_demo=settings.IS_DEMO and settings.MESSAGES_MODE != "send")
    return render(
        request,
        template,
        {
            "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
            "failed": failed,
            "may_read": may_read,
            "holds": settings.MESSAGES_MODE != "send",
        },
    )
