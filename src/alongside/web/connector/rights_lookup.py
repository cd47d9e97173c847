"""How the pages about rights find what they are about: through what the viewer may see, with the look recorded."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from alongside.rights import access
from alongside.rights.models import AccessRequest, Correction, Erasure
from alongside.web.requests import MemberRequest


def request_or_404(request: MemberRequest, request_id: UUID) -> AccessRequest:
    """A request for a copy, of a person the viewer may see; records the look."""
    found = (
        access.requests_visible_to(request.viewer)
        .select_related(
            "person", "partnership", "logged_by", "identity_by", "made_by", "released_by", "ended_by"
        )
        .prefetch_related("pauses", "redactions")
        .filter(pk=request_id)
        .first()
    )
    if found is None:
        raise Http404
    request.record_read(found.person)
    return found


def erasure_or_404(request: MemberRequest, erasure_id: UUID) -> Erasure:
    """An erasure the viewer may see; records the look."""
    rows = access.erasures_visible_to(request.viewer).select_related("person", "asked_by", "decided_by")
    found = rows.filter(pk=erasure_id).first()
    if found is None:
        raise Http404
    request.record_read(found.person)
    return found


def correction_or_404(request: MemberRequest, correction_id: UUID) -> Correction:
    """A correction, of a person the viewer may see; records the look."""
    rows = access.corrections_visible_to(request.viewer).select_related("person", "made_by")
    found = rows.prefetch_related("notices__settled_by").filter(pk=correction_id).first()
    if found is None:
        raise Http404
    request.record_read(found.person)
    return found
