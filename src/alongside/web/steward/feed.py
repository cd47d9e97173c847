"""`/steward/feeds/<id>/`: one feed: every time it was read, what that did, and what was refused and why."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.core.clock import now
from alongside.directory.feed_queries import age_in_days, story
from alongside.directory.feeds.source import is_url
from alongside.directory.jobs import read_feed
from alongside.partnerships.enums import Role
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

BAR, BAR_WIDTH = 22, 16
"""Of the picture of readings, in its own units: from one bar to the next, and how wide it is."""


@page("steward", "feeds/<uuid:feed_id>/", roles={Role.STEWARD})
def feed(request: MemberRequest, feed_id: uuid.UUID) -> HttpResponse:
    """Show the feed; a POST has the worker read it now."""
    found = story(feed_id)
    if found is None:
        raise Http404
    if request.method == "POST":
        read_feed.defer(feed_id=str(feed_id))
        messages.info(request, _("We are reading it now. Look again in a minute."))
        return redirect("steward:feed", feed_id)
    bars = [
        {"x": BAR * n, "x2": BAR * n + BAR_WIDTH, "parts": [(k, 104 - y - h, h) for k, y, h in bar.parts]}
        for n, bar in enumerate(found.bars)
    ]
    context = {
        "story": found,
        "is_url": is_url(found.feed.source),
        "age": age_in_days(found.feed, at=now()),
        "bars": bars,
        "chart_width": max(BAR * len(bars), 1),
    }
    return render(request, "steward/feed.html", context)
