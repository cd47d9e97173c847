"""How the pages about appointments and check-ins find them: through what the viewer may see, the look recorded."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from alongside.appointments import access
from alongside.appointments.models import Appointment, CheckIn
from alongside.web.requests import MemberRequest

WATCHES = access.WATCHES


def appointment_or_404(request: MemberRequest, appointment_id: UUID) -> Appointment:
    """The appointment, when the viewer may open its case; records that its person was looked at."""
    found = (
        access.visible_to(request.viewer)
        .select_related("case__person", "case__connector", "case__organisation", "member", "ended_by")
        .filter(pk=appointment_id)
        .first()
    )
    if found is None:
        raise Http404
    request.record_read(found.case.person)
    return found


def check_in_or_404(request: MemberRequest, check_in_id: UUID) -> CheckIn:
    """The check-in, when the viewer is out, watches, or leads the team."""
    found = (
        access.check_ins_visible_to(request.viewer)
        .select_related("member__organisation", "member__user", "buddy", "case__person", "appointment")
        .filter(pk=check_in_id)
        .first()
    )
    if found is None:
        raise Http404
    return found
