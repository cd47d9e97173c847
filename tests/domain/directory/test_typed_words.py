"""What residents type: mended, split, joined, looked up – and never mistaken for what it is not."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from alongside.demo.feed import bring_in_directory, services_on_offer
from alongside.directory import offers, thesaurus
from alongside.directory.finder import shortlist
from alongside.directory.models import DirectoryWord, Service
from alongside.directory.rules import Facts
from alongside.directory.typed import Reading, read
from tests.factories.directory import MOMENT, a_service

pytestmark = pytest.mark.usefixtures("partnership")

MUST = {
    "dinner": "somers-table",
    "i need someone to talk to": "welcome-call",
    "sewing": "city-crafts",
    "knit and natter": "city-crafts",
    "i lost my husband": "bereavement-cafe",
    "berevement": "bereavement-cafe",
    "help with forms": "anatolian-women",
    "theater": "city-trip",
    "coffeemorning": "green-house-coffee",
    "cofee morning": "green-house-coffee",
    "taichi": "hoa-sen",
    "yogga": "chair-yoga",
    "chickens": "hen-keeping",
    "mens shed": "mens-shed",
    "wheel chair": "lifts",
    "dimentia": "ubuntu-dementia",
    "pregnant": "family-nurse",
    "learn english": "esol-cafe",
    "polski": "polish-club",
    "city conections": "city-connections",
    "universal credit": "anatolian-advice",
}
"""What must be among the first three of the demo directory."""


def taken(text: str) -> dict[str, str]:
    """Return what was taken for what."""
    return dict(read(text).taken_for)


def test_what_residents_must_find_is_among_the_first_three() -> None:
    bring_in_directory(MOMENT.date(), at=MOMENT)
    keys = {str(service.pk): offer.key for offer, service in services_on_offer()}
    missed = {}
    for words, key in MUST.items():
        found = shortlist(Facts(words=words), at=MOMENT, limit=3, order="nearest").results
        shown = [keys[result.service_id] for result in found]
        if key not in shown:
            missed[words] = shown
    assert missed == {}


def test_a_slip_is_mended_by_a_word_of_a_description_not_only_of_a_name() -> None:
    a_service("Tuesday friends", description="Backgammon and tea")
    assert taken("backgamon") == {"backgamon": "backgammon"}


def test_a_word_the_directory_has_is_never_mended() -> None:
    a_service("Launch night")
    a_service("Punting")
    assert taken("lunch") == {}
    assert taken("punting") == {}


def test_a_word_nothing_is_near_to_finds_nothing_and_stays_as_typed() -> None:
    a_service("Choir")
    assert [term.typed for term in read("xqzvw").terms] == ["xqzvw"]
    assert shortlist(Facts(words="xqzvw"), at=MOMENT).total == 0


@pytest.mark.parametrize(
    ("typed", "instead"),
    [("coffeemorning", "coffee morning"), ("sheepshearing", "sheep shearing"), ("wheel chair", "wheelchair")],
)
def test_words_written_together_or_apart_are_read_as_the_directory_has_them(typed: str, instead: str) -> None:
    a_service("Farm", description="Shearing of sheep; a path for any wheelchair")
    assert taken(typed) == {typed: instead}


@pytest.mark.parametrize(
    ("one", "other"), [("theater", "theatre"), ("color", "colour"), ("organize", "organise")]
)
def test_american_and_british_spellings_find_each_other(one: str, other: str) -> None:
    assert other in thesaurus.spellings(one)
    assert one in thesaurus.spellings(other)


def test_what_was_left_out_and_what_was_also_looked_for_is_told() -> None:
    reading = read("dinner near me please")
    assert reading.left_out == ("near", "please")
    assert "lunch club" in reading.also
    assert "dinner" not in reading.also


def test_words_beyond_the_eighth_are_told_as_left_out() -> None:
    typed = [f"w{n}" for n in range(10)]
    assert read(" ".join(typed)).left_out == ("w8", "w9")


def test_on_request_every_word_stands_for_itself() -> None:
    a_service("Lunch club")
    reading = read("dinner plese", exact=True)
    assert [term.words for term in reading.terms] == [("dinner",), ("plese",)]
    assert reading.also == reading.taken_for == ()


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("lunhc", "lunch", 1), ("cofee", "coffee", 1), ("tea", "tea", 0), ("", "abc", 3)],
)
def test_slips_are_counted_as_letters_left_out_put_in_changed_or_swapped(
    one: str, other: str, apart: int
) -> None:
    assert thesaurus.slips(one, other) == apart


def test_short_words_are_not_guessed_and_longer_ones_forgive_two_slips() -> None:
    assert thesaurus.meant("tae", ["tea"]) == ""
    assert thesaurus.meant("lonch", ["lynx", "launch"]) == ""
    assert thesaurus.meant("carribean", ["caribbean"]) == "caribbean"


@pytest.mark.parametrize("text", ["", "   ", "''", "a" * 5_000, "%s %(x)s", 'or "and"', "💐", "\x00x"])
def test_nothing_one_can_type_breaks_the_reading(text: str) -> None:
    a_service("Choir")
    assert isinstance(read(text.replace("\x00", "")), Reading)
    assert shortlist(Facts(words=text), at=MOMENT).heard is not None


def test_words_nobody_uses_any_more_are_forgotten_when_all_offers_are_made_anew() -> None:
    service = a_service("Zither circle")
    assert DirectoryWord.objects.filter(word="zither").exists()
    Service.objects.filter(pk=service.pk).update(withdrawn_at=MOMENT)
    offers.refresh(on=MOMENT.date())
    assert not DirectoryWord.objects.filter(word="zither").exists()


def test_a_word_is_kept_once() -> None:
    DirectoryWord.objects.create(word="zither", stem="zither")
    with pytest.raises(IntegrityError), transaction.atomic():
        DirectoryWord.objects.create(word="zither", stem="zither")


def test_reading_takes_two_queries_at_most(django_assert_max_num_queries: Any) -> None:
    a_service("Choir")
    with django_assert_max_num_queries(2):
        read("quoir singng wheel chair coffeemorning gardning backgamon")
