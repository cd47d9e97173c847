"""Who a service is open to: truth tables of the pure rule, in both directions, with the sentence people read."""

import datetime as dt
import itertools
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.directory import wording
from alongside.directory.rules import NOWHERE, Facts, Reason, ServiceRule, Slot, Way, decide

CITY, HACKNEY, LSOA = "E09000001", "E09000012", "E01001770"
WORDS = wording.Words({CITY: "City of London", HACKNEY: "Hackney"})


def rule(**way: Any) -> ServiceRule:
    """Return a service with one way of being eligible, at a known place."""
    return ServiceRule(ways=(Way(**way),), easting=0, northing=0)


def judged(service: ServiceRule, **facts: Any) -> tuple[str, list[str], list[str]]:
    """Return the decision in words: open, reasons, obstacles."""
    decision = decide(service, Facts(**facts))
    return decision.open, [WORDS.say(r) for r in decision.reasons], [WORDS.say(o) for o in decision.obstacles]


def relations(*tokens: str) -> frozenset[tuple[str, str]]:
    """Return relations from `works:E09000001`."""
    return frozenset((t.partition(":")[0], t.partition(":")[2]) for t in tokens)


def test_a_rule_that_says_nothing_is_open_to_everyone() -> None:
    assert judged(ServiceRule(easting=0, northing=0)) == ("yes", ["Open to everyone"], [])


@pytest.mark.parametrize(
    ("low", "high", "age", "is_open", "said"),
    [
        (55, None, 55, "yes", "Open to you because you are over 55"),
        (55, None, 54, "no", "Over-55s only – in one year"),
        (55, None, 53, "no", "Over-55s only – in two years"),
        (55, None, 20, "no", "Over-55s only"),
        (None, 25, 25, "yes", "Open to you because you are under 26"),
        (None, 25, 26, "no", "Under-26s only"),
        (16, 25, 16, "yes", "Open to you because you are between 16 and 25"),
        (16, 25, 15, "no", "People aged 16 to 25 only – in one year"),
        (16, 25, 26, "no", "People aged 16 to 25 only"),
    ],
)
def test_age(low: int | None, high: int | None, age: int, is_open: str, said: str) -> None:
    assert judged(rule(minimum_age=low, maximum_age=high), age=age)[:2] == (is_open, [said])


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (55, None, "They ask that you are over 55 – check"),
        (None, 25, "They ask that you are under 26 – check"),
        (16, 25, "They ask that you are 16 to 25 years old – check"),
    ],
)
def test_an_age_we_do_not_know_never_excludes(low: int | None, high: int | None, said: str) -> None:
    assert judged(rule(minimum_age=low, maximum_age=high)) == ("ask", [], [said])


WORKS_OR_LIVES = frozenset({f"lives:{CITY}", f"works:{CITY}"})


@pytest.mark.parametrize(
    ("told", "is_open", "reasons", "obstacles"),
    [
        ((f"works:{CITY}",), "yes", ["Open to you because you work in the City of London"], []),
        (
            (f"lives:{CITY}", f"works:{CITY}"),
            "yes",
            ["Open to you because you live in the City of London"],
            [],
        ),
        (
            (f"lives:{HACKNEY}",),
            "ask",
            [],
            ["For people who work in the City of London – check if that is you"],
        ),
        (
            (f"lives:{HACKNEY}", f"works:{HACKNEY}"),
            "no",
            ["Only for people who live or work in the City of London"],
            [],
        ),
        (
            (f"lives:{HACKNEY}", f"works:{NOWHERE}"),
            "no",
            ["Only for people who live or work in the City of London"],
            [],
        ),
        ((), "ask", [], ["For people who live or work in the City of London – check if that is you"]),
        (
            (f"lives:{LSOA}", f"works:{NOWHERE}"),
            "ask",
            [],
            ["For people who live in the City of London – check if that is you"],
        ),
    ],
)
def test_belonging_to_an_area(
    told: tuple[str, ...], is_open: str, reasons: list[str], obstacles: list[str]
) -> None:
    assert judged(rule(open_to=WORKS_OR_LIVES), relations=relations(*told)) == (is_open, reasons, obstacles)


@pytest.mark.parametrize(
    ("way", "fact"),
    [("carers_only", "carer"), ("parents_only", "parent"), ("new_parents_only", "new_parent")],
)
@pytest.mark.parametrize(("value", "is_open"), [(True, "yes"), (False, "no"), (None, "ask")])
def test_caring_and_parents(way: str, fact: str, value: bool | None, is_open: str) -> None:
    assert judged(rule(**{way: True}), **{fact: value})[0] == is_open
    assert judged(rule(**{way: False}), **{fact: value})[0] == "yes"


def test_a_new_parent_is_a_parent() -> None:
    assert judged(rule(parents_only=True), new_parent=True)[0] == "yes"
    assert judged(rule(parents_only=True), new_parent=False)[0] == "ask"


@pytest.mark.parametrize(
    ("gender", "is_open", "said"),
    [
        ("woman", "yes", "For women"),
        ("man", "no", "Only for women"),
        ("non_binary", "no", "Only for women"),
        ("", "ask", "For women – check if that is you"),
    ],
)
def test_a_group_for_women(gender: str, is_open: str, said: str) -> None:
    answer, reasons, obstacles = judged(rule(genders=frozenset({"woman"})), gender=gender)
    assert (answer, [*reasons, *obstacles]) == (is_open, [said])


def test_any_one_way_is_enough_and_the_best_one_is_explained() -> None:
    two = ServiceRule(ways=(Way(minimum_age=65), Way(carers_only=True)), easting=0, northing=0)
    assert judged(two, age=40, carer=True)[:2] == ("yes", ["Open to you because you look after someone"])
    assert judged(two, age=70)[:2] == ("yes", ["Open to you because you are over 65"])
    assert judged(two, age=40)[0] == "ask"
    assert judged(two, age=40, carer=False)[0] == "no"


def test_within_a_way_every_condition_must_hold() -> None:
    both = rule(minimum_age=55, open_to=frozenset({f"lives:{HACKNEY}"}))
    here = relations(f"lives:{HACKNEY}")
    assert judged(both, age=60, relations=here)[0] == "yes"
    assert judged(both, age=50, relations=here) == ("no", ["Over-55s only – in five years"], [])
    assert judged(both, relations=here)[0] == "ask"


AT_HALL = ServiceRule(easting=300, northing=400)


@pytest.mark.parametrize(
    ("service", "facts", "unmet", "obstacles"),
    [
        ({"access": frozenset({"step_free"})}, {"needs": {"step_free"}}, (), []),
        ({}, {"needs": {"step_free"}}, (), ["Not known to be step-free – ask"]),
        ({"access_lacking": frozenset({"step_free"})}, {"needs": {"step_free"}}, ("needs",), ["Not step-free"]),
        ({"mode": "phone", "easting": None}, {"needs": {"step_free"}}, (), []),
        ({"languages": frozenset({"tr"})}, {"languages": {"tr"}}, (), []),
        ({}, {"languages": {"tr"}}, (), ["Not known to speak Turkish – ask"]),
        ({}, {"languages": {"tr", "en"}}, (), []),
        ({"languages": frozenset({"bn"})}, {"languages": {"tr"}}, ("language",), ["Only in Bengali"]),
        ({"cost_pence": 300}, {}, (), ["Costs £3"]),
        ({"cost_pence": 50}, {"max_cost_pence": 100}, (), ["Costs 50p"]),
        ({"cost_pence": 350}, {"max_cost_pence": 0}, ("cost",), ["Costs £3.50, more than you asked for"]),
        ({}, {"max_cost_pence": 0}, (), ["Cost not known – ask"]),
        ({"paid": True}, {"max_cost_pence": 0}, ("cost",), ["There is something to pay – ask how much"]),
        ({"times": ((1440 + 840, 1440 + 900),)}, {"free": (Slot(1, 840, 960),)}, (), []),
        (
            {"times": ((1440 + 840, 1440 + 900),)}, {"free": (Slot(1, 900, 960),)}, ("when",),
            ["Meets at other times than you asked for"],
        ),
        ({}, {"free": (Slot(1, 840, 960),)}, (), ["Times not known – ask"]),
        ({"times": ((1440, 2880),)}, {"free": (Slot(1, 840, 960),)}, (), ["Times not known – ask"]),
        ({}, {"modes": {"phone"}}, ("mode",), ["In person"]),
        ({}, {"easting": 0, "northing": 0, "within_m": 500}, (), []),
        ({}, {"easting": 0, "northing": 0, "within_m": 499}, ("distance",), ["Further away than you asked for"]),
        ({"easting": None}, {"easting": 0, "northing": 0, "within_m": 10}, (), ["Address not given – ask where it is"]),
    ],
)  # fmt: skip
def test_a_wish_known_to_be_unmet_takes_it_off_the_list_and_an_unknown_one_is_an_obstacle(
    service: dict[str, Any], facts: dict[str, Any], unmet: tuple[str, ...], obstacles: list[str]
) -> None:
    told = {key: frozenset(value) if isinstance(value, set) else value for key, value in facts.items()}
    base = {"easting": 300.0, "northing": 400.0}
    decision = decide(ServiceRule(**{**base, **service}), Facts(**told))
    assert decision.unmet == unmet
    assert decision.is_candidate is not bool(unmet)
    assert [WORDS.say(reason) for reason in decision.obstacles] == obstacles


@pytest.mark.parametrize(
    ("routes", "said"),
    [
        ({"self", "gp"}, []),
        ({"gp"}, ["Your GP or GP practice must refer you"]),
        ({"gp", "professional"}, ["Somebody must refer you – a link worker or your GP can"]),
        (set(), []),
    ],
)
def test_a_referral_that_is_needed_is_in_the_way_but_excludes_nobody(
    routes: set[str], said: list[str]
) -> None:
    assert judged(rule(referral_routes=frozenset(routes)))[0::2] == ("yes", said)


def test_conditions_in_words_are_shown_and_decide_nothing() -> None:
    answer, _reasons, obstacles = judged(rule(note="Bring your own yarn", meant_for=("Turkish speakers",)))
    assert answer == "yes"
    assert obstacles == ["Meant above all for: Turkish speakers", "They say: Bring your own yarn"]


MAYBE_AGE = st.none() | st.integers(0, 110)
WAYS = st.builds(
    Way,
    minimum_age=MAYBE_AGE,
    maximum_age=MAYBE_AGE,
    open_to=st.frozensets(st.sampled_from([f"lives:{CITY}", f"works:{CITY}", f"lives:{LSOA}"])),
    carers_only=st.booleans(),
    parents_only=st.booleans(),
    new_parents_only=st.booleans(),
    genders=st.frozensets(st.sampled_from(["woman", "man"])),
)
FACTS = st.builds(
    Facts,
    age=MAYBE_AGE,
    relations=st.frozensets(
        st.tuples(st.sampled_from(["lives", "works"]), st.sampled_from([CITY, HACKNEY, LSOA, NOWHERE]))
    ),
    carer=st.sampled_from([True, False, None]),
    new_parent=st.sampled_from([True, False, None]),
    gender=st.sampled_from(["", "woman", "man"]),
)


@given(ways=st.lists(WAYS, max_size=3))
def test_someone_we_know_nothing_of_is_never_turned_away(ways: list[Way]) -> None:
    assert decide(ServiceRule(ways=tuple(ways)), Facts()).open != "no"


@given(ways=st.lists(WAYS, min_size=1, max_size=3), extra=WAYS, facts=FACTS)
def test_another_way_in_never_closes_a_service(ways: list[Way], extra: Way, facts: Facts) -> None:
    order = {"yes": 0, "ask": 1, "no": 2}
    before = decide(ServiceRule(ways=tuple(ways)), facts).open
    assert order[decide(ServiceRule(ways=(*ways, extra)), facts).open] <= order[before]


@given(ways=st.lists(WAYS, max_size=3), facts=FACTS)
def test_the_order_of_ways_does_not_matter_and_every_answer_is_explained(
    ways: list[Way], facts: Facts
) -> None:
    decision = decide(ServiceRule(ways=tuple(ways)), facts)
    shuffled = random.Random(1).sample(ways, len(ways))
    assert decide(ServiceRule(ways=tuple(shuffled)), facts).open == decision.open
    assert decision.reasons if decision.open != "ask" else decision.obstacles
    assert all(WORDS.say(reason) for reason in (*decision.reasons, *decision.obstacles))


def test_every_reason_has_words() -> None:
    params = {
        "low": 16, "high": 25, "age": 20, "years": 2, "relation": "gp", "area": CITY, "open_to": tuple(WORKS_OR_LIVES),
        "genders": ("woman",), "within_m": 1, "languages": ("tr",), "needs": ("step_free", "lift"), "pence": 150,
        "mode": "phone", "routes": (), "audiences": ("Anyone",), "text": "Text", "matters": ("food", "music"),
        "months": 9, "weeks": 6, "first": dt.date(2026, 12, 1), "last": dt.date(2026, 12, 8),
        "day": dt.date(2026, 12, 28), "year": 2029,
    }  # fmt: skip
    for key in wording.KEYS:
        assert WORDS.say(Reason.of(key, **params))


def test_many_areas_are_named_by_a_few() -> None:
    tokens = [f"lives:E0100{n:04}" for n in range(6)]
    assert "or 4 other areas" in wording.belonging(WORDS, tokens)


def test_lists_read_as_people_say_them() -> None:
    assert [wording.join(list("abcd")[:n]) for n in range(4)] == ["", "a", "a or b", "a, b or c"]
    assert list(itertools.starmap(wording.age_range, [(55, None), (None, 25), (16, 25)])) == [
        "over-55s",
        "under-26s",
        "people aged 16 to 25",
    ]
