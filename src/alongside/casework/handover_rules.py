"""Pure decisions about handing people over: how much a person weighs, who has room, how the person hears of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from alongside.casework.enums import NoteBy
from alongside.people.enums import ContactBy

K = TypeVar("K", bound=Hashable)
M = TypeVar("M", bound=Hashable)

#: The first weeks with somebody take about twice the time of those after: talks, agreements, referrals.
NEW_FOR = dt.timedelta(days=42)
NEW_WEIGHS = 2
SETTLED_WEIGHS = 1


def weight(opened_on: dt.date, today: dt.date) -> int:
    """What one person weighs in a caseload: 2 in the first six weeks, then 1."""
    return NEW_WEIGHS if today - opened_on < NEW_FOR else SETTLED_WEIGHS


def share_out(weights: Sequence[tuple[K, int]], room: Mapping[M, int]) -> dict[K, M]:
    """Who could take whom: the heaviest first, each to the colleague who carries least by then.

    `room` is what each colleague carries now, in the order ties are broken. Empty when nobody has room.
    """
    load = dict(room)
    if not load:
        return {}
    order = {colleague: place for place, colleague in enumerate(load)}
    shared: dict[K, M] = {}
    for key, weighs in sorted(weights, key=lambda pair: -pair[1]):
        least = min(load, key=lambda colleague: (load[colleague], order[colleague]))
        shared[key] = least
        load[least] += weighs
    return shared


def note_by(
    *,
    contact_by: str,
    may_be_contacted: bool,
    may_leave_message: bool,
    has_email: bool,
    has_mobile: bool,
    has_address: bool,
) -> NoteBy:
    """How somebody hears that their connector changes: by the way they like, as far as it is safe and known; else by
    a call of the new connector. A text lies open on a phone, so it needs the word that a message is safe."""
    if not may_be_contacted:
        return NoteBy.NOTHING
    if contact_by == ContactBy.EMAIL and has_email:
        return NoteBy.EMAIL
    if contact_by == ContactBy.TEXT and has_mobile and may_leave_message:
        return NoteBy.TEXT
    if contact_by == ContactBy.LETTER and has_address:
        return NoteBy.LETTER
    return NoteBy.CALL
