"""`/steward/freshness/`: how fresh the directory is: counts, and what needs somebody, the most urgent first."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory import upkeep_queries
from alongside.directory.ages import ages
from alongside.directory.models import Feed
from alongside.directory.rules.freshness import Freshness
from alongside.messaging import access as messages
from alongside.partnerships.enums import Role
from alongside.web.page import Section, page, render
from alongside.web.requests import MemberRequest
from alongside.web.spreadsheet import csv_response

SHOWN = 200
LETTERS_TO_ORGANISERS = ("is_this_still_right", "your_entry")
STATES = {
    Freshness.FRESH: _("Confirmed lately"),
    Freshness.AGEING: _("Getting old: we ask"),
    Freshness.STALE: _("Old: we warn"),
    Freshness.OUT: _("Out of the results"),
}


@page(
    "steward",
    "freshness/",
    roles={Role.STEWARD},
    methods=("GET",),
    nav=_("How fresh it is"),
    nav_order=45,
    section=Section.DIRECTORY,
)
def freshness(request: MemberRequest) -> HttpResponse:
    """Show it, of one feed when chosen; as CSV for the phone list."""
    feed = _feed(request.GET.get("feed", ""))
    found = upkeep_queries.how_fresh(on=clock.today(), feed_id=feed.pk if feed else None)
    if request.GET.get("format") == "csv":
        return _as_csv(found)
    shown = found.rows[:SHOWN]
    letters = messages.latest_to(
        request.viewer, [row.service.email for row in shown], templates=LETTERS_TO_ORGANISERS
    )
    return render(
        request,
        "steward/freshness.html",
        {
            "counts": [(STATES[state], n) for state, n in found.counts.items()],
            "rows": [(row, STATES[row.state], letters.get(row.service.email.lower())) for row in shown],
            "more": max(0, len(found.rows) - SHOWN),
            "feeds": Feed.objects.order_by("name", "pk"),
            "feed": feed,
            "ages": ages(),
        },
    )


def _feed(text: str) -> Feed | None:
    try:
        return Feed.objects.filter(pk=uuid.UUID(text)).first()
    except ValueError:
        return None


def _as_csv(found: upkeep_queries.HowFresh) -> HttpResponse:
    header = (
        "service",
        "organisation",
        "state",
        "confirmed",
        "leaves results",
        "phone",
        "e-mail",
        "last asked",
    )
    phones = upkeep_queries.phones_of([row.service.pk for row in found.rows])
    rows = [
        (
            row.service.name,
            row.service.organization.name,
            str(STATES[row.state]),
            row.service.confirmed_on.isoformat() if row.service.confirmed_on else "",
            row.out_on.isoformat(),
            phones.get(row.service.pk, ""),
            row.service.email,
            clock.local(row.asked_at).date().isoformat() if row.asked_at else "",
        )
        for row in found.rows
    ]
    return csv_response("freshness.csv", header, rows)
