"""How the pages of a volunteer find their own row: what is not theirs is not there."""

from __future__ import annotations

from django.http import Http404

from alongside.volunteering import access
from alongside.volunteering.models import Volunteer
from alongside.web.requests import MemberRequest


def myself(request: MemberRequest) -> Volunteer | None:
    """The viewer as a volunteer; None while their application is not finished here."""
    return (
        access.own(request.viewer)
        .select_related("organisation", "supervisor__user", "deputy__user", "supervisor__organisation")
        .first()
    )


def myself_or_404(request: MemberRequest) -> Volunteer:
    """The viewer as a volunteer, or a page that is not there."""
    volunteer = myself(request)
    if volunteer is None:
        raise Http404
    return volunteer
