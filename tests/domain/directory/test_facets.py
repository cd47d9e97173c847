"""Narrowing, ordering and giving up: every number that is promised is what one finds."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.http import QueryDict

from alongside.directory.facets import facets
from alongside.directory.finder import shortlist
from alongside.directory.rules import Facts, Slot
from alongside.directory.schedules import LONDON
from alongside.web.finding import FindForm
from alongside.web.narrowing import narrowings
from tests.factories.directory import a_service

AT = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
HERE = (534_870, 184_694)


def weekly(day: str, opens: str = "10:00", closes: str = "12:00") -> dict[str, str | list[str]]:
    return {"freq": "WEEKLY", "byday": [day], "opens_at": opens, "closes_at": closes}


@pytest.fixture
def place(partnership: Any) -> None:
    """A dozen services, each a little different."""
    a_service("Walk one", at=[HERE], schedules=[weekly("TU")], access=["step_free"], cost="0")
    a_service(
        "Walk two", at=[HERE], schedules=[weekly("TU", "18:00", "20:00")], languages=["tr"], cost="2.00"
    )
    a_service("Walk three", at=[HERE], schedules=[weekly("FR")], lacking=["step_free"], languages=["en"])
    a_service("Walk four", at=[HERE], ways=[{"minimum_age": 55}], access=["lift", "step_free"])
    a_service("Walk five", at=[HERE], ways=[{"referral_routes": ["gp"]}])
    a_service("Walk six", modes=["phone", "post"], languages=["tr", "bn"])
    a_service(
        "Walk seven", at=[HERE, (535_000, 184_000)], ways=[{"referral_routes": ["gp"]}, {"minimum_age": 18}]
    )
    a_service("Walk eight", modes=["online"], attending_access="referral", cost="0")
    a_service("Bowls", at=[HERE], schedules=[weekly("TU")])


QUESTIONS = [
    "q=walk",
    "q=walk&postcode=E8+1EA",
    "q=walk&day=tue&time=morning",
    "q=walk&day=tue&day=fri",
    "q=walk&needs=step_free",
    "q=walk&language=tr&free=on",
    "q=walk&how=phone&how=post",
    "q=walk&self_refer=on&age=40",
    "postcode=E8+1EA&within=any",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_link_that_narrows_finds_as_many_as_it_says(question: str, place: None) -> None:
    asked = QueryDict(question)
    form = FindForm(asked)
    assert form.is_valid(), form.errors
    total = shortlist(form.facts(), at=AT).total
    found = facets(form.facts(), total=total)
    assert len(found) >= (3 if total >= 3 else 0)
    groups = narrowings(asked, form.facts(), total=max(total, 99))
    links = [link for group in groups for link in group.links]
    by_label = {link.address: link for link in links}
    counts = {facet.value: facet for facet in facets(form.facts(), total=max(total, 99))}
    assert len(by_label) == len(counts)
    for facet, link in zip(_in_order(facets(form.facts(), total=max(total, 99))), links, strict=True):
        narrowed = FindForm(QueryDict(link.address.removeprefix("?")))
        assert narrowed.is_valid(), link.address
        assert shortlist(narrowed.facts(), at=AT).total == facet.count, link


def _in_order(found: Any) -> list[Any]:
    kinds = ["when", "mode", "cost", "referral", "needs", "language"]
    return sorted(found, key=lambda facet: kinds.index(facet.kind))


def test_the_sure_ones_are_told_from_those_that_do_not_say(place: None) -> None:
    total = shortlist(Facts(words="walk"), at=AT).total
    step_free = next(one for one in facets(Facts(words="walk"), total=total) if one.value == "step_free")
    assert (step_free.surely, step_free.count) == (4, 7), "two halls, and two that need no going"


def test_counts_take_one_query_more_whatever_there_is_to_narrow_by(
    place: None, django_assert_num_queries: Any
) -> None:
    heard = shortlist(Facts(words="walk"), at=AT).heard
    with django_assert_num_queries(1):
        facets(Facts(words="walk"), total=8, heard=heard)


def test_only_what_one_can_ask_for_oneself(place: None) -> None:
    found = {one.service for one in shortlist(Facts(words="walk", without_referral=True), at=AT).results}
    assert "Walk five" not in found
    assert "Walk eight" not in found
    assert "Walk seven" in found, "there is another way in"


def test_by_post_needs_no_step_free_hall(partnership: Any) -> None:
    a_service("Pen friends", modes=["post"])
    (found,) = shortlist(Facts(modes=frozenset({"post"}), needs=frozenset({"step_free"})), at=AT).results
    assert found.mode == "post"


def test_soonest_first_is_by_real_dates_and_pages_neither_repeat_nor_lose(place: None) -> None:
    first = shortlist(Facts(words="walk bowls"), at=AT, order="soonest", limit=3)
    rest = shortlist(Facts(words="walk bowls"), at=AT, order="soonest", limit=20, offset=3)
    names = [one.service for one in (*first.results, *rest.results)]
    assert names[:2] in (["Bowls", "Walk one"], ["Walk one", "Bowls"])
    assert names[2:4] == ["Walk two", "Walk three"]
    assert len(set(names)) == len(names) == first.total
    assert [one.rank for one in rest.results] == list(range(4, first.total + 1))


def test_lately_confirmed_first(partnership: Any) -> None:
    for name, day in (("Old", 1), ("New", 20), ("Middle", 10)):
        a_service(name, confirmed_on=dt.date(2026, 11, day), at=[HERE])
    names = [one.service for one in shortlist(Facts(), at=AT, order="confirmed").results]
    assert names == ["New", "Middle", "Old"]


def test_a_bank_holiday_is_said_and_an_ordinary_day_is_not(partnership: Any) -> None:
    a_service("Monday walk", at=[HERE], schedules=[weekly("MO")])
    christmas = dt.datetime(2026, 12, 24, 12, tzinfo=LONDON)
    (found,) = shortlist(Facts(), at=christmas).results
    assert "28 December is a bank holiday – ask if it is on" in found.obstacles
    (found,) = shortlist(Facts(), at=AT).results
    assert not any("bank holiday" in line for line in found.obstacles)


def test_when_no_single_wish_helps_two_together_are_offered_and_keep_their_promise(partnership: Any) -> None:
    a_service("Chess", at=[HERE], schedules=[weekly("FR")], languages=["en"], cost="3.00")
    facts = Facts(
        words="chess",
        free=(Slot(1, 600, 720),),
        languages=frozenset({"tr"}),
        easting=HERE[0],
        northing=HERE[1],
        within_m=8_000,
    )
    found = shortlist(facts, at=AT)
    assert found.total == 0
    both = found.relaxations[0]
    assert both.wish == "when language"
    assert str(both) == "On any day and at any time – and: not only in Turkish: 1 result"
    for offered in found.relaxations:
        assert shortlist(offered.facts, at=AT).total == offered.count > 0


@time_machine.travel(AT)
def test_the_public_page_narrows_and_orders_by_links(place: None, client: Any) -> None:
    page = client.get("/find/", {"q": "walk"}).content.decode()
    assert "narrow=on#narrow" in page
    assert "how many more do not say" not in page, "counting is dear: only for who asks"
    page = client.get("/find/", {"q": "walk", "narrow": "on"}).content.decode()
    assert "how many more do not say" in page
    assert "Soonest first" in page
    assert "sort=soonest" in page
    client.get("/find/", {"q": "walk", "sort": "nonsense"})


def test_what_lies_out_of_reach_is_not_even_read_for_the_counts(place: None) -> None:
    """In a large directory most of it does: the index on points must answer, whatever else is wished."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    facts = Facts(
        words="walk", easting=HERE[0], northing=HERE[1], within_m=3_200, needs=frozenset({"step_free"})
    )
    with CaptureQueriesContext(connection) as asked:
        facets(facts, total=0)
    (counting,) = [one["sql"] for one in asked if "bit_or" in one["sql"]]
    assert "<@ circle" in counting.rpartition(" WHERE ")[2]
