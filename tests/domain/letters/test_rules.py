"""The rules of letters: what is missing, what stands for what, who may be written to how."""

import datetime as dt
from dataclasses import dataclass, field

import pytest

from alongside.letters import rules, wording
from alongside.letters.enums import Layout, LetterKind, Size, State, Way
from alongside.letters.rules import Block
from alongside.people.enums import Hindrance


@dataclass
class Somebody:
    do_not_contact: bool = False
    deceased_on: dt.date | None = None
    address: str = "Flat 31"
    email: str = "a@example.org"
    phone: str = "+447700900123"
    contact_by: str = "phone"
    contact_note: str = ""
    leave_message: bool = False
    access_needs: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)


def test_what_is_known_is_filled_in_and_what_is_missing_stays_to_be_seen():
    text = "Dear {called}, on {meeting_day} – {called}."
    filled = rules.fill(text, {"called": "Mrs A", "meeting_day": ""})
    assert filled == "Dear Mrs A, on {meeting_day} – Mrs A."
    assert rules.placeholders(filled) == ["meeting_day"]
    assert rules.unknown("{called} {weather} { called } {}") == ["weather"]


def test_a_value_that_looks_like_a_placeholder_is_not_filled_again():
    assert rules.fill("{called}", {"called": "{phone}", "phone": "1"}) == "{phone}"


def test_a_body_is_read_in_pieces():
    assert rules.blocks("Hello\nyou\n\n# What we did\n- one\n-  two \n\n\nBye\r\n") == [
        Block("paragraph", ("Hello", "you")),
        Block("heading", ("What we did",)),
        Block("list", ("one", "two")),
        Block("paragraph", ("Bye",)),
    ]
    assert rules.blocks(" \n ") == []


def test_a_line_end_inside_a_line_does_not_begin_another():
    assert rules.as_list(["one\n# two", " "]) == "- one # two"


@pytest.mark.parametrize("way", Way)
def test_nobody_is_written_to_once_they_have_died_or_said_no(way):
    assert rules.hindrance(way, Somebody(deceased_on=dt.date(2026, 1, 1))) == Hindrance.DIED
    assert rules.hindrance(way, Somebody(do_not_contact=True, contact_by="text")) == Hindrance.ASKED_NOT_TO


@pytest.mark.parametrize(
    ("way", "person", "expected"),
    [
        (Way.POST, Somebody(), None),
        (Way.POST, Somebody(address=" \n"), Hindrance.NO_ADDRESS),
        (Way.EMAIL, Somebody(contact_by="email"), None),
        (Way.EMAIL, Somebody(leave_message=True), None),
        (Way.EMAIL, Somebody(), Hindrance.NOT_SAFE),  # the outbox would hold it: it is a message left
        (Way.EMAIL, Somebody(email=""), Hindrance.NO_EMAIL),
        (Way.TEXT, Somebody(leave_message=True), None),
        (Way.TEXT, Somebody(contact_by="text"), None),
        (Way.TEXT, Somebody(), Hindrance.NOT_SAFE),
        (Way.TEXT, Somebody(phone="+442079460178", leave_message=True), Hindrance.NO_MOBILE),
    ],
)
def test_each_way_needs_what_it_needs(way, person, expected):
    assert rules.hindrance(way, person) == expected


@pytest.mark.parametrize("contact_by", ["phone", "text", "email", "letter", "someone_else"])
def test_a_way_that_is_not_theirs_is_asked_for_first(contact_by):
    wished = {way for way in Way if rules.is_wished(way, contact_by)}
    expected = {"phone": {Way.POST}, "letter": {Way.POST}, "email": {Way.EMAIL}, "text": {Way.TEXT}}
    assert wished == expected.get(contact_by, set())


def test_what_is_proposed_fits_the_person():
    assert rules.way_proposed(Somebody(contact_by="email")) == Way.EMAIL
    assert rules.way_proposed(Somebody(contact_by="email", email="")) == Way.POST
    assert rules.size_proposed(Somebody(access_needs=["large_print"])) == Size.LARGER
    assert rules.size_proposed(Somebody()) == Size.LARGE
    assert rules.layout_proposed(Somebody(access_needs=["easy_read"])) == Layout.EASY_READ
    assert rules.plain_top_proposed(Somebody(contact_by="someone_else"))
    assert rules.plain_top_proposed(Somebody(contact_note="Her son must not know"))
    assert not rules.plain_top_proposed(Somebody())


def test_a_letter_moves_as_the_table_says():
    assert rules.state_of(left=False, taken_back=False) == State.WAITING
    assert rules.state_of(left=True, taken_back=False) == State.LEFT
    assert rules.state_of(left=False, taken_back=True) == State.TAKEN_BACK
    assert State.TAKEN_BACK not in rules.TRANSITIONS[State.LEFT]


def test_there_is_looking_in_after_three_and_six_months():
    ended = dt.date(2026, 11, 3)
    assert rules.looks_in_after(ended) == [(3, dt.date(2027, 2, 2)), (6, dt.date(2027, 5, 4))]


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("kind", LetterKind)
def test_the_words_we_come_with_are_whole_and_give_nothing_away(kind, layout):
    words = wording.BUILT_IN[kind, layout]
    text = f"{words.subject}\n{words.body}\n{words.short}"
    assert rules.unknown(text) == []
    assert "{phone}" in words.body
    assert not words.short or rules.fits_a_text(words.short)
    for telling in ("lonel", "isolat", "befriend", "mental", "safeguard", "social prescri", "depress", "gp "):
        assert telling not in text.lower()
    assert not set(rules.placeholders(text)) & set(rules.GIVES_US_AWAY), "a plain top would be of no use"


def test_the_kinds_of_life_events_are_those_of_their_letters():
    from alongside.signposting.enums import LifeEventKind

    assert {kind.value for kind in rules.OF_LIFE_EVENTS} == set(LifeEventKind.values)
