"""What keeps the finder quick in a large directory: questions in forms an index answers, with the same answers."""

import random
from typing import Any

import pytest
from django.db import connection

from alongside.directory import candidates, likeness, offers, questions
from alongside.directory.models import Offer, Service, ServiceWords
from alongside.directory.rules import Facts
from tests.factories.directory import MOMENT, a_service

pytestmark = pytest.mark.usefixtures("partnership")


def plan_of(statement: str, params: object = None) -> str:
    """Return how PostgreSQL would answer if reading a whole table or index were dear, as it is in a large one.

    A bitmap is made of an index only for a condition the index answers, so with bitmaps alone left the plan
    does not hang on how large the planner happens to believe an empty table is.
    """
    with connection.cursor() as cursor:
        for whole in ("seqscan", "indexscan", "indexonlyscan"):
            cursor.execute(f"SET LOCAL enable_{whole} = off")
        cursor.execute(f"EXPLAIN {statement}", params)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_what_is_within_reach_is_answered_by_the_index_on_points() -> None:
    facts = Facts(easting=533_000, northing=184_000, within_m=3_200)
    plan = plan_of(
        f"SELECT count(*) FROM directory_offer o WHERE {candidates.FITS['distance']}",
        candidates.parameters(facts),
    )
    conditions = [line for line in plan.splitlines() if "Index Cond" in line]
    assert any("<@" in line for line in conditions), plan


def test_part_of_a_name_is_answered_by_the_index_on_names() -> None:
    statement, params = (
        Service.objects.filter(name__says="choir").values("pk").order_by("pk").query.sql_with_params()
    )
    assert "service_name_trgm" in plan_of(statement, params)


@pytest.mark.parametrize("typed", ["CHOIR", "café", "CAFÉ", "100%", "_", "a\\b", "men's"])
def test_part_of_a_name_is_what_icontains_finds(typed: str) -> None:
    for name in ("Men's choir", "The Café", "100% wool", "a\\b", "under_score", "Walking"):
        a_service(name=name)
    says, icontains = (
        set(Service.objects.filter(**{f"name__{lookup}": typed}).values_list("name", flat=True))
        for lookup in ("says", "icontains")
    )
    assert says == icontains != set()


@pytest.mark.parametrize(
    "words", ["lunch club", "choir", "men's shed", "it's o'clock", "lunch", "back\\slash"]
)
def test_words_in_heads_are_those_of_name_and_keywords(words: str) -> None:
    a_service(name="Lunch club", description="A choir")
    a_service(name="Men's shed", keywords="choir", description="Lunch club")
    a_service(name="Club lunch", description="It's five o'clock")
    a_service(name="It's o'clock back\\slash", keywords="lunch", description="club")
    question = questions.ask(Facts(words=words, words_exact=True))
    with connection.cursor() as cursor:
        for condition in question.words:
            by_filter = condition.replace("o.search @@", "ts_filter(o.search, '{a,b}') @@", 1)
            cursor.execute(
                f"SELECT o.name, {questions.in_head(condition)}, {by_filter} FROM directory_offer o",
                question.params,
            )
            rows = cursor.fetchall()
            assert len(rows) == 4
            assert [row for row in rows if row[1] != row[2]] == []


def test_offers_made_anew_lie_by_neighbourhood_and_those_without_an_address_last() -> None:
    a_service(name="Far", at=[(600_000, 200_000)])
    a_service(name="By phone", modes=["phone"])
    a_service(name="Near", at=[(533_000, 184_000)])
    a_service(name="Far too", at=[(600_100, 200_100)])
    offers.refresh(on=MOMENT.date())
    names = list(Offer.objects.order_by("pk").values_list("name", flat=True))
    assert (names[0], set(names[1:3]), names[3]) == ("Near", {"Far", "Far too"}, "By phone")


WORDS = ("lunch", "lunch club", "choir lunch", "sing along", "Lunch Club", "tea dance club", "chior")


def _a_small_country() -> None:
    dice = random.Random(7)
    ways: list[list[dict[str, Any]]] = [
        [],
        [{"minimum_age": 55}],
        [{"minimum_age": 55}, {}],
        [{"area_codes": ["E09000012"], "area_relations": ["lives"]}],
        [{"carers_only": True}, {"genders": ["woman"], "gender_basis": "Schedule 3, paragraph 27"}],
    ]
    for number in range(40):
        name = " ".join(
            dice.sample(("Lunch", "Club", "Choir", "Tea", "Dance", "Singing"), dice.choice((1, 2, 3)))
        )
        a_service(
            name,
            description=" ".join(dice.sample(("lunch", "a choir", "tea", "and dance", "our club"), 2)),
            keywords=dice.choice(("", "lunch", "choir, tea")),
            at=[(533_000 + 100 * n, 184_000) for n in range(dice.choice((0, 1, 3)))],
            modes=["phone", "online"] if number % 5 == 0 else ["in_person"],
            ways=dice.choice(ways),
            refresh=False,
        )
    offers.refresh(on=MOMENT.date())


def _ranked(words: str, *, narrow: bool, upto: int = 100) -> list[tuple[Any, int, int]]:
    """Return the services for words alone, as (service, tier, how many in all), from one table or the other."""
    question = questions.ask(Facts(words=words))
    statement = questions.ranked_by_meaning(question) if narrow else questions.ranked(question, best=False)
    with connection.cursor() as cursor:
        cursor.execute(statement, {**question.params, "upto": upto, "closed": 5, "meant": None})
        rows = cursor.fetchall()
    of = dict(Offer.objects.values_list("id", "service_id"))
    return [(of[row[0]], row[3], row[5]) for row in rows]


@pytest.mark.parametrize("words", WORDS)
def test_the_narrow_rows_for_words_alone_say_what_the_offers_say(words: str) -> None:
    if not likeness.is_of_use():
        pytest.skip("no pgvector here: the narrow rows are not asked")
    _a_small_country()
    narrow, wide = _ranked(words, narrow=True), _ranked(words, narrow=False)
    assert len(narrow) > 5
    assert sorted(narrow, key=str) == sorted(wide, key=str)
    assert [tier for _, tier, _ in narrow] == sorted(tier for _, tier, _ in wide)


@pytest.mark.parametrize("narrow", [True, False], ids=["by meaning", "by words"])
def test_what_is_not_weighed_any_more_comes_after_and_is_neither_lost_nor_repeated(
    narrow: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if narrow and not likeness.is_of_use():
        pytest.skip("no pgvector here")
    _a_small_country()
    whole = {one for one, _, _ in _ranked("lunch", narrow=narrow)}
    monkeypatch.setattr(questions, "WEIGHED", 7)
    monkeypatch.setattr(likeness, "COMPARED", 5)
    listed = [one for one, _, _ in _ranked("lunch", narrow=narrow)]
    assert (set(listed), len(listed)) == (whole, len(whole))
    for upto in (3, 6, 7, 8, 12):
        first = [one for one, _, _ in _ranked("lunch", narrow=narrow, upto=upto)]
        assert first[:upto] == listed[:upto], "whoever turns the page sees no service twice"


def test_what_is_listed_no_longer_has_no_words() -> None:
    service = a_service("Lunch club")
    assert ServiceWords.objects.get().name == "Lunch club"
    Service.objects.update(name="Supper club")
    offers.refresh([service.pk], on=MOMENT.date())
    assert ServiceWords.objects.get().name == "Supper club"
    Service.objects.update(withdrawn_at=MOMENT)
    offers.refresh([service.pk], on=MOMENT.date())
    assert not ServiceWords.objects.exists()
