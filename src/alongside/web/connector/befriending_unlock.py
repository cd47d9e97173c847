"""`/connector/befriending/<scheme>/unlock/`: for those a round would leave waiting, the smallest changes that help."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from alongside.befriending import relaxing, unlocking, words
from alongside.core import clock
from alongside.web.connector.befriending_lookup import RUNS, scheme_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "befriending/<uuid:scheme_id>/unlock/", roles=RUNS, methods=("GET",))
def befriending_unlock(request: MemberRequest, scheme_id: UUID) -> HttpResponse:
    """Show who would still wait, what would help each, and whom to look for."""
    scheme, at = scheme_or_404(request, scheme_id), clock.now()
    found = unlocking.report(scheme, at=at)
    for one in found.still:
        request.record_read(one.person)
    return render(
        request,
        "connector/befriending_unlock.html",
        {
            "scheme": scheme,
            "at": at,
            "found": found,
            "stopped": str(words.STOPPED.get(found.stopped, "")),
            "still": [(one, _why(one), [relaxing.way(way) for way in one.ways]) for one in found.still],
            "changes": [(relaxing.changes(codes), people) for codes, people in found.changes],
            "profiles": [
                (
                    number,
                    profile,
                    [*relaxing.does(profile), relaxing.where(profile)],
                    [*relaxing.times(profile), *relaxing.it_helps_if(profile)],
                )
                for number, profile in enumerate(found.profiles, start=1)
            ],
        },
    )


def _why(one: unlocking.Still) -> str:
    if one.on_hold:
        return str(words.REMOVED["not_waiting"])
    if one.two_volunteers:
        return str(words.REMOVED["two_volunteers"])
    return str(words.WHY.get(one.why, ""))
