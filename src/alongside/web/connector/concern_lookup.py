"""How the safeguarding pages find a concern: refused looks like absent, and each look at a record is written down."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from alongside.core import clock
from alongside.safeguarding import access
from alongside.safeguarding.actions import concerns
from alongside.safeguarding.models import Concern
from alongside.web.requests import MemberRequest


def held_or_404(request: MemberRequest, concern_id: UUID) -> Concern:
    """A concern the viewer works on as lead or deputy; records the look."""
    return noted(request, _one_or_404(access.held_by_role(request.viewer).filter(pk=concern_id)))


def raised_or_404(request: MemberRequest, concern_id: UUID) -> Concern:
    """A concern the viewer raised, for its receipt."""
    return _one_or_404(access.raised_by(request.viewer).filter(pk=concern_id))


def holder_or_404(request: MemberRequest) -> None:
    """Let only lead and deputy on."""
    if not access.holds(request.viewer):
        raise Http404


def noted(request: MemberRequest, concern: Concern) -> Concern:
    """Have it written down that the viewer read this record, and through which broken glass."""
    if concern.person is not None:
        request.record_read(concern.person)
    at = clock.now()
    page = request.resolver_match.view_name if request.resolver_match else request.path
    glass = None
    if not access.holds(request.viewer):
        person_id = concern.person_id or (concern.referral.person_id if concern.referral else None)
        glass = access.live_glass(request.viewer, at, person_id).order_by("-opened_at", "-id").first()
    request.afterwards.append(
        lambda: concerns.record_reading(concern=concern, by=request.member, at=at, page=page, glass=glass)
    )
    return concern


def _one_or_404(found: object) -> Concern:
    concern: Concern | None = found.select_related("person", "referral").first()  # type: ignore[attr-defined]
    if concern is None:
        raise Http404
    return concern
