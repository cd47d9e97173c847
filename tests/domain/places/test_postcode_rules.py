"""Reading postcodes as people write them: a truth table, and properties."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.places.rules import GREAT_BRITAIN_AREAS, Country, display, pack, read, search_name


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("e81ea", "E8 1EA"),
        ("E8 1EA ", "E8 1EA"),
        (" e8  1ea.", "E8 1EA"),
        ("E8-1EA", "E8 1EA"),
        ("E8 1EA\u200b", "E8 1EA"),
        ("Ｅ８　１ＥＡ", "E8 1EA"),
        ("B33 8TH", "B33 8TH"),
        ("CR2 6XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"),
        ("m11ae", "M1 1AE"),
        ("W1A 0AX", "W1A 0AX"),
        ("N1C 4AG", "N1C 4AG"),
        ("EC2V 7HH", "EC2V 7HH"),
        ("ec1a1bb", "EC1A 1BB"),
        ("GIR 0AA", "GIR 0AA"),
        ("E8", "E8"),
        ("sw1a", "SW1A"),
    ],
)
def test_a_postcode_is_read_however_it_is_typed(typed: str, means: str):
    found = read(typed)
    assert found is not None
    assert str(found) == means
    assert not found.repaired


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("E8 IEA", "E8 1EA"),
        ("NI 1AA", "N1 1AA"),
        ("N1 OAA", "N1 0AA"),
        ("SWIA 1AA", "SW1A 1AA"),
        ("0X1 2AB", "OX1 2AB"),
        ("1G1 1AA", "IG1 1AA"),
        ("BIO 1AA", "B10 1AA"),
        ("W1O 1AA", "W10 1AA"),
    ],
)
def test_letters_and_digits_that_look_alike_are_repaired_and_said_so(typed: str, means: str):
    found = read(typed)
    assert found is not None
    assert (str(found), found.repaired) == (means, True)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "E",
        "hello",
        "Q1 1AA",
        "E8 1CA",
        "E8 1E",
        "E8 1EAA",
        "10 Mare Street",
        "E8 1EA E8 1EA",
        "Э8 1EA",
        "9" * 500,
    ],
)
def test_what_cannot_be_a_postcode_is_not_one(typed: str):
    assert read(typed) is None


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("BT1 1AA", Country.NORTHERN_IRELAND),
        ("JE2 3AB", Country.CROWN_DEPENDENCY),
        ("GY1 1AA", Country.CROWN_DEPENDENCY),
        ("IM1 1AA", Country.CROWN_DEPENDENCY),
        ("BX1 1LT", Country.NON_GEOGRAPHIC),
        ("GIR 0AA", Country.NON_GEOGRAPHIC),
        ("EH1 1AA", Country.GREAT_BRITAIN),
    ],
)
def test_the_letters_say_where_a_postcode_belongs(typed: str, country: Country):
    found = read(typed)
    assert found is not None
    assert found.country is country


INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@st.composite
def postcodes(draw: st.DrawFn) -> str:
    area = draw(st.sampled_from(sorted(GREAT_BRITAIN_AREAS)))
    district = str(draw(st.integers(0, 99)))
    if len(district) == 1:
        last = {1: "ABCDEFGHJKPSTUW", 2: "ABEHMNPRVWXY"}[len(area)]
        district += draw(st.sampled_from(["", *last]))
    letters = st.sampled_from(INWARD_LETTERS)
    return f"{area}{district} {draw(st.integers(0, 9))}{draw(letters)}{draw(letters)}"


@given(postcodes())
def test_every_well_formed_postcode_reads_as_itself(postcode: str):
    found = read(postcode)
    assert found is not None
    assert str(found) == postcode
    assert found.country is Country.GREAT_BRITAIN
    assert display(found.key) == postcode


@given(postcodes(), st.data())
def test_case_spaces_and_dots_never_matter(postcode: str, data: st.DataObject):
    noise = st.sampled_from(["", " ", "  ", ".", "-"])
    messy = "".join(
        data.draw(st.sampled_from([character.lower(), character])) + data.draw(noise)
        for character in postcode.replace(" ", "")
    )
    assert read(messy) == read(postcode)


@given(postcodes(), st.data())
def test_a_look_alike_slip_is_never_read_as_a_different_sure_postcode(postcode: str, data: st.DataObject):
    """A slip may be ambiguous (invalid) or be a postcode as typed; a repair is always its only reading."""
    swaps = {"O": "0", "0": "O", "I": "1", "1": "I"}
    places = [i for i, character in enumerate(postcode) if character in swaps]
    if not places:
        return
    at = data.draw(st.sampled_from(places))
    slipped = postcode[:at] + swaps[postcode[at]] + postcode[at + 1 :]
    found = read(slipped)
    if found is not None and found.repaired:
        assert str(found) == postcode


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str):
    found = read(text)
    if found is not None:
        assert set(found.key) <= set(string.ascii_uppercase + string.digits)
        again = read(str(found))
        assert again is not None
        assert again.key == found.key


@given(st.text(max_size=60))
def test_packing_leaves_only_capitals_and_digits(text: str):
    packed = pack(text)
    assert packed is None or (packed.isascii() and packed.isalnum() and packed == packed.upper())


def test_names_are_searched_without_accents_capitals_or_apostrophes():
    assert search_name("  St. Mary's  Ynys Môn-Ward ") == "st marys ynys mon ward"


def test_letters_that_are_no_area_make_a_postcode_unknown_rather_than_invalid():
    assert str(read("zz99 3wz")) == "ZZ99 3WZ"
    assert read("hello") is None
