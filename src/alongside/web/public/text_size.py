"""Text size without JavaScript: a link keeps the choice in a cookie and leads back to where one was."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from alongside.web.page import public_page
from alongside.web.requests import Request, came_from

SIZES = frozenset({"normal", "large", "larger"})
A_YEAR = 365 * 24 * 60 * 60


@public_page("text-size/<slug:size>/", needs_partnership=False)
def text_size(request: Request, size: str) -> HttpResponse:
    """Set the size and return to the page the link was on (the Referer; never another site)."""
    if size not in SIZES:
        raise Http404
    response = redirect(came_from(request))
    response.set_cookie(
        "text_size",
        size,
        max_age=A_YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=False,
    )
    return response
