"""The shortlist: order, one entry per service, nothing vanishes, ways on when there is nothing."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.directory.finder import Shortlist, shortlist
from alongside.directory.queries import coming_up
from alongside.directory.rules import Facts, Slot
from alongside.places.fields import Point
from tests.factories.directory import MOMENT, a_location, a_service

E, N = 534_870, 184_694
TUESDAYS = {"freq": "WEEKLY", "byday": ["TU"], "opens_at": "14:00", "closes_at": "16:00"}
pytestmark = pytest.mark.usefixtures("partnership")


def ask(limit: int = 10, order: Any = "best", **facts: Any) -> Shortlist:
    """Return the shortlist of someone at E8 1EA."""
    return shortlist(Facts(**{"easting": E, "northing": N, **facts}), at=MOMENT, limit=limit, order=order)


def names(found: Shortlist) -> list[str]:
    """Return the services in order."""
    return [result.service for result in found.results]


def at(metres: int) -> list[tuple[float, float]]:
    """Return a site so far to the east."""
    return [(E + metres, N)]


def test_nearest_comes_first() -> None:
    for metres in (900, 100, 500):
        a_service(f"{metres} m", at=at(metres))
    found = ask()
    assert names(found) == ["100 m", "500 m", "900 m"]
    assert [result.distance_m for result in found.results] == [100, 500, 900]
    assert [result.rank for result in found.results] == [1, 2, 3]


def test_a_service_with_many_sites_appears_once_at_its_nearest() -> None:
    a_service("Library", at=[(E + 2_000, N), (E + 300, N), (E + 700, N)])
    found = ask()
    assert names(found) == ["Library"]
    assert found.results[0].distance_m == 300
    assert found.total == 1


def test_the_nearest_site_is_the_nearest_that_fits() -> None:
    steps = a_location(E + 100, N, lacking=["step_free"])
    ramp = a_location(E + 600, N, access=["step_free"])
    a_service("Library", at=[steps, ramp])
    assert ask().results[0].distance_m == 100
    found = ask(needs=frozenset({"step_free"}))
    assert found.results[0].distance_m == 600
    assert "Step-free" in found.results[0].reasons


def test_services_without_an_address_take_every_fourth_place() -> None:
    for metres in range(100, 900, 100):
        a_service(f"{metres} m", at=at(metres))
    for name in ("Phone A", "Phone B", "Phone C"):
        a_service(name, modes=["phone"])
    expected = [
        "100 m",
        "200 m",
        "300 m",
        "Phone A",
        "400 m",
        "500 m",
        "600 m",
        "Phone B",
        "700 m",
        "800 m",
        "Phone C",
    ]
    assert names(ask(limit=20)) == expected
    assert names(ask(limit=20, order="nearest")) == expected
    phone = ask(limit=20).results[3]
    assert (phone.mode, phone.distance_m) == ("phone", None)


def test_services_without_an_address_are_there_whatever_the_distance() -> None:
    a_service("Phone", modes=["phone"])
    a_service("At home", modes=["home"])
    a_service("Online", modes=["online"])
    assert sorted(names(ask(within_m=1))) == ["At home", "Online", "Phone"]


def test_a_service_that_does_not_say_where_comes_last_with_a_note() -> None:
    a_service("Nowhere", at=[])
    a_service("Far", at=at(7_000))
    found = ask()
    assert names(found) == ["Far", "Nowhere"]
    assert "Address not given – ask where it is" in found.results[1].obstacles


def test_open_comes_before_ask() -> None:
    a_service("For carers", at=at(50), ways=[{"carers_only": True}])
    a_service("For all", at=at(900))
    assert names(ask()) == ["For all", "For carers"]
    assert names(ask(carer=True)) == ["For carers", "For all"]


def test_what_is_known_to_fit_comes_before_what_one_would_have_to_ask() -> None:
    a_service("Unknown", at=at(50))
    a_service("Turkish", at=at(900), languages=["tr"])
    assert names(ask(languages=frozenset({"tr"}))) == ["Turkish", "Unknown"]


def test_a_shortlist_chooses_what_serves_most_of_what_matters_and_shows_it_nearest_first() -> None:
    for metres in range(100, 600, 100):
        a_service(f"Lunch club {metres}", at=at(metres))
    a_service("Reading group with tea", at=at(2_000))
    found = ask(limit=3, matters=("company", "reading"))
    assert names(found) == ["Lunch club 100", "Lunch club 200", "Reading group with tea"]
    assert found.total == 6
    assert found.results[2].reasons[-1] == "What matters to you: Company and reading and books"


def test_the_name_one_types_comes_first_wherever_it_is() -> None:
    a_service("Tea at the Green Room", at=at(100), description="green house plants")
    a_service("The Green House", at=at(5_000))
    assert names(ask(words="the green house"))[0] == "The Green House"


def test_services_with_all_the_words_come_before_those_with_some() -> None:
    a_service("Lunch club", at=at(100))
    a_service("Lunch club", at=at(900), description="Turkish food")
    assert [result.distance_m for result in ask(words="turkish lunch").results] == [900, 100]


def test_what_is_about_the_word_comes_before_what_only_mentions_it() -> None:
    a_service("Walk", at=at(100), description="Bring a song book if you like to sing on the way.")
    a_service("Choir", at=at(900))
    assert names(ask(words="singing")) == ["Choir", "Walk"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("dinner", "Friday lunch club"),
        ("i need someone to talk to", "Telephone befriending"),
        ("sewing", "Textile circle"),
        ("choirs", "Community choir"),
        ("lunhc", "Friday lunch club"),
        ("Coffees", "Coffee morning"),
        ("my husband died", "Bereavement support"),
    ],
)
def test_the_words_people_use_find_it(words: str, name: str) -> None:
    for service in (
        "Friday lunch club",
        "Telephone befriending",
        "Textile circle",
        "Community choir",
        "Coffee morning",
    ):
        a_service(service, at=at(100))
    a_service("Bereavement support", at=at(100))
    assert names(ask(words=words))[0] == name


def test_a_word_that_exists_is_not_mistaken_for_another() -> None:
    a_service("Launch night", at=at(100))
    a_service("Lunch", at=at(200))
    assert names(ask(words="lunch")) == ["Lunch"]


def test_the_next_dates_are_those_when_they_are_free() -> None:
    a_service("Tuesdays", at=at(100), schedules=[TUESDAYS, {**TUESDAYS, "byday": ["FR"]}])
    found = ask(free=(Slot(1, 14 * 60, 15 * 60),))
    assert found.results[0].as_json()["next"][:2] == ["2026-11-24T14:00+00:00", "2026-12-01T14:00+00:00"]
    assert "Meets when you are free" in found.results[0].reasons
    assert names(ask(free=(Slot(2, 0, 1440),))) == []


def test_schedules_of_one_site_do_not_speak_for_another() -> None:
    service = a_service("Library", at=[(E + 100, N), (E + 900, N)], refresh=False)
    far = service.service_at_locations.get(location__point__within=(Point(E + 900, N), 1))
    from alongside.directory import offers
    from alongside.directory.models import Schedule

    Schedule.objects.create(service=service, service_at_location=far, **TUESDAYS)
    Schedule.objects.create(
        service=service,
        service_at_location=service.service_at_locations.exclude(pk=far.pk).get(),
        **{**TUESDAYS, "byday": ["MO"]},
    )
    offers.refresh([service.pk], on=MOMENT.date())
    (result,) = ask(free=(Slot(1, 0, 1440),)).results
    assert (result.distance_m, result.when) == (900, ("Tuesdays, 2pm to 4pm",))


def test_an_old_or_missing_confirmation_is_said() -> None:
    a_service("Old", at=at(1), confirmed_on=dt.date(2025, 9, 20))
    a_service("Never", at=at(2), confirmed_on=None)
    old, never = ask().results
    assert "Last confirmed 14 months ago" in old.obstacles
    assert "Nobody has confirmed this yet – ring first" in never.obstacles


def test_withdrawn_and_inactive_services_are_not_found() -> None:
    a_service("Gone", at=at(1), withdrawn_at=MOMENT)
    a_service("Closed", at=at(1), status="temporarily closed")
    assert names(ask()) == []


def test_what_is_not_open_is_listed_with_why_only_when_it_would_fit_otherwise() -> None:
    a_service("Over 55s tea", at=at(100), ways=[{"minimum_age": 55}])
    a_service("Far away", at=at(9_000), ways=[{"minimum_age": 55}])
    found = ask(age=53, within_m=8_000)
    assert [(closed.service, closed.why) for closed in found.not_open] == [
        ("Over 55s tea", "Over-55s only – in two years")
    ]


def relaxed(**facts: Any) -> list[str]:
    """Return the sentences of the relaxations."""
    return [str(relaxation) for relaxation in ask(**facts).relaxations]


def test_no_results_names_the_single_wish_whose_loss_gives_some_with_counts() -> None:
    a_service(
        "Walk", at=at(1_000), schedules=[TUESDAYS], languages=["bn"], lacking=["step_free"], cost="3.00"
    )
    free = (Slot(3, 600, 720),)
    assert relaxed(free=free) == ["On any day and at any time: 1 result"]
    assert relaxed(languages=frozenset({"tr"})) == ["Not only in Turkish: 1 result"]
    assert relaxed(needs=frozenset({"step_free"})) == ["Also where it is not step-free: 1 result"]
    assert relaxed(max_cost_pence=0) == ["Also if it costs something: 1 result"]
    assert relaxed(modes=frozenset({"phone"})) == ["However you take part: 1 result"]
    assert relaxed(within_m=500) == ["Up to 1 mile away: 1 result"]
    assert relaxed(matters=("music",)) == ["Whatever it is about: 1 result"]
    assert relaxed(words="bassoon") == ["Without the words you typed: 1 result"]


def test_when_no_single_wish_helps_two_are_given_up_together_or_all() -> None:
    a_service("Walk", at=at(1_000), schedules=[TUESDAYS], languages=["bn"])
    assert relaxed(free=(Slot(3, 600, 720),), languages=frozenset({"tr"}), within_m=8_000) == [
        "On any day and at any time – and: not only in Turkish: 1 result",
        "Everything near you that is open to you: 1 result",
    ]


def test_a_relaxation_leads_to_as_many_results_as_it_promised() -> None:
    for metres in (900, 1_200, 4_000):
        a_service("Walk", at=at(metres), ways=[{"minimum_age": 18}, {"carers_only": True}])
    for relaxation in ask(within_m=500, age=40).relaxations:
        assert shortlist(relaxation.facts, at=MOMENT).total == relaxation.count


def test_nothing_at_all_is_said_without_a_way_on() -> None:
    found = ask()
    assert (found.results, found.total, found.not_open, found.relaxations) == ((), 0, (), ())


def test_pages_of_the_list_neither_repeat_nor_lose_anything() -> None:
    for metres in range(100, 1_300, 100):
        a_service(f"{metres} m", at=at(metres))
    for name in ("Phone A", "Phone B", "Phone C"):
        a_service(name, modes=["phone"])
    facts = Facts(easting=E, northing=N)
    pages = [
        shortlist(facts, at=MOMENT, limit=4, offset=offset, order="nearest") for offset in range(0, 16, 4)
    ]
    seen = [result.service for page in pages for result in page.results]
    assert seen == names(shortlist(facts, at=MOMENT, limit=50, order="nearest"))
    assert len(set(seen)) == 15
    assert pages[1].results[0].rank == 5


def test_the_number_of_queries_is_the_same_for_one_result_and_for_five() -> None:
    counts = []
    for number in range(5):
        a_service(f"Walk {number}", at=at(100 + number), ways=[{"minimum_age": 18}], schedules=[TUESDAYS])
        if number in (3, 4):
            with CaptureQueriesContext(connection) as queries:
                ask(age=70, matters=("walking",))
            counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def test_without_a_place_the_best_match_comes_first() -> None:
    a_service("Garden", description="There is a piano in the corner.")
    a_service("Piano lessons")
    found = shortlist(Facts(words="piano"), at=MOMENT)
    assert names(found) == ["Piano lessons", "Garden"]
    assert found.results[0].distance_m is None


def test_this_week_names_what_is_open_to_everybody_soonest_first() -> None:
    a_service("Friday walk", at=at(100), schedules=[{**TUESDAYS, "byday": ["FR"]}])
    a_service("Tuesday tea", at=at(200), schedules=[TUESDAYS])
    a_service("Over 55s", at=at(10), schedules=[TUESDAYS], ways=[{"minimum_age": 55}])
    a_service("Far", at=at(20_000), schedules=[TUESDAYS])
    a_service("No times", at=at(10))
    week = coming_up(at=MOMENT, near=Point(E, N))
    assert [(coming.name, coming.distance_m) for coming in week] == [
        ("Tuesday tea", 200),
        ("Friday walk", 100),
    ]
    assert len(coming_up(at=MOMENT)) == 3


def test_this_week_leaves_out_opening_hours_and_takes_from_every_day() -> None:
    every_day = [{**TUESDAYS, "byday": ["MO", "TU", "WE", "TH", "FR"]}]
    a_service("Library", at=at(10), schedules=every_day)
    for number in range(4):
        a_service(f"Tuesday {number}", at=at(100 + number), schedules=[TUESDAYS])
    a_service("Friday walk", at=at(900), schedules=[{**TUESDAYS, "byday": ["FR"]}])
    week = coming_up(at=MOMENT, near=Point(E, N), limit=3)
    assert [coming.name for coming in week] == ["Tuesday 0", "Tuesday 1", "Friday walk"]
