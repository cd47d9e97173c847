"""`/steward/feeds/<id>/held/`: a named person decides what becomes of a reading that lost or changed too much."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.core import clock
from alongside.directory.actions import look_after_feed
from alongside.directory.enums import HeldAnswer, RunState
from alongside.directory.models import FeedRun
from alongside.partnerships.enums import Role
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("steward", "feeds/<uuid:feed_id>/held/", roles={Role.STEWARD}, methods=("POST",))
def feed_held(request: MemberRequest, feed_id: uuid.UUID) -> HttpResponse:
    """Do as the feed says, or keep what we have."""
    runs = FeedRun.objects.filter(feed=feed_id).order_by("-started_at", "-pk")
    run = runs.filter(state=RunState.HELD).first() or runs.first()
    if run is None:
        raise Http404
    answer = request.POST.get("answer", "")
    if answer in HeldAnswer.values:
        try:
            decided = look_after_feed.decide_held(
                run=run, answer=HeldAnswer(answer), by=request.member, at=clock.now()
            )
        except look_after_feed.CannotLookAfter as problem:
            messages.warning(request, str(problem))
            return redirect("steward:feed", feed_id)
        if answer == HeldAnswer.WITHDRAW:
            for sentence in _done(run, decided):
                messages.info(request, sentence)
        else:
            messages.info(request, _("Everything stays. Tell the publisher that their list is broken."))
    return redirect("steward:feed", feed_id)


def _done(held: FeedRun, decided: FeedRun) -> Iterator[str]:
    """Say what became of what was held."""
    if held.missing:
        yield ngettext("%(n)d service is withdrawn.", "%(n)d services are withdrawn.", decided.withdrawn) % {
            "n": decided.withdrawn
        }
    if held.set_aside:
        yield ngettext("%(n)d service is changed.", "%(n)d services are changed.", held.set_aside) % {
            "n": held.set_aside
        }
