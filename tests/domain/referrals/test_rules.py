"""What may follow what, which agreement is enough, and when somebody should ring."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.referrals import rules, signs
from alongside.referrals.enums import Agreed, Basis, ReferralStatus, Sign, Urgency

ALLOWED = {
    ("new", "waiting_for_information"),
    ("new", "accepted"),
    ("new", "declined"),
    ("new", "withdrawn"),
    ("waiting_for_information", "new"),
    ("waiting_for_information", "accepted"),
    ("waiting_for_information", "declined"),
    ("waiting_for_information", "withdrawn"),
}


@pytest.mark.parametrize("start", ReferralStatus.values)
@pytest.mark.parametrize("end", ReferralStatus.values)
def test_only_the_allowed_steps_are_allowed(start: str, end: str):
    assert rules.may_become(start, end) is ((start, end) in ALLOWED)


def test_every_status_is_open_or_decided_and_never_both():
    assert set(ReferralStatus.values) == rules.OPEN | rules.DECIDED
    assert not rules.OPEN & rules.DECIDED


@pytest.mark.parametrize(
    ("agreed", "claimed", "reason", "basis"),
    [
        ("yes", "", "", "consent"),
        ("yes", "safeguarding", "bruises", "consent"),
        ("not_asked", "", "", "ask_first"),
        ("not_asked", "safeguarding", "bruises", "safeguarding"),
        ("not_asked", "safeguarding", "  ", "ask_first"),
        ("no", "", "", ""),
        ("no", "consent", "I think so", ""),
        ("no", "safeguarding", "", ""),
        ("no", "safeguarding", "bruises", "safeguarding"),
        ("no", "vital", "no food in the house", "vital"),
    ],
)
def test_a_no_stands_unless_somebody_is_not_safe_and_it_is_said_why(
    agreed: str, claimed: str, reason: str, basis: str
):
    assert rules.basis_for(agreed, claimed, reason) == basis


@given(st.sampled_from(Agreed.values), st.sampled_from(["", *Basis.values]), st.text(max_size=5))
def test_nobody_who_said_no_is_held_without_a_reason(agreed: str, claimed: str, reason: str):
    if agreed == Agreed.NO and not reason.strip():
        assert rules.basis_for(agreed, claimed, reason) == ""


MONDAY = dt.date(2026, 11, 2)


@pytest.mark.parametrize(
    ("on", "urgency", "by"),
    [
        (MONDAY, Urgency.ROUTINE, dt.date(2026, 11, 5)),
        (MONDAY, Urgency.SOON, dt.date(2026, 11, 3)),
        (MONDAY, Urgency.URGENT, MONDAY),
        (dt.date(2026, 11, 6), Urgency.ROUTINE, dt.date(2026, 11, 11)),
        (dt.date(2026, 12, 24), Urgency.ROUTINE, dt.date(2026, 12, 31)),
    ],
)
def test_the_promise_counts_working_days_and_knows_christmas(on: dt.date, urgency: Urgency, by: dt.date):
    assert rules.ring_by(on, 3, urgency) == by


def test_each_sign_has_a_kind_question_and_none_has_a_number():
    assert [p.sign for p in signs.PROMPTS] == list(Sign)
    assert all(str(p.ask).endswith("?") for p in signs.PROMPTS)
    assert not any(ch.isdigit() for p in signs.PROMPTS for ch in f"{p.sign.label}{p.ask}")


def test_signs_no_longer_known_are_left_out_of_the_words():
    assert signs.labels(["loss", "gone"]) == ["Has lost someone close"]
