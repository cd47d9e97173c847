"""What real feeds do, one small feed for each quirk, and what comes out of it: sixteen kinds, in their order.

1 nothing written as "" or null · 2 words where codes should be · 3 placeholders · 4 dates · 5 HTML and characters ·
6 web addresses · 7 phones · 8 leaked names and vendors' keys · 9 duplicates · 13 paging that lies · 14 names of version
1.0 · 15 officers · 16 overnight landslides. Places half told (10), hours (11) and coordinates (12) are in
`test_feed_quirks_of_place_and_time`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from alongside.core.clock import now
from alongside.directory.actions.import_feed import Importing, import_feed
from alongside.directory.enums import RunState
from alongside.directory.feeds import fetch
from alongside.directory.feeds.read_v3 import read_service
from alongside.directory.models import (
    FeedRecord,
    FeedRun,
    Location,
    Offer,
    Organization,
    Phone,
    RejectedRecord,
    Schedule,
    Service,
)
from alongside.directory.rules.freshness import Ages, Freshness, freshness
from tests.domain.directory import feed_records as made
from tests.domain.directory.feed_reading import bring_in, placed
from tests.domain.directory.test_feed_fetching import Answer, Server, envelope, paged

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., FeedRun]:
    """Import a feed that holds these records; again and again it is the same feed."""
    return partial(bring_in, tmp_path)


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[str, int], Answer]], Server]]:
    """Start a server that answers by a function; nobody waits between tries."""
    monkeypatch.setattr(fetch.time, "sleep", lambda seconds: None)
    servers: list[Server] = []

    def start(answer: Callable[[str, int], Answer]) -> Server:
        servers.append(Server(answer))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def fetched(server: Server) -> FeedRun:
    return import_feed(Importing(f"{server.url}/services", "Town", allow_private=True), at=now())


def rich(own_id: str) -> dict[str, Any]:
    return made.service(own_id, schedules=[made.weekly("MO")])


# 1 Nothing, written as "" or null --------------------------------------------------------------------------------


@pytest.mark.parametrize("nothing", ["", None, "  "])
def test_quirk_01_empty_text_and_null_are_no_value_wherever_they_stand(
    read: Callable[..., FeedRun], nothing: Any
) -> None:
    keys = """url email fees alert accreditations assured_date last_modified minimum_age maximum_age status
        attending_access deliverable_type schedules languages contacts phones cost_options service_areas attributes
        eligibilitys locations"""
    place = {"id": "l", "name": "Hall", "location_type": nothing, "addresses": nothing, "accessibility": nothing,
             "latitude": nothing, "longitude": nothing}  # fmt: skip
    row = made.service(
        "a", **dict.fromkeys(keys.split(), nothing), service_at_locations=[{"location": place}]
    )
    assert read(row).rejected == 0
    service = Service.objects.get()
    assert (service.status, service.attending_access, service.url, service.assured_on) == (
        "active",
        "",
        "",
        None,
    )
    assert not service.eligibilities.exists()
    assert Location.objects.get().location_type == "physical"
    assert read_service(row).notes == [], "nothing was said, so nothing is doubted"


def test_quirk_01_null_inside_a_list_is_passed_over(read: Callable[..., FeedRun]) -> None:
    read(made.service("a", schedules=[None, made.weekly("MO"), ""], languages=[None], contacts=None))
    assert Schedule.objects.get().byday == ["MO"]


# 2 Words where codes should be -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "kept"),
    [("Self referral", ""), ("No referral needed", ""), ("Referral not required", ""), ("Drop-in", "drop-in"),
     ("Drop in session", "drop-in"), ("By appointment", "appointment"), ("Professional referral", "referral"),
     ("Specialist-led group", "")],
)  # fmt: skip
def test_quirk_02_other_words_for_how_one_gets_in_are_understood_or_left_open(
    read: Callable[..., FeedRun], said: str, kept: str
) -> None:
    read(made.service("a", attending_access=said, deliverable_type="Specialist-led group"))
    service = Service.objects.get()
    assert (service.attending_access, service.deliverable_type) == (kept, "Specialist-led group")


@pytest.mark.parametrize(
    ("said", "kept"),
    [("Active ", "active"), ("Temporarily Closed", "temporarily closed"), ("Ended", "defunct"), ("Maybe", "inactive")],
)  # fmt: skip
def test_quirk_02_a_status_nobody_knows_counts_as_not_running(
    read: Callable[..., FeedRun], said: str, kept: str
) -> None:
    read(made.service("a", status=said))
    assert Service.objects.get().status == kept


# 3 Placeholders made to please a validator -----------------------------------------------------------------------


def test_quirk_03_placeholders_are_no_contact_and_no_limit(read: Callable[..., FeedRun]) -> None:
    contact = {"name": "Ann", "email": "Unknown-77@noemail.invalid", "phones": [{"number": "00000000000"}]}
    organization = {
        "id": "o",
        "name": "N",
        "email": "unknown-1@noemail.invalid",
        "website": "https://www.nhs.uk/",
    }
    read(
        made.service("a", email="Unknown-5f2c@noemail.invalid", url="http://www.example.com/service/1",
                     minimum_age=-1, maximum_age=0, contacts=[contact], organization=organization)
    )  # fmt: skip
    service, runs_it = Service.objects.get(), Organization.objects.get()
    assert (service.email, service.url, runs_it.email, runs_it.url) == ("", "", "", "")
    assert service.contacts.get().email == ""
    assert not Phone.objects.exists()
    assert not service.eligibilities.exists(), "open to every age"


# 4 Dates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["2023-06-04T23:30:00+0000", "2023-06-04T23:30:00Z", "2023-06-05T00:30:00", "2023-06-05T00:30:00+01"]
)  # fmt: skip
def test_quirk_04_a_moment_is_the_same_with_any_offset_and_without_one_it_is_londons(
    read: Callable[..., FeedRun], written: str
) -> None:
    read(made.service("a", last_modified=written, assured_date=written))
    service = Service.objects.get()
    assert service.last_modified_at == dt.datetime(2023, 6, 4, 23, 30, tzinfo=dt.UTC)
    assert service.assured_on == dt.date(2023, 6, 5)


def test_quirk_04_an_assurance_on_a_day_to_come_confirms_nothing_and_the_steward_is_told(
    read: Callable[..., FeedRun],
) -> None:
    ahead = now().date() + dt.timedelta(days=400)
    run = read(
        made.service("a", assured_date=ahead.isoformat()),
        made.service("b", assured_date=now().date().isoformat()),
    )
    a, b = Service.objects.order_by("assured_on").reverse()
    assert (a.assured_on, a.confirmed_on, b.confirmed_on) == (ahead, None, now().date())
    assert [(note.record, note.came_in) for note in run.rejections.all()] == [("a", True)]


def test_quirk_04_an_assurance_of_five_years_ago_is_kept_as_old_and_not_thrown_out_at_once(
    read: Callable[..., FeedRun],
) -> None:
    old = now().date().replace(day=1) - dt.timedelta(days=5 * 365)
    read(made.service("a", assured_date=old.isoformat()))
    service = Service.objects.get()
    assert (service.assured_on, service.confirmed_on) == (old, old)
    today = now().date()
    state = freshness(confirmed_on=old, came_on=today, on=today, ages=Ages())
    assert state == Freshness.STALE
    assert Offer.objects.filter(service=service).exists(), "it may still be found, marked as old"


# 5 HTML and characters -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "words"),
    [('<p data-cke="1" class="x">Te\u200ba &amp; chat</p>', "Tea & chat"), ("Tea costs Â£10", "Tea costs £10"),
     ("â€˜Teaâ€™ and â€œchatâ€", "‘Tea’ and “chat”"), ("Caf&amp;eacute; &amp;amp; chat", "Café & chat"),
     ("&lt;p&gt;Tea&lt;/p&gt;", "Tea"), ("Tea \u202eand chat\u202c", "Tea and chat")],
)  # fmt: skip
def test_quirk_05_a_description_is_the_words_it_was_meant_to_be(
    read: Callable[..., FeedRun], written: str, words: str
) -> None:
    read(made.service("a", description=written))
    service = Service.objects.get()
    assert service.description == words
    assert "data-" not in service.description_html
    assert "class" not in service.description_html


def test_quirk_05_raw_newlines_inside_a_text_do_not_break_the_feed(read: Callable[..., FeedRun]) -> None:
    raw = json.dumps([made.service("a", description="Tea, chat")]).replace("Tea, chat", "Tea,\r\n\tchat")
    assert read(raw=raw).new == 1
    assert Service.objects.get().description.split() == ["Tea,", "chat"]


# 6 Web addresses -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "url", "email"),
    [("hall.org.uk/tea", "https://hall.org.uk/tea", ""), ("https:// www.hall.org.uk", "https://www.hall.org.uk", ""),
     ("http://https://hall.org.uk", "https://hall.org.uk", ""), ("http//hall.org.uk", "http://hall.org.uk", ""),
     ("\u202ahttps://hall.org.uk\u202c", "https://hall.org.uk", ""), ("mailto:tea@hall.org.uk", "", "tea@hall.org.uk"),
     ("https://video.org/@hall.group", "https://video.org/@hall.group", "")],
)  # fmt: skip
def test_quirk_06_an_address_gets_its_scheme_and_a_mailbox_goes_where_mailboxes_are(
    read: Callable[..., FeedRun], written: str, url: str, email: str
) -> None:
    read(made.service("a", url=written, organization={"id": "o", "name": "N", "website": written}))
    for one in (Service.objects.get(), Organization.objects.get()):
        assert (one.url, one.email) == (url, email)


def test_quirk_06_a_dead_address_is_kept_and_nobody_calls_it_while_reading(
    serve: Callable[..., Server],
) -> None:
    def answer(path: str, page: int) -> Answer:
        return paged([rich("a") | {"url": f"http://localhost:{port[0]}/gone"}], 5)(path, page)

    port = [0]
    server = serve(answer)
    port[0] = int(server.url.rpartition(":")[2])
    assert fetched(server).new == 1
    assert Service.objects.get().url == f"http://localhost:{port[0]}/gone"
    assert not any("gone" in path for path in server.asked)


# 7 Phones --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "numbers"),
    [("Ring Ann on 0117 922 4567 after six", ["0117 922 4567"]),
     ("0117 922 4567 or 01275 888123", ["0117 922 4567", "01275 888123"]),
     ("0117 922 4567 0117 922 4568", ["0117 922 4567", "0117 922 4568"]),
     ("0117 922 4567; out of hours 999 or NHS 111", ["0117 922 4567", "111", "999"]), ("See website", [])],
)  # fmt: skip
def test_quirk_07_every_number_in_the_words_is_a_number_of_its_own(
    read: Callable[..., FeedRun], written: str, numbers: list[str]
) -> None:
    read(made.service("a", phones=[{"number": written}]))
    assert sorted(Phone.objects.order_by("pk").values_list("number", flat=True)) == numbers
    for phone in Phone.objects.order_by("pk"):
        assert phone.description == (written if "Ann" in written or "hours" in written else "")


# 8 Leaked names and vendors' keys --------------------------------------------------------------------------------

LEAKED = {
    "id": "a", "name": "Tea", "serviceId": "a", "minimumAge": 60, "assuredDate": "2026-01-05", "vendorThing": {"aB": 1},
    "organization": {"id": "o", "name": "N"},
    "regularSchedules": [{"id": "s", "serviceId": "a", "byday": "MO", "opensAt": "9:00", "closesAt": "11:00"}],
    "serviceAtLocations": [{"serviceId": "a", "location": {"id": "l", "name": "Hall", "physicalAddresses": [
        {"address1": "1 High Street", "postalCode": "E8 1EA"}]}}],
}  # fmt: skip


def test_quirk_08_names_in_camel_case_mean_what_they_mean_and_only_strangers_stay_as_they_came(
    read: Callable[..., FeedRun],
) -> None:
    read(LEAKED)
    service = Service.objects.get()
    assert (service.eligibilities.get().minimum_age, service.assured_on) == (60, dt.date(2026, 1, 5))
    assert (Schedule.objects.get().opens_at, Schedule.objects.get().closes_at) == (dt.time(9), dt.time(11))
    assert (Location.objects.get().address_1, Location.objects.get().postcode) == ("1 High Street", "E8 1EA")
    assert FeedRecord.objects.get(entity="service").vendor == {"vendorThing": {"aB": 1}}


def test_quirk_08_who_a_vendor_says_it_is_for_is_kept_and_new_ids_each_time_change_nothing(
    read: Callable[..., FeedRun],
) -> None:
    def row(number: int, audience: str = "Seniors > Men") -> dict[str, Any]:
        return made.service("a", pc_targetAudience=[{"id": number, "audienceType": audience}])

    read(row(11))
    assert Service.objects.get().eligibilities.get().meant_for == ["Men"]
    assert read(row(12)).unchanged == 1
    assert FeedRecord.objects.get(entity="service").vendor == {
        "pc_targetAudience": [{"audienceType": "Seniors > Men"}]
    }
    assert read(row(13, "Carers")).changed == 1


# 9 Duplicates and false friends ----------------------------------------------------------------------------------


def test_quirk_09_one_service_under_two_names_stays_two_until_a_person_says_so(
    read: Callable[..., FeedRun],
) -> None:
    same = {"url": "https://hall.org.uk", "schedules": [made.weekly("TU")]}
    read(made.service("a", name="Chair yoga", **same), made.service("b", name="Yoga (seated)", **same))
    assert Service.objects.listed().count() == 2


def test_quirk_09_the_same_group_on_another_day_is_another_group(read: Callable[..., FeedRun]) -> None:
    rows = [made.service(day, name="Chair yoga", schedules=[made.weekly(day)]) for day in ("TU", "WE")]
    assert (read(*rows).new, Schedule.objects.count()) == (2, 2)


# 13 Paging that lies ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("pages", "total"), [(1, 5), (9, 99), (0, 0)])
def test_quirk_13_totals_that_lie_lose_nothing(serve: Callable[..., Server], pages: int, total: int) -> None:
    rows = [rich(str(number)) for number in range(5)]

    def answer(path: str, page: int) -> Answer:
        part = rows[2 * (max(page, 1) - 1) :][:2]
        return 200, envelope(part, page or 1, pages, total) | {"last_page": not part}

    run = fetched(serve(answer))
    assert (run.new, run.saw_whole) == (5, True)


def test_quirk_13_the_same_page_again_and_again_ends_and_withdraws_nothing(
    serve: Callable[..., Server],
) -> None:
    answers = [paged([rich(str(number)) for number in range(4)], 2)]
    server = serve(lambda path, page: answers[-1](path, page))  # noqa: PLW0108 – which answer it is changes
    fetched(server)
    answers.append(lambda path, page: (200, envelope([rich("0"), rich("1")], 1, 50, 100)))
    run = fetched(server)
    assert (run.withdrawn, run.saw_whole, Service.objects.listed().count()) == (0, False, 4)


def test_quirk_13_one_record_on_every_page_does_not_hide_the_last_page(serve: Callable[..., Server]) -> None:
    pages = [[rich("same"), rich(other)] for other in ("b", "c", "d")]
    run = fetched(serve(lambda path, page: (200, envelope(pages[max(page, 1) - 1], page or 1, 3, 4))))
    assert (run.new, run.rejected) == (4, 0)


def test_quirk_13_no_filter_is_asked_for_so_none_can_be_ignored(serve: Callable[..., Server]) -> None:
    server = serve(paged([rich(str(number)) for number in range(4)], 2))
    fetched(server)
    assert {key for path in server.asked for key in parse_qs(urlsplit(path).query)} == {"page"}


def test_quirk_13_a_sparse_list_is_filled_from_details_and_stands_alone_where_they_fail(
    serve: Callable[..., Server],
) -> None:
    def answer(path: str, page: int) -> Answer:
        if path == "/services":
            return 200, envelope([made.service("a"), made.service("b")], 1, 1, 2)
        return (200, rich("a")) if path.endswith("/a") else (500, {})

    assert fetched(serve(answer)).new == 2
    assert Schedule.objects.get().service.name == "Tea at a"


# 14 Names of version 1.0 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("times", ["schedules", "regular_schedules"])
def test_quirk_14_version_one_by_its_own_names_is_the_same_service(
    read: Callable[..., FeedRun], times: str
) -> None:
    term = {"taxonomy": {"id": "t1", "name": "Lunch clubs", "vocabulary": "Open Eligibility"}}
    read(
        {"id": "a", "name": "Tea", "organization": {"id": "o", "name": "N"}, times: [made.weekly("MO")],
         "eligibilitys": [{"id": "e", "minimum_age": 60, "eligibility": "Men"}], "service_taxonomys": [term]}
    )  # fmt: skip
    service = Service.objects.get()
    rule, link = service.eligibilities.get(), service.service_terms.select_related("term__taxonomy").get()
    assert (rule.minimum_age, rule.meant_for, Schedule.objects.get().byday) == (60, ["Men"], ["MO"])
    assert (link.term.name, link.term.taxonomy.name) == ("Lunch clubs", "Open Eligibility")


# 15 Officers -----------------------------------------------------------------------------------------------------


def test_quirk_15_who_assured_a_record_is_kept_nowhere_whatever_the_key(read: Callable[..., FeedRun]) -> None:
    keys = """assurer assurer_email assurerEmail assured_by assuredBy assurance_contact last_modified_by reviewed_by
        reviewerName validated_by submitted_by officer lead_officer officer_email data_owner owner_email
        signed_off_by entered_by checkedBy"""
    people = dict.fromkeys(keys.split(), "Pat Officer <pat@council.org.uk>")
    nested = {"pc_metadata": people | {"kept": "yes"}, "organization": {"id": "o", "name": "N", **people}}
    read(made.service("a", **people, **nested), {"id": "b", **people})
    kept = [*FeedRecord.objects.order_by("pk").values_list("vendor", flat=True)]
    kept += RejectedRecord.objects.order_by("pk").values_list("raw", flat=True)
    service = Service.objects.get()
    assert "pat" not in (json.dumps(kept) + repr(vars(service)) + repr(vars(service.organization))).lower()
    assert FeedRecord.objects.get(entity="service").vendor["pc_metadata"] == {"kept": "yes"}


# 16 Overnight landslides -----------------------------------------------------------------------------------------


def test_quirk_16_nine_in_ten_gone_overnight_is_held_and_everything_stays(
    read: Callable[..., FeedRun],
) -> None:
    read(*[rich(str(number)) for number in range(20)])
    run = read(rich("0"), rich("1"))
    assert (run.state, run.missing, Service.objects.listed().count()) == (RunState.HELD, 18, 20)


def test_quirk_16_an_id_used_again_for_another_venue_is_counted_and_tells_the_new_venue(
    read: Callable[..., FeedRun],
) -> None:
    read(placed(postal_code="E8 1EA"))
    swimming = placed(postal_code="E8", name="Lido") | {"name": "Swimming lessons"}
    run = read(swimming)
    assert (run.changed, run.renamed) == (1, 1)
    place = Location.objects.get()
    assert (place.name, place.postcode, place.precision) == ("Lido", "E8", "approximate")


def test_quirk_16_everything_moved_by_a_day_is_held_and_shown_as_it_was(read: Callable[..., FeedRun]) -> None:
    def rows(day: str) -> list[dict[str, Any]]:
        return [made.service(str(number), schedules=[made.weekly(day)]) for number in range(5)]

    read(*rows("MO"))
    run = read(*rows("TU"))
    assert (run.state, run.set_aside, run.changed) == (RunState.HELD, 5, 0)
    assert {tuple(days) for days in Schedule.objects.order_by("pk").values_list("byday", flat=True)} == {
        ("MO",)
    }
