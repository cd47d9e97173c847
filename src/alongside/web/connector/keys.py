"""`/connector/keys/`: the keyboard shortcuts, and the switch that turns them off (WCAG 2.1.4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.casework import access
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

OFF = "off"
COOKIE = "keys"
A_YEAR = 365 * 24 * 3600
#: Key, what it does. The same keys stand in `partials/keys.html`, which says where each leads.
KEYS = (
    (
        _("Anywhere"),
        (
            ("?", _("This list")),
            ("/", _("Search people")),
            ("g t", _("Go to today")),
            ("g w", _("Go to the worklists")),
            ("g p", _("Go to people")),
            ("g n", _("Go to new referrals")),
        ),
    ),
    (
        _("On a list"),
        (
            ("j", _("Next row")),
            ("k", _("Row before")),
        ),
    ),
    (
        _("On the page of a person"),
        (
            ("l", _("Log a contact")),
            ("c", _("Write down a conversation")),
            ("a", _("Arrange a call or visit")),
            ("s", _("Add a step")),
            ("h", _("Whole timeline")),
        ),
    ),
)


@page("connector", "keys/", roles=access.CARRIES_CASES)
def keys(request: MemberRequest) -> HttpResponse:
    """Show the keys; turn them on or off for this browser."""
    is_on = request.COOKIES.get(COOKIE) != OFF
    if request.method == "POST":
        on = request.POST.get("keys") == "on"
        said = _t("Keyboard shortcuts are on.") if on else _t("Keyboard shortcuts are off.")
        messages.success(request, said)
        response: HttpResponse = redirect("connector:keys")
        # The script reads it, so it is not HttpOnly; it says nothing about anybody.
        response.set_cookie(
            COOKIE, "on" if on else OFF, max_age=A_YEAR, samesite="Lax", secure=request.is_secure()
        )
        return response
    return render(request, "connector/keys.html", {"groups": KEYS, "is_on": is_on})
