"""`/robots.txt`: search engines are welcome to what there is for people, and to nothing behind a link or a sign-in."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from alongside.web.page import OPEN_DOORS, Doors, public_page
from alongside.web.requests import Request

PRIVATE = (
    "account",
    "keep",
    "answer",
    "reference",
    "no-more-thanks",
    "calendar",
    "shortlist",
    "find",
    "language",
    "text-size",
)


@public_page("robots.txt", needs_partnership=False)
def robots(request: Request) -> HttpResponse:
    """Say what is not for search engines."""
    closed = [*PRIVATE, *(door for door in Doors if door not in OPEN_DOORS)]
    lines = ["User-agent: *", *(f"Disallow: /{path}/" for path in closed)]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('public:sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
