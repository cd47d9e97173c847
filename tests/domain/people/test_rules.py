"""Names, ages and telephone numbers."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.people import rules
from alongside.people.models.person import FOLD_FROM, FOLD_TO


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (dt.date(1948, 3, 27), dt.date(2026, 3, 26), 77),
        (dt.date(1948, 3, 27), dt.date(2026, 3, 27), 78),
        (dt.date(2004, 2, 29), dt.date(2022, 2, 28), 17),
        (dt.date(2004, 2, 29), dt.date(2022, 3, 1), 18),
        (dt.date(2027, 1, 1), dt.date(2026, 1, 1), None),
    ],
)
def test_a_birthday_counts_from_the_day_itself(born: dt.date, on: dt.date, age: int | None):
    assert rules.age(born, None, on) == age


def test_from_a_year_alone_the_age_is_the_one_reached_that_year_and_from_nothing_there_is_none():
    assert rules.age(None, 1948, dt.date(2026, 1, 2)) == 78
    assert rules.age(None, None, dt.date(2026, 1, 2)) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("07700 900123", "+447700900123"),
        ("(020) 7946-0100", "+442079460100"),
        ("+90 212 555 01 23", "+902125550123"),
        ("12", ""),
        ("call my son", ""),
        ("", ""),
    ],
)
def test_a_number_is_kept_so_that_it_can_be_compared_and_dialled(typed: str, kept: str):
    assert rules.normal_phone(typed) == kept


def test_a_number_is_shown_as_people_here_write_it():
    assert rules.spoken_phone("+447700900123") == "07700 900123"
    assert rules.spoken_phone("+902125550123").startswith("+90 ")


def test_unseen_characters_leave_a_name_and_accents_stay():
    assert rules.clean_name("  Ay\u202eşe \u200b  Demir ") == "Ayşe Demir"


def test_comparing_forgets_accents_capitals_and_hyphens():
    assert rules.fold("Ayşe") == rules.fold("AYSE") == "ayse"
    assert rules.fold("Işık") == rules.fold("isik")
    assert rules.fold("Smith-Jones") == "smith jones"


def test_a_single_name_is_a_first_name():
    assert rules.split_name("Ayten") == ("Ayten", "")
    assert rules.split_name("Mary Ann Evans") == ("Mary Ann", "Evans")


def test_each_accented_letter_folds_to_one_letter_in_the_database():
    assert len(FOLD_FROM) == len(FOLD_TO) == len(set(FOLD_FROM))


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_names_and_numbers(text: str):
    rules.normal_phone(text)
    assert rules.clean_name(rules.clean_name(text)) == rules.clean_name(text)
    rules.fold(text)
