"""Rules of safeguarding as truth tables."""

import datetime as dt
import itertools

import pytest

from alongside.safeguarding import rules
from alongside.safeguarding.enums import Agreed, EntryKind, Limb, Override, State

NOON = dt.datetime(2026, 11, 3, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("is_acknowledged", "last_state", "last_kind", "stands"),
    [
        (False, "", "raised", State.NEW),
        (False, "", "more", State.NEW),
        (True, "", "raised", State.ACKNOWLEDGED),
        (True, "open", "note", State.OPEN),
        (True, "with_council", "note", State.WITH_COUNCIL),
        (True, "closed", "closed", State.CLOSED),
        (True, "closed", "note", State.CLOSED),
        (True, "closed", "more", State.OPEN),
        (True, "with_council", "more", State.WITH_COUNCIL),
    ],
)
def test_where_a_concern_stands_follows_from_what_was_added(is_acknowledged, last_state, last_kind, stands):
    found = rules.state_of(is_acknowledged=is_acknowledged, last_state=last_state, last_kind=last_kind)
    assert found == stands


def test_the_states_entries_lead_to_are_those_of_the_table():
    for state in set(State) - {State.NEW}:  # an entry in a new concern acknowledges it first
        for kind in rules.TO_ADD:
            if rules.may_add(kind, state):
                after = rules.state_after(kind, state)
                assert not after or after == state or State(after) in rules.TRANSITIONS[state], (state, kind)


def test_a_closed_concern_takes_notes_corrections_and_a_new_beginning_only():
    taken = {kind for kind in EntryKind if rules.may_add(kind, State.CLOSED)}
    assert taken == {EntryKind.NOTE, EntryKind.CORRECTION, EntryKind.REOPENED}
    assert not rules.may_add(EntryKind.REOPENED, State.OPEN)
    assert not rules.may_add(EntryKind.MORE, State.OPEN), "only who raised it says more"


def test_the_duty_to_enquire_needs_all_three_limbs_and_one_no_ends_it():
    for limbs in itertools.product(Limb, repeat=3):
        found = rules.section_42(*limbs)
        if Limb.NO in limbs:
            assert found == Limb.NO
        elif limbs == (Limb.YES,) * 3:
            assert found == Limb.YES
        else:
            assert found == Limb.NOT_KNOWN


@pytest.mark.parametrize(
    ("agreed", "override", "may"),
    [
        (Agreed.YES, [], True),
        (Agreed.NO, [], False),
        (Agreed.NOT_ASKED, [], False),
        (Agreed.NO, [Override.LIFE], True),
        (Agreed.NOT_ASKED, [Override.CANNOT_CONSENT], True),
    ],
)
def test_sharing_needs_consent_or_a_reason(agreed, override, may):
    assert rules.may_share(agreed, override) is may


@pytest.mark.parametrize(
    ("told", "waited", "minutes", "none_can_arrive", "due"),
    [
        (0, 0, 60, False, 1),
        (1, 59, 60, False, None),
        (1, 60, 60, False, 2),
        (1, 5, 5, False, 2),
        (1, 0, 60, True, 2),
        (2, 0, 60, True, None),
        (2, 60, 60, False, 3),
        (rules.MOST_ROUNDS, 600, 60, True, None),
    ],
)
def test_who_is_told_next_and_when(told, waited, minutes, none_can_arrive, due):
    found = rules.next_round(
        told=told,
        last_at=NOON,
        at=NOON + dt.timedelta(minutes=waited),
        minutes=minutes,
        none_can_arrive=none_can_arrive,
    )
    assert found == due


def test_the_hour_of_an_alert_is_an_hour_when_the_clocks_change():
    before = dt.datetime(2027, 3, 28, 0, 30, tzinfo=dt.UTC)  # 0.30 in London; an hour later it is 2.30
    waits = {"told": 1, "last_at": before, "minutes": 60, "none_can_arrive": False}
    assert rules.next_round(**waits, at=before + dt.timedelta(minutes=59)) is None
    assert rules.next_round(**waits, at=before + dt.timedelta(minutes=60)) == 2
