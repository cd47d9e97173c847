"""`/agreed/<secret>/`: a person reads what they agreed to and takes it back, by a link, without an account.

Opening the link never acts. Taking back is one button for each agreement, and holds at once. The page shows no name and
nothing else of the record, so that somebody who finds the letter learns little.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t

from alongside.core import clock
from alongside.journeys.agree import take_back
from alongside.people import queries
from alongside.people.enums import ConsentChannel
from alongside.web.by_link import LONGEST_SECRET, private
from alongside.web.page import public_page, render
from alongside.web.requests import Request


@public_page("agreed/<str:secret>/", methods=("GET", "POST"), translated=True)
def agreed(request: Request, secret: str) -> HttpResponse:
    """Show what stands; take one back."""
    link = queries.link_of(secret) if len(secret) <= LONGEST_SECRET else None
    if link is None or link.person.deceased_on is not None:
        return private(render(request, "public/agreed.html", {"known": False}, status=404))
    live = [one for one in queries.consents(link.person) if one.is_live]
    if request.method == "POST":
        try:
            wanted = UUID(request.POST.get("take_back", ""))
        except ValueError:
            wanted = None
        consent = next((one for one in live if one.pk == wanted), None)
        if consent is not None:
            take_back(consent=consent, by=None, channel=ConsentChannel.ONLINE, at=clock.now())
            messages.success(request, _t("Taken back. It holds from this moment."))
        return private(redirect("public:agreed", secret=secret))
    request.record_read(link.person)
    return private(render(request, "public/agreed.html", {"known": True, "live": live}))
