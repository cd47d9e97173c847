"""A place says what its words mean, and sees what people look for; nothing kept says who."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from alongside.core import tenancy
from alongside.directory import words_queries
from alongside.directory.actions import words
from alongside.directory.actions.words import CannotSay
from alongside.directory.finder import shortlist
from alongside.directory.models import Looked, Saying
from alongside.directory.models.looked import RARE
from alongside.directory.rules import Facts
from tests.factories.directory import a_service

AT = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
DAY = AT.date()


def found(typed: str, **more: Any) -> set[str]:
    return {one.service for one in shortlist(Facts(words=typed, **more), at=AT).results}


def test_what_a_place_says_is_found_at_once_and_taken_out_as_fast(partnership: Any) -> None:
    a_service("Reading room, open to all")
    assert found("attlee") == set()
    saying = words.say(said=" The  Attlee ", means=["reading room"], at=AT)
    assert saying.said == "the attlee"
    assert found("the attlee") == {"Reading room, open to all"}
    words.unsay(saying=saying)
    assert found("the attlee") == set()


def test_a_place_may_say_that_a_word_means_only_itself(partnership: Any) -> None:
    a_service("Lunch club")
    a_service("Dinner dance")
    assert found("dinner") == {"Lunch club", "Dinner dance"}
    words.say(said="dinner", means=[], at=AT)
    assert found("dinner") == {"Dinner dance"}


def test_saying_it_again_replaces_it(partnership: Any) -> None:
    words.say(said="cuppa", means=["tea"], at=AT)
    words.say(said="Cuppa", means=["coffee", "coffee", " "], at=AT)
    assert list(Saying.objects.values_list("said", "means")) == [("cuppa", ["coffee"])]


@pytest.mark.parametrize("said", ["", "  ", "one two three four five six", "чай", "!!!"])
def test_what_cannot_be_looked_up_is_refused_with_what_to_do(partnership: Any, said: str) -> None:
    with pytest.raises(CannotSay, match=r"Write one to five words|Use the letters"):
        words.say(said=said, means=["tea"], at=AT)
    with pytest.raises(CannotSay, match="at most"):
        words.say(said="tea", means=[f"tea{chr(97 + n)}" for n in range(20)], at=AT)


def test_another_places_words_are_not_ours(cast: Any) -> None:
    words.say(said="cuppa", means=["tea"], at=AT)
    with tenancy.within(cast.other_partnership.partnership_id, actor="test"):
        assert not words_queries.own_words()
        words.say(said="cuppa", means=["coffee"], at=AT)
    assert words_queries.own_words() == {"cuppa": ("tea",)}


def look(typed: str, times: int, *, total: int = 0, at: dt.datetime = AT, **more: Any) -> None:
    for _ in range(times):
        words.note(Facts(words=typed, **more), total=total, at=at)


def test_what_is_looked_for_often_is_told_most_often_in_vain_first(partnership: Any) -> None:
    look("Chess", 6)
    look("chess", 2, total=3)
    look("bowls", 7, total=1, languages=frozenset({"so"}))
    told = [(one.kind, one.what, one.times, one.in_vain) for one in words_queries.sought(since=DAY)]
    assert told == [("words", "chess", 8, 6), ("words", "bowls", 7, 0), ("language", "so", 7, 0)]
    assert words_queries.sought(since=DAY + dt.timedelta(days=1)) == []


def test_what_is_looked_for_rarely_is_told_to_nobody(partnership: Any) -> None:
    look("mary smith", RARE - 1)
    assert words_queries.sought(since=DAY) == []


@pytest.mark.parametrize(
    "typed", ["07700 900123", "jo@example.org", "E8 1EA", "one two three four five six", "x" * 80]
)
def test_what_may_be_a_number_an_address_or_a_story_is_not_counted(partnership: Any, typed: str) -> None:
    look(typed, 9)
    assert not Looked.objects.exists()


def test_the_rare_is_forgotten_after_a_quarter_and_everything_after_two_years(partnership: Any) -> None:
    look("mary smith", 2, at=AT - dt.timedelta(weeks=20))
    look("chess", 9, at=AT - dt.timedelta(weeks=20))
    look("bowls", 1)
    look("draughts", 9, at=AT - dt.timedelta(days=800))
    assert words.forget_rare(at=AT) == 2
    assert set(Looked.objects.values_list("what", flat=True)) == {"chess", "bowls"}


ROWS = [
    ({"times": 0}, "looked_counts_make_sense"),
    ({"kind": "mood"}, "looked_kind_is_known"),
    ({"what": "chess"}, "looked_once_a_day"),
]


@pytest.mark.parametrize(("values", "constraint"), ROWS)
def test_the_database_refuses_counts_that_cannot_be(
    values: dict[str, Any], constraint: str, partnership: Any
) -> None:
    look("chess", 1)
    fields = {"kind": "words", "what": "bowls", "day": DAY, "times": 1, **values}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Looked.objects.create(**fields)


def test_the_database_refuses_words_nobody_could_type(partnership: Any) -> None:
    with pytest.raises(IntegrityError, match="saying_is_plain_words"), transaction.atomic():
        Saying.objects.create(said="Two  Spaces", made_at=AT)
    words.say(said="tea", means=[], at=AT)
    with pytest.raises(IntegrityError, match="saying_once"), transaction.atomic():
        Saying.objects.create(said="tea", made_at=AT)


VIOLATED = {constraint for _, constraint in ROWS} | {"saying_is_plain_words", "saying_once"}
