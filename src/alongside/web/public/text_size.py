"""Text size without JavaScript: a link keeps the choice in a cookie and leads back to where one was."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from alongside.web.page import public_page
from alongside.web.requests import Request

SIZES = frozenset({"normal", "large", "larger"})
A_YEAR = 365 * 24 * 60 * 60


@public_page("text-size/<slug:size>/", needs_partnership=False)
def text_size(request: Request, size: str) -> HttpResponse:
    """Set the size and return to the page the link was on (the Referer; never another site)."""
    if size not in SIZES:
        raise Http404
    response = redirect(_came_from(request))
    response.set_cookie(
        "text_size",
        size,
        max_age=A_YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=False,
    )
    return response


def _came_from(request: Request) -> str:
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(referer)
    path = f"/{parts.path.lstrip('/')}"
    return f"{path}?{parts.query}" if parts.query else path
