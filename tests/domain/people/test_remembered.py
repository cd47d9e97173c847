"""What is typed into the one box, taken apart; pure."""

import datetime as dt

import pytest

from alongside.people.remembered import Ask, remembered

TODAY = dt.date(2026, 11, 3)


def asks(text: str) -> list[set[tuple[str, str]]]:
    """For each thing remembered, the kinds and texts that would answer it to the letter."""
    return [{(ask.kind, ask.text) for ask in term.strict} for term in remembered(text, today=TODAY).terms]


@pytest.mark.parametrize(
    "text", ["27/3/1948", "27.03.1948", "27-3-1948", "1948-03-27", "27 March 1948", "27th mar 1948"]
)
def test_a_date_of_birth_in_every_usual_writing(text):
    assert asks(text) == [{("b", "19480327")}]


@pytest.mark.parametrize("text", ["31/2/1948", "1948-13-01", "99 March 1948"])
def test_a_day_that_does_not_exist_is_only_words(text):
    assert all(("b", "19480231") not in found for found in asks(text))


def test_an_age_is_one_of_two_years():
    assert asks("aged 78") == [{("y", "1948"), ("y", "1947")}]
    assert {("y", "1948"), ("y", "1947")} <= asks("78")[0]


@pytest.mark.parametrize("text", ["07700 900123", "+44 7700 900123", "0044 7700 900123", "(07700) 900-123"])
def test_a_telephone_number_in_every_usual_writing(text):
    assert asks(text) == [{("f", "3210090077"), ("g", "7700900123")}]


def test_the_last_digits_are_asked_backwards():
    assert ("f", "3210") in asks("0123")[0]
    assert ("f", "321") in asks("123")[0]


def test_names_lose_accents_and_capitals_as_the_database_folds_them():
    for text in ("Ayşe", "AYŞE", "Ays\u0327e"):
        assert ("n", "ayse") in asks(text)[0]
    assert ("n", "ipek") in asks("İpek")[0]
    assert ("n", "isik") in asks("Işık")[0]


def test_titles_and_single_letters_count_only_when_nothing_else_was_typed():
    assert asks("Mrs A Aydin") == asks("Aydin")
    assert asks("Mrs A") == [{("n", "mrs")}, {("n", "a")}]


def test_a_postcode_a_street_a_reference_and_an_address_of_mail():
    assert [("c", "e8") in asks("E8 1EA")[0], ("c", "1ea") in asks("E8 1EA")[1]] == [True, True]
    assert ("a", "mare") in asks("Mare Street")[0]
    for text in ("K7M-ADX", "k7m-adx", "K7MADX", "KQM-ADX", "KQMADX", "734-496", "734496"):
        assert ("r", text.lower().replace("-", "")) in asks(text)[0]
    assert ("n", "ann") in asks("Ann-Mae")[0]
    assert asks("rob@housing.example.org") == [{("e", "robhousingexampleorg")}]


def test_a_slip_is_guessed_only_loosely():
    (term,) = remembered("Fatna", today=TODAY).terms
    assert not any(ask.kind in {"d", "s"} for ask in term.strict)
    assert Ask("d", "fata", is_prefix=False) in term.loose
    assert Ask("s", "fatna") in term.loose


@pytest.mark.parametrize("text", ["", "   ", "!!!", "' | '", "\x00", "\\", ":*", "&", "()"])
def test_nothing_in_particular_asks_nothing(text):
    assert not remembered(text, today=TODAY)


@pytest.mark.parametrize(
    "text", ["a' | 'b", "x':* & !'y", "O'Brien\\", "<->", "ayse:*", "%_", "שלום", "চট্টগ্রাম", "🙂"]
)
def test_a_question_never_holds_more_than_letters_and_digits(text):
    question = remembered(text, today=TODAY).query("28f")
    for part in question.replace(":*", "").replace("(", "").replace(")", "").split():
        assert part in {"|", "&"} or (
            part[0] == part[-1] == "'" and "'" not in part[1:-1] and "\\" not in part
        )


def test_no_more_than_six_things_are_asked_and_none_is_endless():
    found = remembered(" ".join(["abcdefghij" * 9] * 30), today=TODAY)
    assert len(found.terms) <= 6
    assert all(len(ask.text) <= 60 for term in found.terms for ask in term.strict)
