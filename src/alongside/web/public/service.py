"""`/services/<id>/`: one service, for anyone: what, who for, when, where, what it costs, how sure we are."""

import uuid

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator

from alongside.core.clock import now
from alongside.directory.service_facts import facts_of
from alongside.directory.structured import json_ld
from alongside.directory.upkeep_queries import many_say_closed, said_by
from alongside.insight.replies import in_words, replies_of
from alongside.partnerships.enums import Role
from alongside.web.components.data_script import as_script
from alongside.web.page import public_page, render
from alongside.web.requests import Request

VOUCHERS = frozenset({Role.CONNECTOR, Role.TEAM_LEAD, Role.STEWARD})
"""Who may say, after a call, that all of it is right."""


@public_page("services/<uuid:service_id>/", translated=True)
def service(request: Request, service_id: uuid.UUID) -> HttpResponse:
    """Show the service; one that has left its feed says so, because plans and letters still point here."""
    facts = facts_of(service_id, at=now())
    if facts is None:
        raise Http404
    if facts.service.merged_into_id:
        return redirect("public:service", facts.service.merged_into_id)
    address = f"{settings.SITE_URL}{reverse('public:service', args=[service_id])}"
    context = {
        "facts": facts,
        "service": facts.service,
        "saves": str(service_id),
        "address": address,
        "summary": Truncator(facts.service.description).words(30, truncate=" …"),
        "structured": as_script(json_ld(facts, address=address)),
        "many_say_closed": many_say_closed(service_id),
        "replies": in_words(replies_of(service_id, at=now())),
    }
    if request.viewer is not None and request.viewer.role in VOUCHERS:
        context |= {"may_vouch": True, "said": said_by(request.viewer.member_id, service_id, at=now())}
    return render(request, "public/service.html", context)
