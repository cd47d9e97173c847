"""Order by meaning: of what the words found, the likest first – where nothing but words was told, and never more."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from alongside.directory import jobs, likeness, offers
from alongside.directory.actions import meanings
from alongside.directory.finder import Shortlist, shortlist
from alongside.directory.models import Service, ServiceMeaning
from alongside.directory.rules import Facts, Slot
from alongside.numerics import sentences
from tests.factories.directory import MOMENT, TODAY, a_service

pytestmark = pytest.mark.usefixtures("partnership")
E, N = 534_870, 184_694
TEA = "Come for tea and biscuits."

VIOLATED = {"meaning_has_all_its_numbers"}


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    likeness._read_once.cache_clear()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the model was asked; it answers with the first direction."""
    texts: list[str] = []

    def meaning_of(text: str) -> list[float]:
        texts.append(text)
        return towards(0)

    monkeypatch.setattr(sentences, "meaning_of", meaning_of)
    return texts


def towards(*directions: int) -> list[float]:
    """Return a vector of length 1 along these axes."""
    return [len(directions) ** -0.5 if n in directions else 0.0 for n in range(sentences.SIZE)]


def given(name: str, *directions: int, **fields: Any) -> Service:
    """Return a service that means that."""
    service = a_service(name, **{"description": TEA, **fields})
    ServiceMeaning.objects.create(service=service, made_of="by hand", numbers=towards(*directions))
    return service


def found(words: str = "biscuits", **facts: Any) -> Shortlist:
    return shortlist(Facts(words=words, **facts), at=MOMENT, limit=50, order="nearest")


def names(one: Shortlist) -> list[str]:
    return [result.service for result in one.results]


def three() -> None:
    """Three services with the word asked for: by their meaning the last made is the likest."""
    given("Alpha", 2)
    given("Beta", 0, 1)
    given("Gamma", 0)


def test_what_means_the_same_comes_first(asked: list[str]) -> None:
    three()
    one = found()
    assert names(one) == ["Gamma", "Beta", "Alpha"]
    assert one.by_meaning
    assert [result.rank for result in one.results] == [1, 2, 3]
    assert asked == ["biscuits"]


def test_the_same_services_are_found_with_the_same_reasons_as_without(
    asked: list[str], settings: Any
) -> None:
    three()
    a_service("Delta", description="Cake")
    given("Epsilon", 0, description="Cake")  # as like as can be, but without the word
    with_it = found()
    settings.ORDER_BY_MEANING = False
    without = found()
    assert not without.by_meaning
    assert with_it.total == without.total == 3
    reasons = [{one.service: (one.reasons, one.obstacles) for one in it.results} for it in (with_it, without)]
    assert reasons[0] == reasons[1]
    assert set(names(with_it)) == {"Alpha", "Beta", "Gamma"}


def test_a_service_asked_for_by_name_stays_first(asked: list[str]) -> None:
    given("Biscuits and more", 0)
    given("Biscuits", 2)
    assert names(found("biscuits"))[0] == "Biscuits"


def test_words_in_the_name_outweigh_a_little_less_likeness(asked: list[str]) -> None:
    close = [0.99, (1 - 0.99**2) ** 0.5, *[0.0] * (sentences.SIZE - 2)]
    given("Tea", 0)
    in_name = given("Many biscuits every day", 0)
    ServiceMeaning.objects.filter(service=in_name).update(numbers=close)
    assert names(found()) == ["Many biscuits every day", "Tea"]


def test_a_service_that_was_not_read_yet_stands_among_the_others(asked: list[str]) -> None:
    three()
    a_service("New", description=TEA)
    ServiceMeaning.objects.filter(service__name="Beta").delete()
    order = names(found())
    assert order[0] == "Gamma"
    assert order[-1] == "Alpha"
    assert set(order[1:3]) == {"Beta", "New"}


TOLD: dict[str, dict[str, Any]] = {
    "a place": {"easting": E, "northing": N},
    "a fact": {"age": 70},
    "a wish": {"free": (Slot(0, 540, 600),)},
    "what matters": {"matters": ("food",)},
    "to the letter": {"words_exact": True},
}


@pytest.mark.parametrize("told", TOLD)
def test_where_more_than_words_is_told_the_model_is_not_asked(told: str, asked: list[str]) -> None:
    three()
    one = found(**TOLD[told])
    assert not asked
    assert not one.by_meaning
    assert one.total == 3 or told == "what matters"


def test_how_far_is_nothing_told_without_a_place(asked: list[str]) -> None:
    three()
    assert found(within_m=8_000).by_meaning


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pl", "biscuits"),
        ("he", "biscuits"),
        ("en", "ביסקוויט biscuits עוגיות"),
        ("en", "biscuits chcę porozmawiać kimś"),
        ("en", "biscuits বিস্কুট চা"),
        ("en", "🍪🍪"),
        ("en", "12345"),
    ],
)
def test_words_that_are_not_english_are_left_to_the_words(
    language: str, words: str, asked: list[str]
) -> None:
    three()
    with translation.override(language):
        assert not found(words).by_meaning
    assert not asked


def test_a_slip_of_the_pen_is_english_all_the_same(asked: list[str]) -> None:
    three()
    assert found("bisciuts").by_meaning


def test_without_numbers_of_services_the_model_is_not_asked(asked: list[str]) -> None:
    a_service("Alpha", description=TEA)
    assert found().total == 1
    assert not asked


def test_without_pgvector_everything_is_as_before(
    asked: list[str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    three()
    settings.ORDER_BY_MEANING = False
    before = names(found())
    settings.ORDER_BY_MEANING = True
    monkeypatch.setattr(likeness, "_CAN_COMPARE", "to_regtype('no_such_type') IS NOT NULL")
    assert names(found()) == before
    assert not asked
    assert not likeness.is_of_use()


def test_without_the_model_everything_is_as_before(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    three()
    settings.ORDER_BY_MEANING = False
    before = names(found())
    settings.ORDER_BY_MEANING = True

    def no_model(text: str) -> list[float]:
        raise sentences.NoModel("not here")

    monkeypatch.setattr(sentences, "meaning_of", no_model)
    assert names(found()) == before


def test_pages_neither_repeat_nor_lose_anything_beyond_what_is_compared_either(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness, "COMPARED", 4)
    for n in range(9):
        given(f"Group {n}", n, 10 + n)
    pages = [
        shortlist(Facts(words="biscuits"), at=MOMENT, limit=2, offset=n, order="nearest")
        for n in range(0, 10, 2)
    ]
    seen = [result.service for page in pages for result in page.results]
    assert len(seen) == len(set(seen)) == 9
    assert seen == names(found())
    assert {page.total for page in pages} == {9}


def test_hostile_words_do_no_harm(asked: list[str]) -> None:
    three()
    for words in (
        "biscuits\x00",
        "\u202ebiscuits",
        "biscuits " * 1_500,
        "biscuits 🍪",
        "' OR 1=1 -- biscuits",
        "[1,2]",
    ):
        assert found(words).total in (0, 3)
    assert all(len(text) <= likeness.LONGEST for text in asked)


def test_one_query_more_is_asked_and_no_more(asked: list[str], settings: Any) -> None:
    three()
    counted = []
    for on in (False, True):
        settings.ORDER_BY_MEANING = on
        with CaptureQueriesContext(connection) as queries:
            found()
        counted.append(len(queries))
    assert counted[1] == counted[0] + 1


def test_only_questions_of_our_own_words_are_remembered(asked: list[str]) -> None:
    three()
    found("lunch club biscuits")
    found("lunch club biscuits")
    assert likeness._read_once.cache_info().currsize == 0
    given("Lunch club", 0)
    found("lunch club")
    found("lunch club")
    assert likeness._read_once.cache_info().currsize == 1
    assert asked == ["lunch club biscuits", "lunch club biscuits", "lunch club"]


def numbers() -> dict[str, list[float] | None]:
    return dict(ServiceMeaning.objects.values_list("service__name", "numbers"))


def test_what_is_new_is_read_and_what_changed_is_read_again(asked: list[str]) -> None:
    one = a_service("Alpha", description=TEA)
    assert meanings.read_on() == 1
    assert meanings.read_on() == 0
    assert likeness.state() == (1, 1)
    Service.objects.filter(pk=one.pk).update(description="Chess.")
    assert likeness.state() == (1, 0)
    assert meanings.read_on() == 1
    assert asked == [f"Alpha. {TEA}", "Alpha. Chess."]


def test_numbers_of_what_is_not_listed_any_more_go(asked: list[str]) -> None:
    gone = a_service("Alpha", description=TEA)
    a_service("Beta", description=TEA)
    meanings.read_on()
    Service.objects.filter(pk=gone.pk).update(withdrawn_at=MOMENT)
    offers.refresh(on=TODAY)
    meanings.read_on()
    assert set(numbers()) == {"Beta"}


def test_whoever_is_interrupted_goes_on_where_they_were(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meanings, "AT_ONCE", 2)
    for n in range(5):
        a_service(f"Group {n}", description=TEA)
    assert meanings.read_on(seconds=0) == 2
    assert len(numbers()) == 2
    assert meanings.read_on() == 3
    assert len(asked) == len(set(asked)) == 5


def test_what_is_not_english_is_not_read_but_ticked_off(asked: list[str]) -> None:
    a_service(
        "Klub",
        description="Zapraszamy na kawę i rozmowę, co tydzień jest dla nas to ważne, nie tylko dla osób.",
    )
    assert meanings.read_on() == 1
    assert numbers() == {"Klub": None}
    assert meanings.read_on() == 0
    assert not asked


def test_the_worker_reads_a_while_and_comes_back_for_the_rest(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    again: list[bool] = []
    monkeypatch.setattr(jobs.read_meanings, "defer", lambda: again.append(True))
    monkeypatch.setattr(jobs, "READ_SECONDS", 0)
    monkeypatch.setattr(meanings, "AT_ONCE", 2)
    for n in range(3):
        a_service(f"Group {n}", description=TEA)
    jobs.look_for_unread(0)
    assert again == [True]
    jobs.read_meanings()
    assert again == [True, True]
    jobs.read_meanings()
    jobs.look_for_unread(0)
    assert again == [True, True]
    assert len(numbers()) == 3


def test_nothing_is_read_where_it_is_turned_off(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.ORDER_BY_MEANING = False
    monkeypatch.setattr(jobs.read_meanings, "defer", lambda: pytest.fail("deferred"))
    a_service("Alpha", description=TEA)
    jobs.look_for_unread(0)


def test_with_the_model_that_comes_with_it_a_talk_comes_before_a_walk() -> None:
    """No word of the first is in the question but one that all have; the model knows what is meant."""
    fields = {"keywords": "", "confirmed_on": TODAY - dt.timedelta(days=1)}
    a_service(
        "Hill walkers", description="Long walks with others at the weekend, twelve miles and more.", **fields
    )
    a_service("Listening ear", description="A volunteer rings others who feel alone, for a chat.", **fields)
    a_service(
        "Debt desk", description="Help with bills and letters, and with what others are owed.", **fields
    )
    assert meanings.read_on() == 3
    one = shortlist(Facts(words="lonely, want to speak with others"), at=MOMENT)
    assert one.by_meaning
    assert names(one)[0] == "Listening ear"


def test_the_database_refuses_numbers_that_cannot_be_compared() -> None:
    one = a_service("Alpha")
    with pytest.raises(IntegrityError, match="meaning_has_all_its_numbers"), transaction.atomic():
        ServiceMeaning.objects.create(service=one, made_of="x", numbers=[1.0, 0.0])
