"""`/check-in/<secret>/`: one large button, on a phone, without signing in, where the signal is poor.

The page is small and stands alone. Without a script it is plain forms. With one, a tap that cannot leave is kept on
the phone with its time and sent again until it is taken; until then the page says that it has not been sent. Each form
has a key, so a tap that arrives twice is one. Nobody's name or address is on it but first names of colleagues.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t

from alongside.appointments import queries, watching, words
from alongside.appointments.actions import check_ins as actions
from alongside.appointments.actions.errors import CannotDo
from alongside.appointments.enums import Kind, Via
from alongside.appointments.models import CheckIn
from alongside.core import clock
from alongside.people.rules import spoken_phone
from alongside.web.by_link import LONGEST_SECRET, private
from alongside.web.page import public_page, render
from alongside.web.requests import Request

BY_SCRIPT = "X-Sent-By"
MILLISECONDS = re.compile(r"[0-9]{1,15}")


@public_page("check-in/<str:secret>/", methods=("GET", "POST"))
def check_in(request: Request, secret: str) -> HttpResponse:
    """Show the buttons and take a tap. Opening the link never acts."""
    found = watching.by_secret(secret) if len(secret) <= LONGEST_SECRET else None
    if found is None:
        return private(render(request, "public/check_in_gone.html", status=404))
    by_script = request.method == "POST" and request.headers.get(BY_SCRIPT) == "check-in"
    problem = ""
    if request.method == "POST":
        try:
            found = _take(request, found)
        except CannotDo as refusal:
            problem = str(refusal)
        if by_script:
            return private(JsonResponse({"said": problem or _says(found), "is_out": found.is_out}))
        if not problem:
            return private(redirect("public:check-in", secret=secret))
    return private(render(request, "public/check_in.html", _shown(found, problem)))


def _take(request: Request, found: CheckIn) -> CheckIn:
    """What the tap asks for. What is not on the page asks for nothing."""
    doing = request.POST.get("do", "")
    raw = request.POST.get("tapped", "")
    how: dict[str, Any] = {
        "check_in": found,
        "via": Via.LINK,
        "by": found.member,
        "at": clock.now(),
        "key": _key(found, request.POST.get("key", "")),
    }
    if doing == "safe":
        return actions.safe(
            claimed_ms=int(raw) if MILLISECONDS.fullmatch(raw) and raw.isascii() else None, **how
        )
    if doing in {"longer-15", "longer-30"}:
        return actions.extend(minutes=int(doing.removeprefix("longer-")), **how)
    if doing == "help":
        return actions.ask_for_help(**how)
    if doing == "resume":
        return actions.resume(**how)
    return found


def _key(found: CheckIn, raw: str) -> uuid.UUID | None:
    """The key of a tap as it is kept: made from what was sent, so that nothing somebody sends is kept as it is."""
    try:
        return uuid.uuid5(found.pk, str(uuid.UUID(raw)))
    except ValueError:
        return None


def _says(found: CheckIn) -> str:
    """Where it stands, in one sentence."""
    if found.is_out:
        lines = watching.lines(found)
        if any(line.kind == Kind.HELP for line in lines):
            return _t("Your buddy and your team have been told that you need help.")
        return _t("Say that you are safe by %(time)s.") % {"time": words.time_of_day(found.due_at)}
    last = next(
        (one for one in reversed(watching.lines(found)) if one.kind in {Kind.SAFE, Kind.CLOSED}), None
    )
    if last is None or last.kind == Kind.CLOSED:
        return _t("A colleague has closed this.")
    return _t("You said at %(time)s that you are safe.") % {
        "time": words.time_of_day(last.tapped_at or last.at)
    }


def _shown(found: CheckIn, problem: str) -> dict[str, Any]:
    now = clock.now()
    phones = queries.phones_of({found.buddy_id})
    lines = watching.lines(found)
    return {
        "check_in": found,
        "says": _says(found),
        "problem": problem,
        "is_late": found.is_out and found.due_at <= now,
        "buddy": found.buddy.name,
        "buddy_phone": spoken_phone(phones[found.buddy_id]) if found.buddy_id in phones else "",
        "buddy_dials": phones.get(found.buddy_id, ""),
        "may_resume": not found.is_out and not any(line.kind == Kind.CLOSED for line in lines),
        "keys": {name: uuid.uuid4() for name in ("safe", "longer_15", "longer_30", "help", "resume")},
        "started": words.time_of_day(found.started_at),
    }
