"""`/steward/feeds/<id>/stop/`: stop a feed – it says first what is withdrawn – or start it again."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from alongside.core import clock
from alongside.directory.actions import look_after_feed
from alongside.directory.feed_queries import services_of
from alongside.directory.models import Feed
from alongside.partnerships.enums import Role
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("steward", "feeds/<uuid:feed_id>/stop/", roles={Role.STEWARD})
def feed_stop(request: MemberRequest, feed_id: uuid.UUID) -> HttpResponse:
    """Ask, then do it; the same page undoes it."""
    feed = Feed.objects.filter(pk=feed_id).first()
    if feed is None:
        raise Http404
    if request.method == "POST":
        if feed.stopped_at is None:
            n = look_after_feed.stop(feed=feed, at=clock.now())
            said = ngettext(
                "Stopped; %(n)d service is withdrawn.", "Stopped; %(n)d services are withdrawn.", n
            )
        else:
            n = look_after_feed.start(feed=feed, at=clock.now())
            said = ngettext("Started; %(n)d service is back.", "Started; %(n)d services are back.", n)
        messages.info(request, said % {"n": n})
        return redirect("steward:feed", feed_id)
    standing = services_of(feed).filter(withdrawn_at__isnull=True).count()
    return render(request, "steward/feed_stop.html", {"feed": feed, "standing": standing})
