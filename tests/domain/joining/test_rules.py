"""How two values become one: nobody chooses where somebody could be harmed, and a blank never wins."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.joining import rules
from alongside.joining.enums import JoinStatus, Way

BLANK = dict.fromkeys(rules.WAYS)


def joined(kept, gone, **chosen):
    return rules.joined_values({**BLANK, **kept}, {**BLANK, **gone}, chosen)


@pytest.mark.parametrize(
    ("field", "one", "other", "stands"),
    [
        ("do_not_contact", True, False, True),
        ("do_not_contact", False, False, False),
        ("leave_message", True, False, False),
        ("leave_message", True, True, True),
        ("interpreter_needed", False, True, True),
        ("deceased_on", None, dt.date(2026, 1, 2), dt.date(2026, 1, 2)),
        ("deceased_on", dt.date(2026, 3, 1), dt.date(2026, 1, 2), dt.date(2026, 1, 2)),
        ("languages", ["tr"], ["en", "tr"], ["tr", "en"]),
        ("contact_times", ["morning", "evening"], ["evening"], ["evening"]),
        ("contact_times", [], ["evening"], ["evening"]),
        ("contact_times", ["morning"], ["evening"], ["morning"]),
        ("contact_note", "Let it ring", "Not on Fridays", "Let it ring\nNot on Fridays"),
        ("contact_note", "Let it ring", "Let it ring", "Let it ring"),
    ],
)
def test_where_nobody_chooses(field, one, other, stands):
    assert joined({field: one}, {field: other})[field] == stands


@given(st.booleans(), st.booleans(), st.sampled_from(["kept", "gone", "nonsense"]))
def test_no_choice_ever_loosens_a_rule_about_contact(one, other, side):
    values = joined(
        {"do_not_contact": one, "leave_message": one},
        {"do_not_contact": other, "leave_message": other},
        do_not_contact=side,
        leave_message=side,
    )
    assert values["do_not_contact"] == (one or other)
    assert values["leave_message"] == (one and other)


def test_somebody_chooses_and_a_blank_never_stands_against_a_value():
    kept, gone = {"phone": "+441", "gp_practice": ""}, {"phone": "+442", "gp_practice": "The Lawson"}
    assert joined(kept, gone)["phone"] == "+441"
    assert joined(kept, gone, phone="gone")["phone"] == "+442"
    assert joined(kept, gone, gp_practice="kept")["gp_practice"] == "The Lawson"


def test_an_address_goes_with_its_own_postcode_and_place():
    kept = {"address": "1 A Street", "postcode": "E8 1EA", "ward": "w1"}
    gone = {"address": "2 B Road", "postcode": "N1 1AA", "ward": "w2"}
    values = joined(kept, gone, address="gone")
    assert (values["address"], values["postcode"], values["ward"]) == ("2 B Road", "N1 1AA", "w2")


def test_a_year_of_birth_is_not_lost_when_no_day_is_known():
    assert joined({}, {"birth_year": 1948})["birth_year"] == 1948
    assert (
        joined({"born_on": dt.date(1950, 1, 1), "birth_year": 1950}, {"birth_year": 1948})["birth_year"]
        == 1950
    )


def test_the_table_of_transitions_is_whole_and_ends():
    assert set(rules.TRANSITIONS) == set(JoinStatus.values)
    assert rules.may_become("proposed", "joined")
    assert rules.may_become("joined", "undone")
    assert not any(rules.TRANSITIONS[end] for end in ("refused", "taken_back", "undone"))


def test_what_says_whether_somebody_may_be_reached_is_never_a_choice():
    for field in ("do_not_contact", "leave_message", "deceased_on", "contact_times", "contact_note"):
        assert rules.WAYS[field] != Way.CHOSEN
