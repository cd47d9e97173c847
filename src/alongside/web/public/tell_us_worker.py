"""`/tell-us/<code>/worker.js`: the service worker of one link, so that its form opens and waits without signal.

It lies inside the folder it serves, so a browser lets it see nothing else of this site. It may reach our own server
and nothing more.
"""

from __future__ import annotations

import functools
from pathlib import Path

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.http import Http404, HttpResponse

from alongside.referrals import queries
from alongside.web.page import public_page
from alongside.web.requests import Request

SCRIPT = Path(__file__).resolve().parent.parent / "static" / "built" / "tell_us_worker.js"
POLICY = {"default-src": [NONE], "connect-src": [SELF]}


@functools.cache
def script() -> bytes:
    """The worker as it was built with the other assets."""
    return SCRIPT.read_bytes()


@public_page("tell-us/<str:code>/worker.js")
@csp(POLICY)  # type: ignore[arg-type]
def tell_us_worker(request: Request, code: str) -> HttpResponse:
    """Serve it while the link is in use; a browser asks anew each time the page is opened."""
    if queries.frontline_link(code) is None:
        raise Http404
    response = HttpResponse(script(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
