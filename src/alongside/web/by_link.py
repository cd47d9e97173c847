"""Pages that open by a secret link, without an account: what they all do."""

from __future__ import annotations

from django.http import HttpResponse

LONGEST_SECRET = 100


def private(response: HttpResponse) -> HttpResponse:
    """Not kept by caches or search engines, and the address is told to nobody."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    # Not "no-referrer": browsers would then send the form with no origin, and it would be refused as forged.
    response["Referrer-Policy"] = "same-origin"
    return response
