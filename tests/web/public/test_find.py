"""The public finder: a form that works as a link, results that say why, ways on when there are none."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.directory import a_service

FIND = "/find/"
HERE = (534_870, 184_694)
TUESDAYS = {"freq": "WEEKLY", "byday": ["TU"], "opens_at": "12:30", "closes_at": "14:30"}


def text(response: Any) -> str:
    """Return the page as one line."""
    return " ".join(response.content.decode().split())


@pytest.fixture
def lunch(partnership: Any) -> Any:
    """A lunch club near E8 1EA, for people over 55."""
    return a_service(
        "Lunch club at the Green House",
        at=[HERE],
        ways=[{"minimum_age": 55}],
        languages=["tr"],
        access=["step_free"],
        cost="0",
        schedules=[TUESDAYS],
    )


def test_the_finder_opens_with_an_empty_form(partnership: Any, client: Client) -> None:
    page = text(client.get(FIND))
    assert "What do you enjoy, or need?" in page
    assert "may suit you" not in page


def test_dinner_finds_the_lunch_club_and_says_what_fits_and_what_is_in_the_way(
    lunch: Any, client: Client
) -> None:
    page = text(client.get(FIND, {"q": "dinner", "postcode": "e81ea", "needs": "lift"}))
    assert "1 thing that may suit you" in page
    assert reverse("public:service", args=[lunch.pk]) in page
    assert "Tuesdays, 12.30pm to 2.30pm · Free" in page
    assert "They ask that you are over 55 – check" in page
    assert "Not known to have: lift – ask" in page
    assert "Confirmed" in page


def test_someone_too_young_sees_under_not_open_why_and_when(lunch: Any, client: Client) -> None:
    page = text(client.get(FIND, {"q": "lunch", "postcode": "E8 1EA", "age": "53"}))
    assert "Nothing fits all of that" in page
    assert "Not open to you, and why" in page
    assert "Over-55s only – in two years" in page


def test_no_results_offers_the_wish_to_give_up_as_a_link_that_works(lunch: Any, client: Client) -> None:
    response = client.get(FIND, {"q": "lunch", "postcode": "E8 1EA", "day": "fri", "age": "70"})
    assert "On any day and at any time: 1 result" in text(response)
    (address, _sentence) = response.context["relaxations"][0]
    assert "day=" not in address
    assert "Lunch club at the Green House" in text(client.get(FIND + address))


@pytest.mark.parametrize(
    ("postcode", "said"),
    [
        ("E8", "is only the first half of a postcode"),
        ("BT1 5GS", "is in Northern Ireland"),
        ("ZE9 9ZZ", "We do not know the postcode"),
        ("Narnia", "does not look like a postcode"),
    ],
)
def test_a_postcode_that_will_not_do_says_so_and_keeps_the_rest(
    lunch: Any, client: Client, postcode: str, said: str
) -> None:
    response = client.get(FIND, {"q": "dinner", "postcode": postcode, "age": "78"})
    page = text(response)
    assert response.status_code == 200
    assert said in page
    assert 'value="dinner"' in page
    assert 'value="78"' in page
    assert "Look without a place" in page


def test_a_postcode_out_of_use_shows_what_is_roughly_near_and_says_so(lunch: Any, client: Client) -> None:
    page = text(client.get(FIND, {"postcode": "NW1 1BB", "within": "any"}))
    assert "1 thing that may suit you" in page
    assert "We have looked around NW1 1 instead, so distances are rough." in page
    assert "distances are rough" not in text(client.get(FIND, {"postcode": "E8 1EA"}))


def test_someone_in_northern_ireland_is_led_to_phone_and_online(partnership: Any, client: Client) -> None:
    a_service("Telephone reading group", modes=["phone"])
    page = text(client.get(FIND, {"postcode": "BT1 5GS"}))
    assert "See what there is by phone and online" in page
    assert "Telephone reading group" in text(client.get(FIND, {"how": ["phone", "online"]}))


def test_an_area_by_its_name_will_do(lunch: Any, client: Client) -> None:
    page = text(client.get(FIND, {"postcode": "hackney"}))
    assert "Near Hackney" in page
    assert "Lunch club at the Green House" in page


def test_who_works_in_the_city_is_told_that_this_is_why_it_is_open(partnership: Any, client: Client) -> None:
    a_service(
        "City Connections",
        at=[(532_400, 181_200)],
        ways=[{"area_codes": ["E09000001"], "area_relations": ["lives", "works"]}],
    )
    asked = {"postcode": "E8 1EA", "relation": "lives"}
    closed = {**asked, "other_relation": "works", "other_place": "Camden"}
    assert "For people who work in the City of London – check if that is you" in text(client.get(FIND, asked))
    assert "Only for people who live or work in the City of London" in text(client.get(FIND, closed))
    opened = {**asked, "other_relation": "works", "other_place": "City of London"}
    assert "Open to you because you work in the City of London" in text(client.get(FIND, opened))


def test_long_lists_are_turned_page_by_page(partnership: Any, client: Client) -> None:
    for number in range(12):
        a_service(f"Walk {number:02}", at=[(HERE[0] + 10 * number, HERE[1])])
    first = text(client.get(FIND, {"q": "walk", "postcode": "E8 1EA"}))
    assert "12 things that may suit you" in first
    assert "page=2" in first
    second = text(client.get(FIND, {"q": "walk", "postcode": "E8 1EA", "page": "2"}))
    assert "Walk 11" in second
    assert "Walk 00" not in second


@pytest.mark.parametrize(
    "query",
    [
        {"q": "\x00'; DROP TABLE directory_offer; --"},
        {"q": "& | ! <-> ( )"},
        {"q": "a" * 5_000},
        {"q": "😀 %s %(age)s"},
        {"age": "-1"},
        {"age": "seventy"},
        {"matters": "nonsense"},
        {"day": "someday", "time": "9"},
        {"within": "-3"},
        {"page": "99999999999999999999"},
        {"page": "-1", "q": "x"},
        {"other_relation": "works"},
        {"postcode": "<script>alert(1)</script>"},
        {"postcode": "\x00"},
    ],
)
def test_nothing_typed_breaks_the_page(lunch: Any, client: Client, query: dict[str, str]) -> None:
    response = client.get(FIND, query)
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_the_number_of_queries_does_not_grow_with_the_results(partnership: Any, client: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = {"q": "walk", "postcode": "E8 1EA"}
    counted = []
    for number in range(5):
        a_service(
            f"Walk {number}", at=[HERE, (535_000, 184_000)], ways=[{"minimum_age": 18}], schedules=[TUESDAYS]
        )
        with CaptureQueriesContext(connection) as queries:
            client.get(FIND, asked)
        counted.append(len(queries))
    # The first pages also read the outlines of wards for the map, which stay; fewer than three offer relaxations.
    assert counted[3] == counted[4] <= 21


def test_what_is_set_is_folded_away_but_counted_and_opened_only_when_wrong(
    lunch: Any, client: Client
) -> None:
    page = text(client.get(FIND, {"q": "lunch", "day": "tue", "needs": ["step_free", "lift"]}))
    assert "When, how far, access and language – 3 chosen" in page
    assert '<details class="govuk-details" open' not in page
    assert (
        "open"
        in text(client.get(FIND, {"age": "old"})).split("About you – only if you like – 1 chosen")[0][-300:]
    )


def test_the_page_says_what_was_made_of_the_words_and_offers_only_what_was_typed(
    lunch: Any, client: Client
) -> None:
    page = text(client.get(FIND, {"q": "diner please"}))
    assert "We took “diner” for “dinner”." in page
    assert "We left out: please." in page
    assert "We also looked for: lunch club" in page
    assert "Look only for what you typed" in page
    assert reverse("public:service", args=[lunch.pk]) in page
    only = text(client.get(FIND, {"q": "diner please", "exact": "on"}))
    assert "We took" not in only
    assert reverse("public:service", args=[lunch.pk]) not in only
    assert "Look for other words for it too" in only


def test_a_page_without_words_says_nothing_of_them(lunch: Any, client: Client) -> None:
    page = text(client.get(FIND, {"postcode": "E8 1EA"}))
    assert "We also looked for" not in page
    assert "Look only for what you typed" not in page


def test_a_result_in_another_language_says_which_and_is_marked_for_screen_readers(
    partnership: Any, client: Client
) -> None:
    a_service(
        "Halk sofrası",
        description="Her salı bir çay için bize gel. Çok sıcak ve güzel bir yer ve çorba da olan.",
    )
    page = text(client.get(FIND, {"q": "halk"}))
    assert 'lang="tr" dir="ltr"' in page
    assert "This text is in Turkish." in page
