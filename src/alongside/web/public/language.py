"""`/language/<code>/`: the language of the pages, chosen by a link, kept in a cookie; works without JavaScript.

The link may stand on a poster: `/language/tr/?next=/ask-for-help/` opens that page in Turkish.
"""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from alongside.web.languages import COOKIE
from alongside.web.page import public_page
from alongside.web.requests import Request, came_from, on_this_site

A_YEAR = 365 * 24 * 60 * 60


@public_page("language/<slug:code>/", needs_partnership=False, translated=True)
def language(request: Request, code: str) -> HttpResponse:
    """Keep the choice and lead to `next`, else back to the page the link was on; never to another site."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    response = redirect(on_this_site(request, request.GET.get("next", "")) or came_from(request))
    response.set_cookie(
        COOKIE,
        code,
        max_age=A_YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response
