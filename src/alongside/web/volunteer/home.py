"""`/volunteer/`: a volunteer's home on a phone – what comes next, who stands behind you, my hours, I am worried."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.befriending import queries as befriending
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.safeguarding import queries as safeguarding
from alongside.volunteering import queries, rules
from alongside.volunteering.models import Volunteer
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest
from alongside.web.volunteer.lookup import myself
from alongside.web.volunteering import in_words


@page("volunteer", "", roles={Role.VOLUNTEER}, name="home", nav=_("Home"), nav_order=10, methods=("GET",))
def home(request: MemberRequest) -> HttpResponse:
    """Show what is theirs; before they are ready, whom to ring."""
    volunteer = myself(request)
    on = clock.today()
    mine = what_is_mine(volunteer, on) | visits(request) if volunteer is not None else {}
    return render(
        request,
        "volunteer/home.html",
        {
            "volunteer": volunteer,
            "organisation": request.member.organisation,
            "leads": safeguarding.whom_to_ring(),
            **mine,
        },
    )


def visits(request: MemberRequest) -> dict[str, Any]:
    """The next visit or call, and those that still want a log."""
    at = clock.now()
    found = befriending.coming_visits(request.viewer, at=at)
    to_log = [visit for visit in found if visit.during.upper <= at and not visit.logs.all()]
    following = next((visit for visit in found if visit.during.upper > at), None)
    for visit in [*to_log, *([following] if following else [])]:
        request.record_read(visit.match.person)
    return {"next_visit": following, "to_log": to_log}


def what_is_mine(volunteer: Volunteer, on: date) -> dict[str, Any]:
    """What a volunteer finds at home."""
    held = queries.held_by([volunteer.pk]).get(volunteer.pk, [])
    last = {
        check.kind: (check.expires_on, check.issued_on)
        for check in sorted(held, key=lambda check: check.expires_on or date.max)
        if not check.is_ended
    }
    soon = {
        kind: until for kind, (until, issued) in last.items() if until and rules.notice_due(until, on, issued)
    }
    return {
        "lacks": queries.lacks_of(volunteer, on),
        "soon": [
            (kind.label, soon[kind])
            for kind in rules.needed_kinds(queries.needs_of(volunteer, on))
            if kind in soon
        ],
        "behind": queries.stands_behind(volunteer),
        "times": in_words(volunteer.availability.values_list("weekday", "from_minute", "to_minute")),
        "away": volunteer.away.filter(ends_on__gte=on),
        "hours_this_year": f"{queries.minutes_given(volunteer, date(on.year, 1, 1)) / 60:.1f}".removesuffix(
            ".0"
        ),
        "last_talk": volunteer.supervisions.first(),
        "tributes": volunteer.tributes.select_related("given_by")[:3],
    }
