"""`/no-more-thanks/…/`: whoever told us of somebody says that they want no message about whether it helped.

Opening the link never acts: mail scanners open every link they see. Sending it twice has one effect.
"""

from __future__ import annotations

from django.http import HttpResponse

from alongside.journeys import tell_it_helped
from alongside.web.by_link import LONGEST_SECRET, private
from alongside.web.page import public_page, render
from alongside.web.requests import Request


@public_page("no-more-thanks/<str:secret>/", methods=("GET", "POST"))
def no_more_thanks(request: Request, secret: str) -> HttpResponse:
    """Ask, and stop them. What the referral was about is not shown."""
    referral = tell_it_helped.by_secret(secret) if len(secret) <= LONGEST_SECRET else None
    if referral is None:
        return private(render(request, "public/no_more_thanks.html", {"state": "unknown"}, status=404))
    if request.method == "POST":
        tell_it_helped.no_more(referral=referral)
    state = "stopped" if request.method == "POST" else "ask"
    return private(render(request, "public/no_more_thanks.html", {"state": state}))
