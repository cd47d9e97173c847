"""Decisions about concerns that need no database: states, what may be added when, who is told next."""

from __future__ import annotations

from datetime import datetime, timedelta

from alongside.safeguarding.enums import Agreed, EntryKind, Limb, State

TRANSITIONS: dict[State, frozenset[State]] = {
    State.NEW: frozenset({State.ACKNOWLEDGED}),
    State.ACKNOWLEDGED: frozenset({State.OPEN, State.WITH_COUNCIL, State.CLOSED}),
    State.OPEN: frozenset({State.WITH_COUNCIL, State.CLOSED}),
    State.WITH_COUNCIL: frozenset({State.CLOSED}),
    State.CLOSED: frozenset({State.OPEN}),
}

#: What may still be added once a concern is closed.
AFTER_THE_END = frozenset({EntryKind.NOTE, EntryKind.CORRECTION, EntryKind.REOPENED})
#: What whoever raised it adds, without seeing the record.
FROM_THE_RAISER = frozenset({EntryKind.RAISED, EntryKind.MORE})
#: What the safeguarding roles add, in the order the questions are asked.
TO_ADD = (
    EntryKind.WISHES,
    EntryKind.CAPACITY,
    EntryKind.CONSENT,
    EntryKind.SECTION_42,
    EntryKind.DECISION,
    EntryKind.REFERRAL,
    EntryKind.NOTE,
    EntryKind.CORRECTION,
    EntryKind.CLOSED,
    EntryKind.REOPENED,
)

GLASS_HOLDS = timedelta(minutes=60)
TELL_AGAIN_AFTER = 60  # minutes, unless the partnership chose otherwise
MOST_ROUNDS = 12  # after that a message more would change nothing; the board and the banner stay


def state_of(*, is_acknowledged: bool, last_state: str, last_kind: str) -> State:
    """Where a concern stands, from whether it was acknowledged, the last state an entry set, and the last entry.

    More words from who raised it open a closed concern again: nothing new lies unread in a closed record.
    """
    if not is_acknowledged:
        return State.NEW
    if not last_state:
        return State.ACKNOWLEDGED
    if last_state == State.CLOSED and last_kind == EntryKind.MORE:
        return State.OPEN
    return State(last_state)


def state_after(kind: EntryKind, before: State) -> str:
    """The state an entry leads to; "" where it leaves things as they are."""
    if kind == EntryKind.REFERRAL:
        return State.WITH_COUNCIL
    if kind == EntryKind.CLOSED:
        return State.CLOSED
    if kind == EntryKind.REOPENED:
        return State.OPEN
    if kind in FROM_THE_RAISER or before in {State.WITH_COUNCIL, State.CLOSED}:
        return ""
    return State.OPEN


def may_add(kind: EntryKind, state: State) -> bool:
    """Whether an entry of this kind may be added by a safeguarding role now."""
    if kind in FROM_THE_RAISER:
        return False
    if kind == EntryKind.REOPENED:
        return state == State.CLOSED
    return state != State.CLOSED or kind in AFTER_THE_END


def may_share(agreed: str, override: list[str]) -> bool:
    """Whether it may go to the council: the adult agrees, or a reason to share without is written down."""
    return agreed == Agreed.YES or bool(override)


def section_42(needs: str, risk: str, protect: str) -> Limb:
    """Whether the duty to enquire is met: all three yes; one no is enough for no; else it is not known yet."""
    limbs = {needs, risk, protect}
    if Limb.NO in limbs:
        return Limb.NO
    return Limb.YES if limbs == {Limb.YES} else Limb.NOT_KNOWN


def next_round(
    *, told: int, last_at: datetime, at: datetime, minutes: int, none_can_arrive: bool
) -> int | None:
    """Which round of alerts is due while nobody has acknowledged; None when it is not time.

    Round 1 is the lead, 2 the deputy, every later one both. Where none of the first can arrive, the second is due
    at once: a deputy who hears early is better than a lead who never does.
    """
    if told == 0:
        return 1  # there was nobody to tell when it was raised
    if told >= MOST_ROUNDS:
        return None
    if told == 1 and none_can_arrive:
        return 2
    return told + 1 if at - last_at >= timedelta(minutes=minutes) else None
