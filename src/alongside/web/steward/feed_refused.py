"""`/steward/feeds/<id>/refused.csv`: what the latest reading refused, and why, to send to the publisher."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse

from alongside.directory.models import Feed
from alongside.partnerships.enums import Role
from alongside.web.page import page
from alongside.web.requests import MemberRequest
from alongside.web.spreadsheet import csv_response


@page("steward", "feeds/<uuid:feed_id>/refused.csv", roles={Role.STEWARD}, methods=("GET",))
def feed_refused(request: MemberRequest, feed_id: uuid.UUID) -> HttpResponse:
    """Send the table."""
    feed = Feed.objects.filter(pk=feed_id).first()
    if feed is None:
        raise Http404
    run = feed.runs.order_by("-started_at", "-pk").first()
    rows = run.rejections.order_by("came_in", "pk").values_list("record", "name", "reason") if run else []
    return csv_response("refused.csv", ("record", "name", "why"), rows)
