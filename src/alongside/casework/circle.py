"""The circle of support: read, compared and laid out as a picture. Pure but for the two reads; the actions write.

`layout` gives whole numbers in a square of SIZE: the person in the middle, three rings, each tie on its ring. Who
stands where follows from the order in which they came in, so a picture drawn again looks the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.casework.enums import HowOften, Ring, TieKind
from alongside.casework.models import CircleTie

if TYPE_CHECKING:
    from uuid import UUID

    from alongside.people.models import Person

SIZE = 400
MIDDLE = SIZE // 2
RADIUS = {Ring.INNER: 72, Ring.MIDDLE: 126, Ring.OUTER: 180}
#: Where the first of each ring stands, in degrees: apart, so that a name does not lie on the mark of another ring.
START = {Ring.INNER: -90.0, Ring.MIDDLE: -30.0, Ring.OUTER: -130.0}
#: From this many on the picture holds the numbers alone; the names stand in the list beside it.
NAMES_UP_TO = 10
LONGEST_NAME = 14
MOST = 60
RINGS = list(Ring)
OFTEN = list(HowOften)


def standing(person: Person) -> list[CircleTie]:
    """The circle as it is now, the closest first, in the order they came in. At most MOST."""
    found = CircleTie.objects.filter(person=person, until_at__isnull=True).select_related("from_by")
    return _sorted(list(found.order_by("from_at", "id")[:MOST]))


def everything(person: Person) -> list[CircleTie]:
    """Every row there ever was, the oldest first: what `on` and `compare` read."""
    return list(
        CircleTie.objects.filter(person=person)
        .select_related("from_by")
        .order_by("from_at", "id")[: MOST * 20]
    )


def on(rows: Sequence[CircleTie], at: datetime) -> list[CircleTie]:
    """The circle as it stood at a moment."""
    return _sorted([row for row in rows if row.from_at <= at and (row.until_at is None or row.until_at > at)])


def _sorted(rows: Sequence[CircleTie]) -> list[CircleTie]:
    return sorted(rows, key=lambda row: (RINGS.index(Ring(row.ring)), str(row.thread)))


@dataclass(frozen=True)
class Mark:
    """One tie in the picture: its number in the list, where it stands, its shape and how its line is drawn."""

    number: int
    tie: CircleTie
    x: int
    y: int
    name: str
    name_x: int
    name_y: int
    anchor: str
    is_group: bool
    line: str

    @property
    def title(self) -> str:
        """What a screen reader says of it: "1, Fatma: neighbour, very close, about every week"."""
        tie = self.tie
        return f"{self.number}, {tie.who}: {_in_words(tie)}"


def _in_words(tie: CircleTie) -> str:
    near = str(tie.get_ring_display()).partition(":")[0]
    return ", ".join(
        str(part)[:1].lower() + str(part)[1:]
        for part in (tie.get_tie_display(), near, tie.get_how_often_display())
    )


def describe(ties: Sequence[CircleTie]) -> str:
    """The picture in one sentence: how many there are, how many close."""
    if not ties:
        return _("Nobody stands in the circle yet.")
    inner = sum(tie.ring == Ring.INNER for tie in ties)
    often = sum(tie.how_often in {HowOften.DAILY, HowOften.WEEKLY} for tie in ties)
    whole = ngettext("One in the circle", "%(n)d in the circle", len(ties)) % {"n": len(ties)}
    return _("%(whole)s: %(inner)d very close, %(often)d in touch every week or more.") % {
        "whole": whole,
        "inner": inner,
        "often": often,
    }


#: How the line to the middle is drawn: the thicker the oftener; broken where there is little; none where there is none.
LINES = {
    HowOften.DAILY: "daily",
    HowOften.WEEKLY: "weekly",
    HowOften.MONTHLY: "monthly",
    HowOften.RARELY: "rarely",
    HowOften.NOT_NOW: "none",
}


def layout(ties: Sequence[CircleTie]) -> list[Mark]:
    """Where each of `ties` (in the order of the list) stands."""
    by_ring = {ring: [tie for tie in ties if tie.ring == ring] for ring in Ring}
    named = len(ties) <= NAMES_UP_TO
    marks = []
    for number, tie in enumerate(ties, 1):
        ring = Ring(tie.ring)
        mates = by_ring[ring]
        angle = math.radians(START[ring] + 360 * mates.index(tie) / len(mates))
        x = round(MIDDLE + RADIUS[ring] * math.cos(angle))
        y = round(MIDDLE + RADIUS[ring] * math.sin(angle))
        anchor, name_x = _name_beside(x)
        marks.append(
            Mark(
                number=number,
                tie=tie,
                x=x,
                y=y,
                name=_shortened(tie.who) if named else "",
                name_x=name_x,
                name_y=y + 31 if y < SIZE - 40 else y - 20,
                anchor=anchor,
                is_group=tie.kind == TieKind.GROUP,
                line=LINES[HowOften(tie.how_often)],
            )
        )
    return marks


def _name_beside(x: int) -> tuple[str, int]:
    """How a name under a mark is anchored so that it stays inside the square."""
    if x < 60:
        return "start", max(2, x - 18)
    if x > SIZE - 60:
        return "end", min(SIZE - 2, x + 18)
    return "middle", x


def _shortened(who: str) -> str:
    return who if len(who) <= LONGEST_NAME else f"{who[: LONGEST_NAME - 1].rstrip()}…"


@dataclass(frozen=True)
class Change:
    """What became of one tie between two moments, in a sentence."""

    who: str
    says: str
    nearer: bool


def compare(then: Sequence[CircleTie], now: Sequence[CircleTie]) -> list[Change]:
    """What is different: who is new, gone, nearer or further, more or less in touch. The unchanged are left out."""
    before: dict[UUID, CircleTie] = {tie.thread: tie for tie in then}
    after: dict[UUID, CircleTie] = {tie.thread: tie for tie in now}
    found = [Change(tie.who, _("new in the circle"), True) for key, tie in after.items() if key not in before]
    found += [Change(tie.who, _("no longer in it"), False) for key, tie in before.items() if key not in after]
    for key, tie in after.items():
        if key in before:
            found += _moved(before[key], tie)
    return found


def _moved(then: CircleTie, now: CircleTie) -> list[Change]:
    steps = RINGS.index(Ring(then.ring)) - RINGS.index(Ring(now.ring))
    often = OFTEN.index(HowOften(then.how_often)) - OFTEN.index(HowOften(now.how_often))
    found = []
    if steps:
        found.append(
            Change(now.who, _("closer than before") if steps > 0 else _("further out than before"), steps > 0)
        )
    if often:
        found.append(
            Change(now.who, _("in touch more often") if often > 0 else _("in touch less often"), often > 0)
        )
    return found
