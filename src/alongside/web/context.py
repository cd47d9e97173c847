"""What every template knows: the partnership, the viewer, their menu, and what waits for them: concerns, colleagues."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from alongside.appointments import watching
from alongside.core import clock
from alongside.safeguarding import queries as safeguarding
from alongside.web.menu import Menu, menu_at


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the context shared by all pages."""
    viewer = getattr(request, "viewer", None)
    match = request.resolver_match
    return {
        "concerns_waiting": cache(lambda: safeguarding.waiting_for(viewer)),
        "check_ins_waiting": cache(lambda: watching.late_for(viewer, clock.now())),
        "partnership": getattr(request, "partnership", None),
        "viewer": viewer,
        "menu": menu_at(viewer.role, match.view_name if match else "") if viewer else Menu(),
        "is_demo": settings.IS_DEMO,
        "text_size": request.COOKIES.get("text_size", "")
        if request.COOKIES.get("text_size") in {"large", "larger"}
        else "",
    }
