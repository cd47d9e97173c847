"""`/connector/people/…/rights/`: what one person may ask of us, what they asked, and where it stands."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from alongside.casework import access as casework
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.rights import access, queries
from alongside.web.connector.lookup import person_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "people/<uuid:person_id>/rights/", roles=access.SEES, methods=("GET",))
def person_rights(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Show it; the ways to begin stand beside what was begun."""
    person = person_or_404(request, person_id)
    return render(
        request,
        "connector/person_rights.html",
        {
            "person": person,
            "found": queries.of_person(request.viewer, person, clock.today()),
            "case": casework.visible_to(request.viewer)
            .filter(person=person)
            .order_by("-opened_at", "id")
            .first(),
            "may_write": request.viewer.role in access.CARRIES,
            "may_hold": request.viewer.role in access.CONFIRMS - {Role.CONNECTOR},
        },
    )
