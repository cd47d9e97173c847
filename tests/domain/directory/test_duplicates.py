"""Two entries that are one: suggested with evidence, put together by a named person, and taken apart again."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from alongside.core.clock import now
from alongside.directory import duplicate_queries
from alongside.directory.actions import duplicates
from alongside.directory.actions.import_feed import Importing, import_feed
from alongside.directory.actions.upkeep import By, CannotKeep
from alongside.directory.enums import UpkeepKind
from alongside.directory.finder import shortlist
from alongside.directory.models import Correction, Duplicate, Phone, Service, Upkeep
from alongside.directory.rules import Facts
from alongside.directory.rules.duplicates import Entry, compare, digits, domain_of, page_of, pairs
from tests.domain.directory import feed_records as made
from tests.factories.directory import a_service

AT = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
HALL = {"postcodes": frozenset({"E8 1EA"}), "points": ((534_000.0, 184_000.0),)}


def alike(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return compare(Entry(key="a", **a), Entry(key="b", **b)) is not None


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ({"name": "Tuesday Lunch Club", **HALL}, {"name": "The Lunch Club (Tuesdays)", **HALL}),
        (
            {"name": "Hope Church – Food Bank", "organization": "Hope Church", **HALL},
            {"name": "Foodbank", "organization": "Hope Church", **HALL},
        ),
        (
            {"name": "Knit and Natter", "phones": frozenset({"2079460001"})},
            {"name": "Knit & Nattr", "phones": frozenset({"2079460001"}), **HALL},
        ),
        (
            {"name": "Freindship Club", **HALL, "phones": frozenset({"1"})},
            {"name": "Friendship Club", **HALL, "phones": frozenset({"1"})},
        ),
        (
            {"name": "Boccia", "times": frozenset({(4, 660)}), **HALL},
            {"name": "Boccia for beginners", "times": frozenset({(4, 660)}), **HALL},
        ),
        (
            {"name": "Volunteer drivers", "phones": frozenset({"1"})},
            {
                "name": "Good neighbours’ cars",
                "phones": frozenset({"1"}),
                "about": "Volunteer drivers take people to the surgery.",
            },
        ),
        (
            {"name": "Elders’ lunch", "about": "Hot halal lunch for Somali elders.", **HALL},
            {"name": "Somali elders’ lunch club", "about": "Halal lunch and news.", **HALL},
        ),
        (
            {
                "name": "Sing for the brain",
                "organization": "Dost",
                "phones": frozenset({"1"}),
                "about": "Songs and warm-ups for people with dementia and their companions.",
                "times": frozenset({(3, 840)}),
                **HALL,
            },
            {
                "name": "Harmony hour",
                "organization": "Dost",
                "phones": frozenset({"1"}),
                "about": "Songs for people with dementia and their companions, with warm-ups.",
                "times": frozenset({(3, 840)}),
                **HALL,
            },
        ),
    ],
)
def test_one_service_told_twice_is_suggested(a: dict[str, Any], b: dict[str, Any]) -> None:
    assert alike(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ({"name": "Chair yoga Monday", **HALL}, {"name": "Chair yoga Thursday", **HALL}),
        (
            {"name": "Chair yoga", "times": frozenset({(0, 600)}), **HALL},
            {"name": "Chair yoga", "times": frozenset({(3, 600)}), **HALL},
        ),
        ({"name": "Spanish for beginners", **HALL}, {"name": "Spanish for improvers", **HALL}),
        ({"name": "Memory group", **HALL}, {"name": "Memory group for carers", **HALL}),
        ({"name": "Men’s walk", **HALL}, {"name": "Women’s walk", **HALL}),
        (
            {"name": "Memory café", **HALL},
            {"name": "Memory café", "postcodes": frozenset({"BS1 1AA"}), "points": ((358_000.0, 173_000.0),)},
        ),
        (
            {"name": "Elders lunch club", "organization": "Dost", "phones": frozenset({"1"}), **HALL},
            {"name": "Homework club", "organization": "Dost", "phones": frozenset({"1"}), **HALL},
        ),
        (
            {"name": "Andy’s talk group", "about": "Peer support for men.", **HALL},
            {"name": "Wendy’s talk group", "about": "Peer support for women.", **HALL},
        ),
        (
            {
                "name": "Rhyme time",
                "about": "Songs and rhymes for babies and toddlers.",
                "page": "library.example.org/rhymes",
                "organization": "Harrow Bank Library",
                "postcodes": frozenset({"S6 5XD"}),
            },
            {
                "name": "Rhyme time",
                "about": "Songs and rhymes for babies and toddlers.",
                "page": "library.example.org/rhymes",
                "organization": "Chantrey Library",
                "postcodes": frozenset({"S8 9WA"}),
            },
        ),
    ],
)
def test_another_day_level_audience_place_or_activity_stays_two(a: dict[str, Any], b: dict[str, Any]) -> None:
    assert not alike(a, b)


def test_what_many_share_speaks_for_nothing() -> None:
    switchboard = frozenset({"2079460000"})
    many = [Entry(key=n, name=f"Service {n}", phones=switchboard) for n in range(10)]
    two = [
        Entry(key=name, name=name, phones=switchboard)
        for name in ("Sewing circle", "Sewing circle, all welcome")
    ]
    assert list(pairs([*many, *two])) == []
    assert list(pairs(two)), "by itself the number would have been enough"


def test_numbers_sites_and_addresses_are_compared_as_people_mean_them() -> None:
    assert digits("+44 (0)20 7946 0123".replace("(0)", "")) == digits("020 7946 0123")
    assert domain_of("https://www.Hope.org.uk/x") == domain_of("jo@hope.org.uk") == "hope.org.uk"
    assert domain_of("https://www.facebook.com/hope") == ""
    assert page_of("http://www.hope.org.uk/lunch/") == "hope.org.uk/lunch"
    assert page_of("https://hope.org.uk/") == ""


@pytest.fixture
def two(partnership: Any) -> tuple[Service, Service]:
    hall = (534_000, 184_000)
    one = a_service("Lunch club", at=[hall], fees="£2", email="lunch@example.org")
    other = a_service("The Lunch Club", organization="Council", at=[hall], fees="£3")
    for service in (one, other):
        Phone.objects.create(service=service, number="020 7946 0123")
    return one, other


@pytest.fixture
def pair(two: tuple[Service, Service]) -> Duplicate:
    assert duplicates.search(at=AT) == 1
    return Duplicate.objects.get()


@pytest.fixture
def by(cast: Any) -> By:
    return By(member=cast.steward)


def listed() -> set[str]:
    return {one.service for one in shortlist(Facts(words="lunch club"), at=AT).results}


def test_the_evidence_is_kept_and_looking_again_changes_nothing(pair: Duplicate) -> None:
    assert ["phone", "2079460123"] in pair.evidence
    assert duplicates.search(at=AT) == 1
    assert Duplicate.objects.get() == pair


def test_a_pair_that_is_none_any_more_goes_by_itself(pair: Duplicate, two: tuple[Service, Service]) -> None:
    Service.objects.filter(pk=two[1].pk).update(name="Chess for men")
    assert duplicates.search(at=AT) == 0
    assert not Duplicate.objects.exists()


def test_put_together_one_stands_for_both_everywhere(
    pair: Duplicate, two: tuple[Service, Service], by: By
) -> None:
    one, other = two
    duplicates.merge(pair=pair, keep=one, values={"fees": "£3"}, by=by, at=AT)
    one.refresh_from_db()
    assert one.fees == "£3"
    assert listed() == {"Lunch club"}
    assert list(Service.objects.published()) == [one]
    assert duplicates.search(at=AT) == 0
    with pytest.raises(CannotKeep):
        duplicates.merge(pair=pair, keep=other, values={}, by=by, at=AT)


def test_taken_apart_both_stand_as_they_did_and_nobody_is_asked_again(
    pair: Duplicate, two: tuple[Service, Service], by: By
) -> None:
    duplicates.merge(pair=pair, keep=two[0], values={"fees": "£3"}, by=by, at=AT)
    duplicates.take_apart(pair=pair, by=by, at=AT)
    two[0].refresh_from_db()
    assert two[0].fees == "£2"
    assert listed() == {"Lunch club", "The Lunch Club"}
    assert duplicates.search(at=AT) == 0
    kinds = [UpkeepKind.MERGED, UpkeepKind.TAKEN_APART]
    assert sorted(Upkeep.objects.values_list("kind", flat=True)) == sorted(kinds)
    with pytest.raises(CannotKeep):
        duplicates.take_apart(pair=pair, by=by, at=AT)


def test_told_apart_nobody_is_asked_again(pair: Duplicate, by: By) -> None:
    duplicates.tell_apart(pair=pair, by=by, at=AT)
    assert duplicates.search(at=AT) == 0
    assert not duplicate_queries.waiting().exists()


def test_what_was_put_together_with_the_other_comes_along_and_goes_back(
    pair: Duplicate, two: tuple[Service, Service], by: By
) -> None:
    one, other = two
    third = a_service("Lunch club at the hall", refresh=False)
    Service.objects.filter(pk=third.pk).update(merged_into=other)
    duplicates.merge(pair=pair, keep=one, values={}, by=by, at=AT)
    assert Service.objects.get(pk=third.pk).merged_into == one
    duplicates.take_apart(pair=pair, by=by, at=AT)
    assert Service.objects.get(pk=third.pk).merged_into == other


def test_a_merge_outlives_an_import_and_ends_when_the_kept_one_leaves_its_feed(
    partnership: Any, tmp_path: Path, by: By
) -> None:
    def read(name: str, ids: list[str], **more: Any) -> None:
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps([made.service(own_id, name=f"{name} {own_id}", **more) for own_id in ids]))
        import_feed(Importing(str(path), name), at=now())

    read("City", ["lunch", "chess"])
    read("Charity", ["lunch"])
    kept, other = Service.objects.get(name="City lunch"), Service.objects.get(name="Charity lunch")
    first, second = sorted((kept, other), key=lambda service: str(service.pk))
    pair = Duplicate.objects.create(first=first, second=second, found_at=AT)
    duplicates.merge(pair=pair, keep=kept, values={"email": "new@example.org"}, by=by, at=AT)
    assert Correction.objects.get().field == "email"
    read("Charity", ["lunch"], alert="New words")
    other.refresh_from_db()
    assert (other.merged_into, other.alert) == (kept, "New words")
    read("City", ["chess"])
    other.refresh_from_db()
    assert other.merged_into is None
    assert "Charity lunch" in {service.name for service in Service.objects.listed()}


def test_the_art_ease_group_of_bristol_on_tuesday_and_on_wednesday_stays_two(
    partnership: Any, shared_data: Path
) -> None:
    page = shared_data / "directory/feeds/bristol-v1-services-page1.json"
    import_feed(Importing(str(page), "Bristol"), at=now())
    assert Service.objects.filter(name__startswith="Art Ease Group").count() == 2
    assert duplicates.search(at=AT) == 0


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"swap": True}, "duplicate_pair_in_order"),
        ({"again": True}, "duplicate_pair_once"),
        ({"state": "maybe", "decided_at": AT}, "duplicate_state_is_known"),
        ({"state": "two"}, "duplicate_decided_at_some_time"),
    ],
)
def test_the_database_refuses(
    values: dict[str, Any], constraint: str, pair: Duplicate, two: tuple[Service, Service]
) -> None:
    first, second = pair.first, pair.second
    values = dict(values)
    if not values.pop("again", False):
        pair.delete()
    if values.pop("swap", False):
        first, second = second, first
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Duplicate.objects.create(first=first, second=second, found_at=AT, **values)


def test_the_database_refuses_a_service_that_stands_for_itself(two: tuple[Service, Service]) -> None:
    with pytest.raises(IntegrityError, match="service_is_not_merged_into_itself"), transaction.atomic():
        Service.objects.filter(pk=two[0].pk).update(merged_into=two[0])


VIOLATED = {
    "duplicate_pair_in_order",
    "duplicate_pair_once",
    "duplicate_state_is_known",
    "duplicate_decided_at_some_time",
    "service_is_not_merged_into_itself",
}
