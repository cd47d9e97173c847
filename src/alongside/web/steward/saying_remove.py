"""`/steward/words/<id>/remove/`: the words of a place mean again what they meant before."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from alongside.directory import words_queries
from alongside.directory.actions.words import unsay
from alongside.partnerships.enums import Role
from alongside.web.page import page
from alongside.web.requests import MemberRequest


@page("steward", "words/<uuid:saying_id>/remove/", roles={Role.STEWARD}, methods=("POST",))
def saying_remove(request: MemberRequest, saying_id: uuid.UUID) -> HttpResponse:
    """Take it out."""
    found = words_queries.saying(saying_id)
    if found is None:
        raise Http404
    again = f"{reverse('steward:saying')}?{urlencode({'said': found.said})}"
    unsay(saying=found)
    taken = _("Taken out: “%(said)s”.") % {"said": found.said}
    messages.info(request, format_html('{} <a href="{}">{}</a>', taken, again, _("Write it again")))
    return redirect("steward:words")
