"""`/steward/changes/`: what organisers would have us say, what people report, and where we differ from feeds."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory import fields, upkeep_queries
from alongside.directory.models import Correction, FeedRecord
from alongside.partnerships.enums import Role
from alongside.web.differences import as_text
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest
from alongside.web.spreadsheet import csv_response

SHOWN = 100
LIVE_SHOWN = dt.timedelta(weeks=4)


@page(
    "steward",
    "changes/",
    roles={Role.STEWARD},
    methods=("GET",),
    nav=_("Changes and reports"),
    nav_order=46,
    section=Section.DIRECTORY,
)
def changes(request: MemberRequest) -> HttpResponse:
    """List what waits; the corrections also as CSV, to send to the publishers."""
    found = list(upkeep_queries.corrections()[: SHOWN if "format" not in request.GET else None])
    sources = upkeep_queries.source_of([one.service_id for one in found])
    if request.GET.get("format") == "csv":
        return csv_response(
            "corrections.csv",
            ("feed", "their id", "service", "field", "they say", "we say", "since"),
            [_row(one, sources) for one in found],
        )
    return render(
        request,
        "steward/changes.html",
        {
            "changes": upkeep_queries.changes_waiting()[:SHOWN],
            "claims": upkeep_queries.claims_waiting()[:SHOWN],
            "live": upkeep_queries.live_changes(since=clock.now() - LIVE_SHOWN)[:SHOWN],
            "problems": upkeep_queries.problems_open()[:SHOWN],
            "corrections": [
                {
                    "correction": one,
                    "title": fields.FIELDS.get(one.field, one.field),
                    "theirs": as_text(one.field, one.theirs_now if one.in_conflict else one.theirs),
                    "ours": as_text(one.field, one.ours),
                    "feed": sources[one.service_id].feed.name if one.service_id in sources else "",
                }
                for one in found
            ],
        },
    )


def _row(one: Correction, sources: dict[UUID, FeedRecord]) -> tuple[str, ...]:
    source = sources.get(one.service_id)
    theirs = one.theirs_now if one.in_conflict else one.theirs
    return (
        source.feed.name if source else "",
        source.source_id if source else "",
        one.service.name,
        str(fields.FIELDS.get(one.field, one.field)),
        as_text(one.field, theirs),
        as_text(one.field, one.ours),
        one.since_at.date().isoformat(),
    )
