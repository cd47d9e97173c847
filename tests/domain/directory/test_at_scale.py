"""What keeps the finder quick in a large directory: questions in forms an index answers, with the same answers."""

import pytest
from django.db import connection

from alongside.directory import candidates, offers, questions
from alongside.directory.models import Offer, Service
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
