"""`/connector/rights/copies/…/copy.json`: the copy as a file another program can read. Only once it was given."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import Http404, HttpResponse

from alongside.rights import access
from alongside.rights.enums import Form
from alongside.web.connector.access_copy import copy_or_404
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("connector", "rights/copies/<uuid:request_id>/copy.json", roles=access.GIVES, methods=("GET",))
def access_copy_json(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """Send it as a download."""
    asked = copy_or_404(request, request_id, Form.JSON)
    if asked.released_at is None:
        raise Http404
    response = HttpResponse(
        json.dumps(asked.package, ensure_ascii=False, indent=1), content_type="application/json"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="copy-{asked.reference}.json"'
    return response
