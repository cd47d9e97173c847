"""`/connector/referrals/<id>/files/<file>/`: a file of a referral, as a download and never as a page of ours."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from alongside.core import clock
from alongside.partnerships.enums import Role
from alongside.referrals import access, files
from alongside.referrals.actions import attachments
from alongside.referrals.enums import AttachmentKind
from alongside.referrals.files import CannotTake
from alongside.referrals.models import Attachment
from alongside.web.page import page
from alongside.web.requests import MemberRequest

#: Whatever a browser makes of it, it runs nothing, loads nothing and belongs to no site.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


@page(
    "connector",
    "referrals/<uuid:referral_id>/files/<uuid:file_id>/",
    roles={Role.CONNECTOR, Role.TEAM_LEAD, Role.SAFEGUARDING_LEAD},
    methods=("GET",),
)
def referral_file(request: MemberRequest, referral_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """Send the bytes; who opened them is written down, or they are not sent."""
    referral = get_object_or_404(access.visible_to(request.viewer).select_related("person"), pk=referral_id)
    attachment = get_object_or_404(Attachment, pk=file_id, referral=referral)
    try:
        content = attachments.content_of(attachment)
    except CannotTake:
        raise Http404 from None
    if referral.person is not None:
        request.record_read(referral.person)
    request.afterwards.append(lambda: _opened(request, attachment))
    kind = AttachmentKind(attachment.kind)
    response = HttpResponse(content, content_type=files.CONTENT_TYPE[kind])
    response["Content-Disposition"] = content_disposition_header(True, attachment.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    return response


def _opened(request: MemberRequest, attachment: Attachment) -> None:
    attachments.record_reading(attachment=attachment, by=request.member, at=clock.now())
