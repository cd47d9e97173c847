"""`/connector/people/…/shared/`: what was shared about a person with whom, to be read to them over the phone."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from alongside.rights import access
from alongside.rights.shared import shared as all_shared
from alongside.web.connector.lookup import person_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "people/<uuid:person_id>/shared/", roles=access.SEES, methods=("GET",))
def shared(request: MemberRequest, person_id: UUID) -> HttpResponse:
    """Sentences with their dates, the newest first; then who looked."""
    person = person_or_404(request, person_id)
    return render(
        request,
        "connector/shared.html",
        {
            "person": person,
            "shared": all_shared(request.viewer, person),
            "organisation": request.member.organisation,
        },
    )
