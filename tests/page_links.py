"""No page leads its reader to a page that is not for them: every link and form of it opens for their role."""

import re
from functools import lru_cache
from urllib.parse import unquote

from django.http import HttpResponse
from django.urls import Resolver404, resolve

from alongside.partnerships.enums import Role

LEADS = re.compile(rb"""<(?:a|form)\b[^>]*?\b(?:href|action)=["'](/[^"'#?]*)""")
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
ANY = "01900000-0000-7000-8000-000000000000"


@lru_cache(maxsize=2_000)
def _for_roles(path: str) -> frozenset[Role]:
    """For whom the page at a path is; of a public one and of what is no page of ours, nobody in particular."""
    try:
        view = resolve(path).func
    except Resolver404:
        return frozenset()
    page = getattr(view, "page", None)
    return page.roles if page is not None else frozenset()


def closed_doors(response: HttpResponse) -> list[str]:
    """Return what leads elsewhere than the reader may go."""
    viewer = getattr(response.wsgi_request, "viewer", None)  # type: ignore[attr-defined]
    if viewer is None:
        return []
    found = {KEY.sub(ANY, unquote(path.decode())) for path in LEADS.findall(response.content)}
    return [
        f"leads a {viewer.role} to {path}, which is not for them"
        for path in sorted(found)
        if (roles := _for_roles(path)) and viewer.role not in roles
    ]
