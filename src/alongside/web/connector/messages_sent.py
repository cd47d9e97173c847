"""`/connector/messages/`: what was sent on our organisation's behalf, and what could not be."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.partnerships.enums import Role
from alongside.web.messages_page import answer
from alongside.web.page import Section, page
from alongside.web.requests import MemberRequest


@page(
    "connector",
    "messages/",
    roles={Role.CONNECTOR, Role.TEAM_LEAD},
    name="messages",
    nav=_("Messages"),
    nav_order=80,
    section=Section.LETTERS,
)
def messages_sent(request: MemberRequest) -> HttpResponse:
    """List them, newest first; POST tries one again."""
    return answer(request, "connector/messages_sent.html", "connector:messages")
