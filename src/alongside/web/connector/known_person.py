"""`/connector/known-people/…/`: what a safeguarding lead needs of one person – read, never written."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from alongside.casework import queries
from alongside.partnerships.enums import Role
from alongside.people import access
from alongside.people import queries as people
from alongside.referrals import queries as referrals
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

MOST_TOLD = 300  # lines of the timeline; the newest ten are in sight, the rest unfold


@page("connector", "known-people/<uuid:person_id>/", roles={Role.SAFEGUARDING_LEAD}, methods=("GET",))
def known_person(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """How to reach them, who supports them, how we came to know them, what they agreed to, what happened."""
    person = get_object_or_404(access.visible_to(request.viewer), pk=person_id)
    request.record_read(person)
    return render(
        request,
        "connector/known_person.html",
        {
            "person": person,
            "support": queries.support_of(request.viewer, person),
            "referrals": referrals.about(request.viewer, person),
            "agreed": [consent for consent in people.consents(person) if consent.is_live],
            "timeline": people.timeline(person, limit=MOST_TOLD),
        },
    )
