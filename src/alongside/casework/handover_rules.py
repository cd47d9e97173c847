"""Pure decisions about handing people over: who has room, and how the person hears of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from alongside.casework.enums import NoteBy
from alongside.people import reaching

K = TypeVar("K", bound=Hashable)
M = TypeVar("M", bound=Hashable)


def share_out(weights: Sequence[tuple[K, int]], room: Mapping[M, int]) -> dict[K, M]:
    """Who could take whom: the heaviest first, each to the colleague who carries least by then.

    `weights` and `room` are points of `rules.weight_of`; `room` is what each colleague carries now, in the order ties
    are broken. Empty when nobody has room.
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


def note_by(person: reaching.Reachable) -> NoteBy:
    """How somebody hears that their connector changes: by the written way they like, as far as it is safe and known;
    else by a call of the new connector."""
    if reaching.not_at_all(person) is not None:
        return NoteBy.NOTHING
    by = reaching.written_way(person)
    return NoteBy(by.value) if by is not None else NoteBy.CALL
