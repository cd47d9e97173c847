"""`/services/<id>/`: one service, for anyone: what, who for, when, where, what it costs, how sure we are."""

import uuid

from django.http import Http404, HttpResponse

from alongside.core.clock import now
from alongside.directory.service_facts import facts_of
from alongside.web.page import public_page, render
from alongside.web.requests import Request


@public_page("services/<uuid:service_id>/")
def service(request: Request, service_id: uuid.UUID) -> HttpResponse:
    """Show the service; one that has left its feed says so, because plans and letters still point here."""
    facts = facts_of(service_id, at=now())
    if facts is None:
        raise Http404
    return render(request, "public/service.html", {"facts": facts, "service": facts.service})
