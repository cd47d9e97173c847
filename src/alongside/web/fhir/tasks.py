"""`/fhir/R4/Task`: what changed since – the search by which a system learns what became of its referrals."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse

from alongside.casework import referred
from alongside.core import clock
from alongside.referrals.fhir import writing
from alongside.referrals.fhir.elements import Element
from alongside.referrals.fhir.problems import Problem, Refused
from alongside.web.fhir.answering import SystemRequest, base_of, fhir, fhir_page, seen

KNOWN = frozenset({"_lastUpdated", "_id", "focus", "_count", "_sort", "_format", "after"})
PAGE, LARGEST = 50, 200
_BOUND = re.compile(r"(eq|ge|gt|le|lt)?(.+)\Z", re.DOTALL)


@fhir_page("fhir/R4/Task", name="tasks", methods=("GET",))
def tasks(request: SystemRequest) -> HttpResponse:
    """The system's Tasks, the longest unchanged first, a page at a time."""
    if strange := sorted(set(request.GET) - KNOWN):
        raise _bad(strange[0], "This parameter is not known here.", f"Known are: {', '.join(sorted(KNOWN))}.")
    if request.GET.get("_sort", "_lastUpdated") != "_lastUpdated":
        raise _bad("_sort", "Only _lastUpdated is sorted by.", "Leave it out.")
    count = _count(request.GET.get("_count", ""))
    key = _one_id(request)
    found = referred.standings(
        request.system,
        keys=None if key is None else [key],
        after=_after(request.GET.get("after", "")),
        bounds=_bounds(request.GET.getlist("_lastUpdated")),
        limit=count + 1,
    )
    shown = found[:count]
    return fhir(
        writing.searchset(
            [writing.task(seen(request, one)) for one in shown],
            base=base_of(request),
            self_link=request.build_absolute_uri(),
            next_link=_next(request, shown[-1]) if len(found) > count else "",
            at=clock.now(),
        )
    )


def _bad(name: str, what: str, do: str) -> Refused:
    return Refused(400, Problem("value", what, do, f"Task?{name}"[:60]))


def _count(said: str) -> int:
    if not said:
        return PAGE
    if not said.isascii() or not said.isdigit() or int(said[:6]) < 1:
        raise _bad("_count", "This is not a number of Tasks.", f"Send 1 to {LARGEST}.")
    return min(int(said[:6]), LARGEST)


def _one_id(request: SystemRequest) -> uuid.UUID | None:
    """The id asked for by `_id` or `focus`; one that is none of ours finds nothing."""
    said = request.GET.get("_id") or request.GET.get("focus", "").rpartition("/")[2]
    if not said:
        return None
    try:
        return uuid.UUID(said)
    except ValueError:
        return uuid.UUID(int=0)


def _bounds(said: list[str]) -> dict[str, dt.datetime]:
    """Every bound asked for; of two of a kind, the narrower."""
    found: dict[str, dt.datetime] = {}
    for bound in said:
        for name, at in _bound(bound).items():
            narrower = max if name in {"ge", "gt"} else min
            found[name] = narrower(found.get(name, at), at)
    return found


def _bound(said: str) -> dict[str, dt.datetime]:
    """`ge2026-11-29T09:30:00Z` as a bound; a day is the whole day in London."""
    found = _BOUND.match(said)
    prefix, moment = (found.group(1) or "eq", found.group(2)) if found else ("eq", "")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", moment, re.ASCII):
        return _day_bound(prefix, moment)
    at = _instant(moment.replace(" ", "+"))  # a plus in an address that was not written as %2B
    if prefix == "eq":
        return {"ge": at, "le": at}
    return {prefix: at}


def _day_bound(prefix: str, said: str) -> dict[str, dt.datetime]:
    try:
        start = dt.datetime.combine(dt.date.fromisoformat(said), dt.time(), clock.LONDON)
        end = start + dt.timedelta(days=1)
    except (ValueError, OverflowError):
        raise _bad("_lastUpdated", "This is not a day.", "Write it like ge2026-11-29.") from None
    return {
        "eq": {"ge": start, "lt": end},
        "ge": {"ge": start},
        "gt": {"ge": end},
        "le": {"lt": end},
        "lt": {"lt": start},
    }[prefix]


def _instant(said: str) -> dt.datetime:
    found = Element({"at": said}, "Task").instant("at")
    if found is None:
        raise _bad("_lastUpdated", "This is not a moment.", "Write it like ge2026-11-29T09:30:00Z.")
    return found


def _after(said: str) -> tuple[dt.datetime, Any] | None:
    if not said:
        return None
    moment, _, key = said.partition("_")
    try:
        return _instant(moment), uuid.UUID(key)
    except ValueError:
        raise _bad("after", "This is no page of ours.", "Follow the next link as it is.") from None


def _next(request: SystemRequest, last: writing.Standing) -> str:
    kept = [(k, v) for k, values in request.GET.lists() for v in values if k != "after"]
    after = f"{writing.moment(last.told_at)}_{last.sent.pk}"
    return f"{request.build_absolute_uri(request.path)}?{urlencode([*kept, ('after', after)])}"
