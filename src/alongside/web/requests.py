"""What a request carries besides Django's own: the partnership, who is looking, and how a reading is noted.

`middleware.WallMiddleware` puts these on every request. A page for members takes a `MemberRequest`: somebody
is signed in, or the page does not run. A public page takes a `Request`, where nobody may be.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from alongside.partnerships.models import Member, Partnership
from alongside.partnerships.viewer import Viewer

if TYPE_CHECKING:
    from alongside.people.models import Person


class Request(HttpRequest):
    """A request for a public page."""

    partnership: Partnership
    viewer: Viewer | None
    member: Member | None
    record_read: "Callable[[Person], None]"
    afterwards: "list[Callable[[], None]]"
    """What else is written down of a look, after the page was drawn and before it is sent."""
    tallies: "list[Callable[[], None]]"
    """What is only counted, afterwards: a failure there costs nobody the page."""


class MemberRequest(Request):
    """A request for a page of somebody who has signed in."""

    viewer: Viewer
    member: Member


def on_this_site(request: HttpRequest, address: str) -> str:
    """Return the path and query of an address on this site; "" for any other."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(address)
    path = f"/{parts.path.lstrip('/')}"
    return f"{path}?{parts.query}" if parts.query else path


def came_from(request: HttpRequest) -> str:
    """Return the page of this site that a link was on (the Referer), or the front page."""
    return on_this_site(request, request.headers.get("Referer", "")) or "/"
