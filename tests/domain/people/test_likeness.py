"""The labelled pairs: twins, couples and shared phones are never called likely, and slips do not hide somebody."""

from __future__ import annotations

import json

import pytest
from benchmarks import people_duplicates
from hypothesis import given
from hypothesis import strategies as st

from alongside.people.likeness import LIKELY, Known, compare, one_slip

PAIRS = json.loads(people_duplicates.LABELLED.read_text())
#: Names and homes that both changed, and a name that is another one: nobody finds these by rule.
NOT_FOUND = {"changed both name and home, nothing but birthday", "called something quite different"}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["kind"])
def test_each_pair_is_judged_as_it_is_labelled(pair):
    found = compare(people_duplicates.known(pair["a"]), people_duplicates.known(pair["b"]))
    assert found.likely is (pair["same"] and pair["kind"] not in NOT_FOUND), (
        found.weight,
        found.alike,
        found.different,
    )


def test_the_set_is_large_enough_and_its_figures_hold():
    precision, recall = people_duplicates.figures(people_duplicates.judged(PAIRS))
    assert len(PAIRS) >= 40
    assert precision == 1.0
    assert recall >= 0.9


NAMES = st.text(alphabet="abcdeéşı -", max_size=12)


@given(NAMES, NAMES, NAMES, NAMES)
def test_it_is_the_same_from_either_side_and_never_fails(given_a, family_a, given_b, family_b):
    one, other = Known(given_a, family_a), Known(given_b, family_b)
    assert compare(one, other).weight == compare(other, one).weight


def test_two_nhs_numbers_are_two_people_and_the_same_one_is_one():
    told = {"given": "Mary", "family": "Doyle", "postcode": "E1 6AN"}
    one = Known(**told, numbers=frozenset({"9434765919"}))
    assert compare(one, Known(**told, numbers=frozenset({"4505577104"}))).weight < LIKELY
    assert compare(one, Known("Other", "Name", numbers=frozenset({"9434765919"}))).likely


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("abc", "abd", True),
        ("abc", "acb", True),
        ("abc", "ab", True),
        ("abc", "abc", False),
        ("abc", "cba", False),
    ],
)
def test_one_slip(one, other, slip):
    assert one_slip(one, other) is slip
    assert one_slip(other, one) is slip
