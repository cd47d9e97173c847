"""A feed that was imported, published and imported again is the same directory, in both versions of the standard."""

import datetime as dt
import json
import string
from typing import Any

import pytest
from django.db import transaction
from django.utils.encoding import iri_to_uri
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.core.clock import now
from alongside.directory.actions.import_feed import Importing, import_feed
from alongside.directory.models import Service
from alongside.directory.models.feed import feed_id
from alongside.directory.publishing import loading, shape_v1, shape_v3
from alongside.places.geo import distance_m

pytestmark = pytest.mark.django_db

OWN = frozenset({"id", "created_at", "updated_at", "last_modified_at", "search"})
"""With ids, times of ours: what may differ."""


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row without what may differ; parts of rows likewise."""
    kept = {}
    for key, value in row.items():
        if key in OWN or key.endswith("_id"):
            continue
        if key == "taxonomy__code" and value.startswith("feed-"):
            kept[key] = "feed"  # terms that came without a list stand in one of their feed's
        elif key.endswith(("url", "uri", "link")) and value:
            kept[key] = iri_to_uri(value)  # written as the schemas want it
        else:
            kept[key] = plain(value) if isinstance(value, dict) and key not in ("extent", "vendor") else value
    return kept


def told(nested: loading.Nested) -> dict[str, Any]:
    """Everything we hold of a service, in an order of its own, positions apart."""

    def rows(found: list[dict[str, Any]]) -> list[str]:
        return sorted(repr(sorted(plain(row).items(), key=str)) for row in found)

    sites = []
    for site in nested.sites:
        location = plain({k: v for k, v in site["location"].items() if k not in ("point", "accessibilities")})
        access, times = rows(site["location"]["accessibilities"]), rows(site["schedules"])
        sites.append(repr((sorted(location.items(), key=str), access, times)))
    return {
        "service": plain(nested.service),
        "organization": plain(nested.organization),
        "eligibilities": rows(nested.eligibilities),
        "schedules": rows([s for s in nested.schedules if s["service_at_location_id"] is None]),
        "costs": rows(nested.costs),
        "languages": rows(nested.languages),
        "contacts": rows(nested.contacts),
        "phones": sorted(
            repr((p["number"], p["extension"], p["description"], p["contact_id"] is None))
            for p in nested.phones
        ),
        "areas": rows(nested.areas),
        "terms": sorted(
            repr((t["link_type"], sorted(plain(t["term"]).items(), key=str))) for t in nested.terms
        ),
        "sites": sorted(sites),
        "vendor": nested.vendor,
    }


def of_feed(name: str) -> list[loading.Nested]:
    """The services of a feed, in the order of their names."""
    from alongside.directory.models import FeedRecord

    ids = FeedRecord.objects.filter(feed_id=feed_id(f"name:{name}"), entity="service").values("record_id")
    found = Service.objects.filter(pk__in=ids).order_by("name", "description", "pk")
    return loading.services(list(found.values_list("pk", flat=True)))


def bring_in(path: Any, name: str, rows: list[Any], *, key: str) -> list[loading.Nested]:
    path.write_text(json.dumps({key: rows}))
    import_feed(Importing(str(path), name), at=now())
    return of_feed(name)


def same_place(before: list[loading.Nested], after: list[loading.Nested]) -> None:
    """Positions agree: to a metre where they are exact, to the rounding where they are not."""
    for one, other in zip(before, after, strict=True):
        mine = sorted(
            (s["location"] for s in one.sites), key=lambda place: (place["name"], place["postcode"])
        )
        theirs = sorted(
            (s["location"] for s in other.sites), key=lambda place: (place["name"], place["postcode"])
        )
        for here, there in zip(mine, theirs, strict=True):
            if here["point"] is None:
                assert there["point"] is None
            else:
                assert distance_m(here["point"], there["point"]) < (
                    1 if here["precision"] == "exact" else 1_000
                )


SHAPES = {"3.0": (shape_v3.service, "contents"), "1.0": (shape_v1.service, "content")}


def assert_the_same_again(tmp_path: Any, rows: list[Any], version: str) -> None:
    shape, key = SHAPES[version]
    first = bring_in(tmp_path / "first.json", "first", rows, key="contents")
    published = [json.loads(json.dumps(shape(nested))) for nested in first]
    again = bring_in(tmp_path / "again.json", "again", published, key=key)
    for one, other in zip(first, again, strict=True):
        before, after = told(one), told(other)
        assert {part: after[part] for part in after if after[part] != before[part]} == {
            part: before[part] for part in before if after[part] != before[part]
        }
    same_place(first, again)


@pytest.mark.parametrize("version", ["3.0", "1.0"])
def test_bristol_is_the_same_again(version: str, tmp_path: Any, shared_data: Any) -> None:
    page = json.loads((shared_data / "directory/feeds/bristol-v1-services-page1.json").read_text())
    assert_the_same_again(tmp_path, page["content"], version)


# A feed of anything ------------------------------------------------------------------------------------------------

WORDS = (
    st.text(string.ascii_letters + " é’&£", min_size=1, max_size=30)
    .map(lambda s: " ".join(s.split()))
    .filter(bool)
)
DAY = st.dates(dt.date(2001, 1, 1), dt.date(2090, 1, 1)).map(dt.date.isoformat)
AGE = st.one_of(st.none(), st.integers(1, 98))
OPTIONAL = st.one_of(st.none(), st.just(""), WORDS)
HOLIDAYS = st.sampled_from(
    ["Closed on bank holidays", "Including bank holidays", "Most bank holidays", "Not on bank holidays."]
)
"""What times and services say of bank holidays: read, hedged, and as we write it ourselves."""
TIMES = st.sampled_from(
    [("09:00", "10:30"), ("14:00", None), (None, None), ("00:00", "23:59"), ("18:15", "20:00")]
)
BYDAY = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), unique=True, max_size=3)
NTH = st.lists(st.sampled_from(["1MO", "2TU", "-1FR", "3SU"]), unique=True, max_size=2)


@st.composite
def schedules(draw: Any) -> dict[str, Any]:
    monthly = draw(st.booleans())
    opens, closes = draw(TIMES)
    row = {
        "id": str(draw(st.uuids())), "freq": draw(st.sampled_from(["MONTHLY", ""] if monthly else ["WEEKLY", ""])),
        "byday": ",".join(draw(NTH if monthly else BYDAY)), "opens_at": opens, "closes_at": closes,
        "interval": draw(st.sampled_from([None, 1, 2, 4])), "dtstart": draw(st.one_of(st.none(), DAY)),
        "valid_from": draw(st.one_of(st.none(), DAY)), "valid_to": draw(st.one_of(st.none(), DAY)),
        "description": draw(st.one_of(OPTIONAL, HOLIDAYS)),
    }  # fmt: skip
    if monthly and not row["byday"]:
        row["bymonthday"] = draw(st.sampled_from(["1", "15,30", "-1", ""]))
    return row


def FINE(least: float, most: float) -> st.SearchStrategy[float]:
    """Degrees with a third decimal that is not nought, whatever becomes of the sixth."""
    hundredths = st.integers(round(least * 100), round(most * 100) - 1)
    return st.builds(lambda whole, part: whole / 100 + part, hundredths, st.floats(0.003, 0.007))


@st.composite
def locations(draw: Any) -> dict[str, Any]:
    where = draw(
        st.one_of(
            st.just({}),
            # never so round that it means "about here"
            st.fixed_dictionaries({"latitude": FINE(51.3, 51.6), "longitude": FINE(-0.4, 0.2)}),
            st.just({"latitude": 51.54, "longitude": -0.06}),
        )
    )
    address = {
        "id": "a", "address_1": draw(OPTIONAL), "city": draw(OPTIONAL), "state_province": draw(OPTIONAL),
        "address_type": "physical",
        "postal_code": draw(st.sampled_from(["E8 1EA", "NW1 2DB", "e81ea", "E8", "", None])),
    }  # fmt: skip
    words = draw(
        st.lists(st.sampled_from(["Step free entrance", "No lift", "Hearing loop", "Ask for Jo"]), max_size=2)
    )
    return {
        "id": str(draw(st.uuids())), "name": draw(WORDS),
        "location_type": draw(st.sampled_from(["physical", "virtual"])),
        "description": draw(OPTIONAL), "addresses": [address], "transportation": draw(OPTIONAL),
        "accessibility": [{"id": str(n), "description": word} for n, word in enumerate(words)], **where,
    }  # fmt: skip


@st.composite
def services(draw: Any, own_id: str) -> dict[str, Any]:
    many = st.lists
    low, high = draw(AGE), draw(AGE)
    return {
        "id": own_id,
        "name": f"{draw(WORDS)} {own_id[:8]}",
        "description": draw(
            st.one_of(OPTIONAL, HOLIDAYS, st.just("<p>One</p><ul><li>two &amp; three</li></ul>"))
        ),
        "url": draw(
            st.sampled_from(["https://example.org/a?b=c", "", None, "example.org", "https://example.org/é"])
        ),
        "email": draw(st.sampled_from(["tea@example.org", "", None])),
        "status": draw(st.sampled_from(["active", "inactive", "defunct", "temporarily closed"])),
        "fees": draw(st.sampled_from(["", None, "Free", "£3 a week", "Ask us"])),
        "accreditations": draw(OPTIONAL),
        "alert": draw(OPTIONAL),
        "assured_date": draw(st.one_of(st.none(), DAY)),
        "attending_access": draw(st.sampled_from(["", None, "referral", "drop-in", "Self referral"])),
        "attending_type": draw(st.sampled_from(["", None, "phone", "online", "home visit", "venue"])),
        "deliverable_type": draw(st.sampled_from(["", "Advice", "Cake"])),
        "minimum_age": low,
        "maximum_age": high,
        "eligibilities": draw(
            many(
                st.fixed_dictionaries(
                    {
                        "minimum_age": AGE,
                        "maximum_age": AGE,
                        "eligibility": OPTIONAL,
                        "eligibility_description": OPTIONAL,
                    }
                ),
                max_size=2,
            )
        ),
        "organization": {
            "id": draw(st.sampled_from(["o1", "o2"])),
            "name": draw(st.sampled_from(["Neighbours", "The Hall"])),
            "description": "",
            "website": "https://example.org",
            "organization_identifiers": [
                {"identifier_scheme": "GB-CHC", "identifier_type": "x", "identifier": "123456"}
            ],
        },
        "schedules": draw(many(schedules(), max_size=3)),
        "service_at_locations": [
            {"id": str(n), "location": place, "schedules": draw(many(schedules(), max_size=1))}
            for n, place in enumerate(draw(many(locations(), max_size=2)))
        ],
        "cost_options": draw(
            many(
                st.fixed_dictionaries(
                    {
                        "amount": st.sampled_from([None, 0, 2.5, 10]),
                        "option": OPTIONAL,
                        "valid_to": st.one_of(st.none(), DAY),
                    }
                ),
                max_size=2,
            )
        ),
        "languages": draw(
            many(st.sampled_from([{"name": "Turkish"}, {"code": "bn"}, {"name": "Elvish"}]), max_size=2)
        ),
        "contacts": draw(
            many(
                st.fixed_dictionaries(
                    {"name": OPTIONAL, "title": OPTIONAL, "phones": st.just([{"number": "020 7946 0123"}])}
                ),
                max_size=2,
            )
        ),
        "phones": draw(many(st.just({"number": "020 7946 0456", "extension": "7"}), max_size=1)),
        "service_areas": draw(
            many(
                st.sampled_from(
                    [{"name": "Hackney E09000012"}, {"name": "North", "extent": '{"type": "Point"}'}]
                ),
                max_size=2,
            )
        ),
        "attributes": draw(
            many(
                st.sampled_from(
                    [
                        {"taxonomy_term": {"id": "t1", "name": "Food", "taxonomy": "Needs"}},
                        {"taxonomy_term": {"id": "t2", "name": "Chat"}, "link_type": "topic"},
                    ]
                ),
                max_size=2,
            )
        ),
        "pc_rating": draw(st.sampled_from([None, 5, {"stars": 3}])),
    }


FEEDS = st.lists(st.uuids().map(str), min_size=1, max_size=3, unique=True).flatmap(
    lambda ids: st.tuples(*[services(own_id) for own_id in ids]).map(list)
)


class _RolledBack(Exception):
    pass


@pytest.mark.parametrize("version", ["3.0", "1.0"])
@given(rows=FEEDS)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
def test_any_feed_is_the_same_again(version: str, rows: list[Any], tmp_path: Any) -> None:
    try:
        with transaction.atomic():
            assert_the_same_again(tmp_path, rows, version)
            raise _RolledBack
    except _RolledBack:
        pass


def test_what_we_know_beyond_the_standard_is_read_again_by_another_alongside(tmp_path: Any) -> None:
    from tests.factories.directory import a_service

    service = a_service(
        "Women carers",
        ways=[
            {
                "carers_only": True,
                "genders": ["woman"],
                "gender_basis": "Schedule 3",
                "area_codes": ["E09000012"],
                "area_relations": ["lives", "works"],
                "referral_routes": ["gp"],
                "meant_for": ["Carers", "Women"],
            }
        ],
        modes=["phone", "home"],
    )
    published = shape_v3.service(loading.services([service.pk])[0])
    (again,) = bring_in(tmp_path / "again.json", "again", [published], key="contents")
    (rule,) = again.eligibilities
    assert plain(rule) == plain(loading.services([service.pk])[0].eligibilities[0])
    assert again.service["delivery_modes"] == ["phone", "home"]


@pytest.mark.parametrize("version", ["3.0", "1.0"])
@pytest.mark.parametrize("words", ["", "Ring first", "Open most bank holidays", "Also on bank holidays"])
def test_what_was_told_by_hand_of_bank_holidays_stands_in_the_words_of_its_times(
    version: str, words: str, tmp_path: Any
) -> None:
    from tests.factories.directory import a_service

    shape, key = SHAPES[version]
    tuesdays = {"freq": "WEEKLY", "byday": ["TU"], "opens_at": "14:00", "description": words}
    service = a_service("Tea", bank_holidays="closed", schedules=[tuesdays])
    published = json.loads(json.dumps(shape(loading.services([service.pk])[0])))
    (again,) = bring_in(tmp_path / "again.json", "again", [published], key=key)
    assert again.service["bank_holidays"] == "closed"
    assert again.schedules[0]["description"] == f"{words}\nNot on bank holidays.".strip()
    assert (
        shape(again).get("schedules", shape(again).get("regular_schedules"))[0]["description"].count("Not on")
        == 1
    )
