"""`/connector/rights/copies/…/copy/`: the copy in plain words, to read through, to print and to post."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse

from alongside.core import clock
from alongside.rights import access, telling
from alongside.rights.actions import requests
from alongside.rights.enums import Form
from alongside.rights.models import AccessRequest
from alongside.web.connector.rights_lookup import request_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


@page("connector", "rights/copies/<uuid:request_id>/copy/", roles=access.GIVES, methods=("GET",))
def access_copy(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """Show the copy as it was given, or as it would leave now. Each opening is written down."""
    asked = copy_or_404(request, request_id, Form.PAGE)
    return render(
        request,
        "connector/access_copy.html",
        {"asked": asked, "person": asked.person, "copy": telling.in_words(requests.given_package(asked))},
    )


def copy_or_404(request: MemberRequest, request_id: UUID, form: Form) -> AccessRequest:
    """The request, when there is a copy the viewer may open; the opening is written before the page is sent."""
    asked = request_or_404(request, request_id)
    if asked.package is None or not access.may_give(request.viewer, asked.person):
        raise Http404
    at = clock.now()
    request.afterwards.append(
        lambda: requests.note_opening(request=asked, form=form, by=request.member, at=at)
    )
    return asked
