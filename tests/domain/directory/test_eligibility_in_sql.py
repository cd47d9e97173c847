"""The rule has two forms – `decide`, and the SQL of `candidates`. Over generated services and facts they agree."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.directory import candidates, finder, offers
from alongside.directory.models import Offer
from alongside.directory.rules import NOWHERE, Facts, Slot, decide
from alongside.directory.shown import shown
from tests.factories.directory import TODAY, a_location, a_service

CITY, HACKNEY, WARD, LSOA = "E09000001", "E09000012", "E05009367", "E01001770"
AREAS = st.sampled_from([CITY, HACKNEY, WARD, LSOA, "E54000029"])
RELATIONS = st.sampled_from(["lives", "works", "studies", "volunteers", "gp", "cares_for"])
AGES = st.integers(15, 25) | st.none()
MAYBE = st.sampled_from([True, False, None])
ACCESS = st.sets(st.sampled_from(["step_free", "hearing_loop", "lift"]))
LANGUAGES = st.sets(st.sampled_from(["en", "tr", "bn"]))
POINTS = st.tuples(
    st.integers(0, 3).map(lambda n: 500_000 + 300 * n), st.integers(0, 4).map(lambda n: 180_000 + 400 * n)
)
MODES = st.sampled_from(["in_person", "phone", "online", "home", "post"])
DAYS = st.sampled_from(["MO", "TU", "SU"])


@st.composite
def ways(draw: st.DrawFn) -> dict[str, Any]:
    """One way of being eligible, as the model keeps it."""
    low, high = draw(AGES | st.just(0)), draw(AGES | st.just(130))
    if low is not None and high is not None and low > high:
        low, high = high, low
    areas = draw(st.lists(AREAS, max_size=2, unique=True))
    return {
        "minimum_age": low,
        "maximum_age": high,
        "area_codes": areas,
        "area_relations": draw(st.lists(RELATIONS, min_size=1, max_size=3, unique=True)) if areas else [],
        "carers_only": draw(st.booleans()),
        "parents_only": draw(st.booleans()),
        "new_parents_only": draw(st.booleans()),
        "genders": draw(st.lists(st.sampled_from(["woman", "man", "non_binary"]), max_size=2, unique=True)),
        "referral_routes": draw(
            st.lists(st.sampled_from(["self", "professional", "gp"]), max_size=2, unique=True)
        ),
    }


@st.composite
def services(draw: st.DrawFn) -> dict[str, Any]:
    """A service as `a_service` takes it."""
    opens, closes = draw(
        st.sampled_from([("10:00", "12:00"), ("14:00", "15:00"), ("14:00", None), (None, None)])
    )
    day = draw(DAYS | st.none())
    return {
        "ways": draw(st.lists(ways(), max_size=2)),
        "at": draw(st.lists(POINTS, max_size=2, unique=True)),
        "access": sorted(draw(ACCESS)),
        "lacking": sorted(draw(ACCESS)),
        "languages": sorted(draw(LANGUAGES)),
        "cost": draw(st.sampled_from(["0", "1.00", "3.50", None])),
        "is_free": draw(MAYBE),
        "attending_access": draw(st.sampled_from(["", "referral", "drop-in"])),
        "modes": draw(st.lists(MODES, max_size=2, unique=True)),
        "schedules": [{"freq": "WEEKLY", "byday": [day], "opens_at": opens, "closes_at": closes}]
        if day
        else [],
    }


@st.composite
def people(draw: st.DrawFn) -> Facts:
    """Facts, most of them sometimes unknown."""
    here = draw(POINTS | st.none())
    begins = draw(st.integers(0, 23))
    slots = st.builds(lambda d, h: Slot(d, h * 60, (h + 1) * 60), st.sampled_from([0, 1, 6]), st.just(begins))
    return Facts(
        age=draw(AGES),
        relations=frozenset(draw(st.sets(st.tuples(RELATIONS, AREAS | st.just(NOWHERE)), max_size=4))),
        languages=frozenset(draw(LANGUAGES)),
        needs=frozenset(draw(ACCESS)),
        carer=draw(MAYBE),
        parent=draw(MAYBE),
        new_parent=draw(MAYBE),
        gender=draw(st.sampled_from(["", "woman", "man", "non_binary"])),
        free=tuple(draw(st.lists(slots, max_size=2, unique=True))),
        easting=here and here[0],
        northing=here and here[1],
        within_m=draw(st.sampled_from([None, 300, 400, 500, 1_000])),
        max_cost_pence=draw(st.sampled_from([None, 0, 100, 350])),
        modes=frozenset(draw(st.sets(MODES, max_size=2))),
        without_referral=draw(st.booleans()),
    )


def selected(facts: Facts) -> dict[tuple[Any, ...], tuple[int, frozenset[str]]]:
    """Return what SQL says of each service at each site: the best way in, and the wishes it is known not to meet."""
    has = candidates.wishes(facts)
    wishes = "".join(f", NOT {candidates.FITS[wish]} AS {wish}" for wish in has)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT o.service_id, o.location_id, o.mode, {candidates.openness(facts)}{wishes} FROM directory_offer o",
            candidates.parameters(facts),
        )
        rows = cursor.fetchall()
    found: dict[tuple[Any, ...], tuple[int, frozenset[str]]] = {}
    for service, location, mode, openness, *unmet in rows:
        judged = (
            openness,
            frozenset(wish for wish, missed in zip(has, unmet, strict=True) if missed),
        )
        found[service, location, mode] = min(
            found.get((service, location, mode), judged), judged, key=lambda j: ("referral" in j[1], j[0])
        )
    return found


def decided(facts: Facts) -> dict[tuple[Any, ...], tuple[int, frozenset[str]]]:
    """Return what `decide` says of the same."""
    found = {}
    sites = dict(Offer.objects.order_by("pk").values_list("pk", "location_id"))
    for offer in shown(sites, since=TODAY).values():
        decision = decide(finder.rule_of(offer), facts)
        key = offer.service_id, sites[offer.offer_id], offer.mode
        found[key] = ({"yes": 0, "ask": 1, "no": 2}[decision.open], frozenset(decision.unmet))
    return found


@pytest.fixture
def undone(partnership: Any) -> Iterator[Any]:
    """Give a way to undo what each generated example wrote."""
    return transaction


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(offered=st.lists(services(), min_size=1, max_size=3), asked=st.lists(people(), min_size=4, max_size=8))
def test_postgresql_selects_exactly_what_the_pure_rule_decides(undone: Any, offered: Any, asked: Any) -> None:
    save = transaction.savepoint()
    try:
        for number, service in enumerate(offered):
            lacking = [feature for feature in service["lacking"] if feature not in service["access"]]
            a_service(f"Service {number}", refresh=False, **{**service, "lacking": lacking})
        offers.refresh(on=TODAY)
        for facts in asked:
            assert selected(facts) == decided(facts)
    finally:
        transaction.savepoint_rollback(save)


@pytest.mark.parametrize("age", [54, 55, 56, 74, 75, 76, None])
def test_both_forms_agree_at_the_edges_of_an_age_limit(partnership: Any, age: int | None) -> None:
    a_service(ways=[{"minimum_age": 55, "maximum_age": 75}])
    facts = Facts(age=age)
    assert selected(facts) == decided(facts)
    (openness, _unmet) = next(iter(selected(facts).values()))
    assert openness == (1 if age is None else 0 if 55 <= age <= 75 else 2)


def test_refreshing_one_service_or_all_gives_the_same_offers(partnership: Any) -> None:
    hall = a_location(534_000, 184_000, access=["step_free"])
    service = a_service(
        at=[hall, (535_000, 185_000)],
        modes=["in_person", "phone"],
        ways=[{"minimum_age": 55}, {"carers_only": True}],
        languages=["tr"],
        cost="2.00",
        schedules=[{"freq": "MONTHLY", "byday": ["1TU"], "opens_at": "14:00", "closes_at": "16:00"}],
    )

    def rows() -> list[Any]:
        return sorted(
            Offer.objects.order_by("id").values_list(
                "location", "mode", "minimum_age", "carers_only", "cost_pence", "times"
            ),
            key=str,
        )

    one = rows()
    offers.refresh(on=TODAY)
    assert rows() == one
    assert len(one) == 6
    assert {row[5] for row in one} == {((1440 + 840, 1440 + 960),)}
    service.withdrawn_at = service.created_at
    service.save()
    offers.refresh([service.pk], on=TODAY)
    assert rows() == []


def test_times_and_prices_that_have_ended_drop_out_at_the_next_refresh(partnership: Any) -> None:
    from alongside.directory.jobs import refresh_offers
    from alongside.directory.models import CostOption

    ended = TODAY - dt.timedelta(days=1)
    service = a_service(
        at=[(534_000, 184_000)],
        schedules=[{"freq": "WEEKLY", "byday": ["TU"], "opens_at": "14:00", "valid_to": ended}],
        refresh=False,
    )
    CostOption.objects.create(service=service, amount=3, valid_to=ended)
    offers.refresh(on=ended)
    assert Offer.objects.get().times is not None
    assert Offer.objects.get().cost_pence == 300
    with time_machine.travel(TODAY, tick=False):
        refresh_offers(0)
    assert Offer.objects.get().times is None
    assert Offer.objects.get().cost_pence is None
