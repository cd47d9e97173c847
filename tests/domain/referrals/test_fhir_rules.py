"""Truth tables: which of two sendings is the newer, what a Task says, which numbers are NHS numbers."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.referrals.enums import ReferralStatus
from alongside.referrals.fhir import nhs_number, snomed
from alongside.referrals.fhir.rules import Order, Support, TaskStatus, order, task_status

EARLY, LATE = dt.datetime(2026, 11, 1, tzinfo=dt.UTC), dt.datetime(2026, 11, 2, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("held_at", "held_version", "sent_at", "sent_version", "came"),
    [
        (EARLY, "", LATE, "", Order.NEWER),
        (LATE, "", EARLY, "", Order.OLDER),
        (LATE, "1", EARLY, "9", Order.OLDER),  # the moment decides before the number
        (LATE, "9", LATE, "1", Order.OLDER),
        (LATE, "1", LATE, "9", Order.NEWER),
        (None, "2", None, "1", Order.OLDER),
        (None, "9", None, "10", Order.NEWER),  # numbers, not letters
        (None, "b", None, "a", Order.NEWER),  # no order in them: as they arrive
        (None, "", None, "", Order.NEWER),
        (LATE, "2", None, "1", Order.OLDER),
        (LATE, "", None, "", Order.NEWER),
        (None, "9" * 60, None, "1", Order.NEWER),
        (None, "٣", None, "1", Order.NEWER),
    ],
)
def test_the_newer_of_two_sendings(held_at, held_version, sent_at, sent_version, came):
    said = order(held_at=held_at, held_version=held_version, sent_at=sent_at, sent_version=sent_version)
    assert said == came


@pytest.mark.parametrize(
    ("status", "was_asked", "support", "said"),
    [
        (ReferralStatus.NEW, False, None, TaskStatus.REQUESTED),
        (ReferralStatus.WAITING, True, None, TaskStatus.RECEIVED),
        (ReferralStatus.NEW, True, None, TaskStatus.RECEIVED),
        (ReferralStatus.ACCEPTED, False, None, TaskStatus.ACCEPTED),
        (ReferralStatus.ACCEPTED, True, Support(), TaskStatus.ACCEPTED),
        (ReferralStatus.ACCEPTED, False, Support(has_begun=True), TaskStatus.IN_PROGRESS),
        (ReferralStatus.ACCEPTED, False, Support(is_open=False, has_begun=True), TaskStatus.COMPLETED),
        (ReferralStatus.ACCEPTED, False, Support(is_open=False), TaskStatus.COMPLETED),
        (ReferralStatus.DECLINED, True, None, TaskStatus.REJECTED),
        (ReferralStatus.WITHDRAWN, False, None, TaskStatus.CANCELLED),
    ],
)
def test_what_a_task_says_of_a_referral(status, was_asked, support, said):
    assert task_status(status, was_asked=was_asked, support=support) == said


def test_every_state_of_a_referral_has_a_state_of_a_task():
    assert all(task_status(status) in TaskStatus for status in ReferralStatus)


@pytest.mark.parametrize("said", ["9434765919", "943 476 5919", "943-476-5919", "4010232137"])
def test_a_number_whose_last_digit_fits_is_an_nhs_number(said):
    assert nhs_number.tidy(said) == said.replace(" ", "").replace("-", "")


@pytest.mark.parametrize(
    "said",
    [
        "",
        "9434765918",
        "943476591",
        "94347659190",
        "0000000000",
        "1111111111",
        "٩٤٣٤٧٦٥٩١٩",
        "943476591X",
        "1234567890",
    ],
)
def test_any_other_number_is_none(said):
    assert nhs_number.tidy(said) == ""


@given(st.integers(0, 9), st.integers(1, 9), st.integers(0, 9))
def test_no_single_slip_makes_another_nhs_number(place, change, first):
    number = "9434765919"
    slipped = number[:place] + str((int(number[place]) + change) % 10) + number[place + 1 :]
    assert nhs_number.tidy(slipped) == ""


def test_a_number_is_said_as_people_write_it():
    assert (nhs_number.spoken("9434765919"), nhs_number.spoken("")) == ("943 476 5919", "")


def test_the_codes_we_use_are_those_of_the_published_list(shared_data):
    import csv

    file = shared_data / "measures" / "snomed_codes.csv"
    if not file.is_file():
        pytest.skip(f"no list of codes at {file}")
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    terms = {row["code"]: row["term"].split(" (")[0] for row in rows}
    assert {code: terms.get(code) for code in snomed.CONCEPTS} == {
        c.code: c.term for c in snomed.CONCEPTS.values()
    }
