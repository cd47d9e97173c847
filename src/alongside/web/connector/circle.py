"""`/connector/cases/…/circle/`: the people and groups in a person's life, as a picture and as a list; then and now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from alongside.casework import circle as circles
from alongside.casework.enums import Ring
from alongside.casework.models import Case, CircleTie
from alongside.core import clock
from alongside.web.connector.lookup import CARRIES_CASES, case_or_404
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest

MOST_DAYS = 24


@dataclass(frozen=True)
class Drawn:
    """A circle ready to be drawn and listed."""

    marks: list[circles.Mark]
    rings: list[tuple[str, str, int]]
    says: str


def drawn(ties: Sequence[CircleTie]) -> Drawn:
    """The picture of these ties, in the order of the list."""
    rings = [(ring.value, str(ring.label).partition(":")[0], circles.RADIUS[ring]) for ring in reversed(Ring)]
    return Drawn(circles.layout(ties), rings, circles.describe(ties))


def tie_or_404(case: Case, tie_id: UUID) -> CircleTie:
    """A row of this person's circle."""
    tie = CircleTie.objects.filter(person=case.person, pk=tie_id).first()
    if tie is None:
        raise Http404
    return tie


@page("connector", "cases/<uuid:case_id>/circle/", roles=CARRIES_CASES, methods=("GET",))
def circle(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Draw it; `then` is a day to compare with."""
    case = case_or_404(request, case_id)
    rows = circles.everything(case.person)
    now = circles.on(rows, clock.now())
    days = _days(rows)
    then_day = next((day for day in days if day.isoformat() == request.GET.get("then", "")), None)
    context: dict[str, Any] = {
        "case": case,
        "person": case.person,
        "drawn": drawn(now),
        "size": circles.SIZE,
        "middle": circles.MIDDLE,
        "days": days,
        "then_day": then_day,
        "changeable": case.is_open,
        "last": _last_changed(rows),
    }
    if then_day is not None:
        before = circles.on(rows, _end_of(then_day))
        context |= {"then": drawn(before), "changes": circles.compare(before, now)}
    return render(request, "connector/circle.html", context)


def _days(rows: Sequence[CircleTie]) -> list[dt.date]:
    """Days before today on which something changed, the first and the newest: what can be compared with."""
    found = {clock.local(row.from_at).date() for row in rows}
    found |= {clock.local(row.until_at).date() for row in rows if row.until_at}
    days = sorted(found - {clock.today()})
    return days if len(days) <= MOST_DAYS else [days[0], *days[-MOST_DAYS + 1 :]]


def _end_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=clock.LONDON)


def _last_changed(rows: Sequence[CircleTie]) -> CircleTie | None:
    """The row written or ended last: what "take back" means."""
    return max(rows, key=lambda row: (row.until_at or row.from_at, row.pk), default=None)
