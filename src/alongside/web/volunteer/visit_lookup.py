"""How a volunteer's pages find a visit: only while it may be seen, with the look at the person recorded."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from alongside.befriending import access, queries
from alongside.befriending.models import Visit
from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.volunteering import access as volunteering
from alongside.volunteering.models import Volunteer
from alongside.web.requests import MemberRequest

VOLUNTEERS = frozenset({Role.VOLUNTEER})


def volunteer_or_404(request: MemberRequest) -> Volunteer:
    """The volunteer who signed in."""
    volunteer = volunteering.own(request.viewer).select_related("member", "supervisor").first()
    if volunteer is None:
        raise Http404
    return volunteer


def visit_or_404(request: MemberRequest, visit_id: UUID) -> Visit:
    """A visit of theirs that they may see now."""
    found: Visit = get_object_or_404(
        queries.with_logs(access.own_visits(request.viewer, clock.now())).select_related(
            "match__person", "match__wish", "match__scheme", "match__supervisor__organisation", "volunteer"
        ),
        pk=visit_id,
    )
    request.record_read(found.match.person)
    return found
