"""`/steward/messages/`: what leaves the installation and what fails, without what is in it – but for a demo."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from alongside.partnerships.enums import Role
from alongside.web.messages_page import answer
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("steward", "messages/", roles={Role.STEWARD}, name="messages", nav=_("Messages sent"), nav_order=60)
def messages_sent(request: MemberRequest) -> HttpResponse:
    """List them, newest first; POST tries one again."""
    return answer(request, "steward/messages_sent.html", "steward:messages")
