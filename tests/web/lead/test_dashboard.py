"""`/lead/`: four questions, a period to choose, and nobody given away."""

import html
import re

import pytest
import time_machine

from tests.domain.insight.place import NOW, a_case, answers

pytestmark = pytest.mark.usefixtures("partnership")


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(response):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_a_place_without_figures_yet_is_told_kindly(client_as, cast):
    page = client_as(cast.programme_lead).get("/lead/")
    assert page.status_code == 200
    for question in (
        "Who reaches us?",
        "How long do they wait?",
        "Are they connected?",
        "Are they less lonely?",
    ):
        assert question in text_of(page)
    assert "Nobody began to be supported in this time." in text_of(page)
    assert "The running quarter appears on" in text_of(page)


def test_figures_come_as_sentence_picture_and_table(client_as, cast):
    for place in range(20):
        answers(a_case(cast.owner), "3,3,3", "2,2,2" if place < 12 else "3,3,3")
    page = client_as(cast.programme_lead).get("/lead/", {"period": "2026-q3"})
    said = text_of(page)
    assert "We began to support 20 people." in said
    assert "12 are less lonely, 8 the same, 0 lonelier." in said
    assert "95% interval" in said
    assert page.content.count(b"<svg") > 5
    assert b"<caption" in page.content
    assert "July to September 2026" in said


def test_small_numbers_never_reach_the_page(client_as, cast):
    for _ in range(17):
        a_case(cast.owner, birth_year=1950)
    for _ in range(4):
        a_case(cast.owner, birth_year=2004)
    said = text_of(client_as(cast.programme_lead).get("/lead/", {"period": "2026-q3"}))
    assert "Under 25 hidden" in said
    assert "65 to 79 hidden" in said


def test_an_unknown_period_shows_the_newest_year_and_says_so(client_as, cast):
    for wrong in ("2031-q1", "x", "\0x", "year-to-2026-q4"):
        page = client_as(cast.programme_lead).get("/lead/", {"period": wrong})
        assert page.status_code == 200
        assert "We do not have that period" in text_of(page)


def test_the_figures_are_those_of_our_partnership_only(client_as, cast):
    for _ in range(20):
        a_case(cast.owner)
    from alongside.core import tenancy

    other = cast.other_partnership
    assert other.partnership_id != cast.partnership.pk
    with tenancy.within(other.partnership_id, actor="test"):
        from alongside.insight.report import report

        found = report(partnership=other.partnership, period="2026-q3", at=NOW)
        assert found.questions[0].tables[0].total.count == 0
