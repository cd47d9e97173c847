"""Importing feeds into the real database: real data, the official examples, and what real feeds do."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from alongside.core.clock import now
from alongside.directory.actions.import_feed import CannotImport, Importing, import_feed
from alongside.directory.enums import Entity, RunState
from alongside.directory.feeds import store
from alongside.directory.models import (
    Feed,
    FeedRecord,
    FeedRun,
    Location,
    Offer,
    Organization,
    RejectedRecord,
    Schedule,
    Service,
    ServiceTerm,
)
from tests.domain.directory import feed_records as made

pytestmark = pytest.mark.django_db


def bring_in(path: Path, name: str = "") -> FeedRun:
    return import_feed(Importing(str(path), name), at=now())


def counts(run: FeedRun) -> tuple[int, int, int, int, int]:
    return run.new, run.changed, run.unchanged, run.withdrawn, run.rejected


def write(path: Path, content: Any) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_all_fifty_services_of_bristol_come_in_and_stay_as_they_are(shared_data):
    path = shared_data / "directory/feeds/bristol-v1-services-page1.json"
    assert counts(bring_in(path)) == (50, 0, 0, 0, 0)
    assert Service.objects.count() == 50
    assert counts(bring_in(path)) == (0, 0, 50, 0, 0)
    assert Feed.objects.get().version == "1.0"
    text = " ".join(Service.objects.order_by("pk").values_list("description_html", flat=True))
    assert "â€" not in text
    assert "<script" not in text
    assert "data-cke" not in text
    assert "assurer" not in json.dumps(
        list(FeedRecord.objects.order_by("pk").values_list("vendor", flat=True))
    )
    assert Offer.objects.values("service").distinct().count() == 50


@pytest.mark.parametrize(
    "name",
    [
        "service_full",
        "service_list",
        "service_at_location_full",
        "service_at_location_list",
        "organization_full",
    ],
)
def test_the_official_examples_come_in(shared_data, name):
    run = bring_in(shared_data / f"directory/spec/oruk-3.0/examples/{name}.json")
    assert (run.new, run.rejected) == (1, 0)
    assert Feed.objects.get().version == "3.0"


@pytest.mark.parametrize("name", ["organization_list", "taxonomy", "taxonomy_term_list"])
def test_an_example_without_services_is_refused_with_the_reason(shared_data, name):
    run = bring_in(shared_data / f"directory/spec/oruk-3.0/examples/{name}.json")
    assert (run.new, run.rejected) == (0, 1)
    assert "not a service" in run.rejections.get().reason or "without services" in run.rejections.get().reason


def test_the_full_example_keeps_its_parts(shared_data):
    bring_in(shared_data / "directory/spec/oruk-3.0/examples/service_full.json")
    service = Service.objects.get()
    assert service.organization.company_number == "1234567"
    assert service.delivery_modes == ["in_person", "online"]
    assert service.eligibilities.get().minimum_age == 12
    assert service.cost_options.get().amount == 35
    assert service.contacts.get().title == "Reception Manager"
    assert service.schedules.get().byday == ["TH", "FR"]
    location = service.service_at_locations.get().location
    assert location.point is None, "100, 101 is not in Great Britain"
    assert "hearing_loop" in location.access_features
    record = FeedRecord.objects.get(entity=Entity.SERVICE)
    assert record.record_id == service.pk
    assert "funding" in record.vendor
    assert "A. Persona" not in json.dumps(record.vendor)


def test_a_change_is_noticed_and_only_that(tmp_path):
    first, second = made.service("a"), made.service("b", schedules=[made.weekly("MO")])
    path = write(tmp_path / "feed.json", [first, second])
    assert counts(bring_in(path)) == (2, 0, 0, 0, 0)
    second["schedules"] = [made.weekly("WE")]
    write(path, [first, second])
    assert counts(bring_in(path)) == (0, 1, 1, 0, 0)
    assert Schedule.objects.get().byday == ["WE"]


def test_ids_stay_the_same_for_ever(tmp_path):
    path = write(tmp_path / "feed.json", [made.service("a", schedules=[made.weekly("MO")])])
    bring_in(path, "Town")
    before = (Service.objects.get().pk, Schedule.objects.get().pk)
    write(path, [made.service("a", description="New words", schedules=[made.weekly("MO")])])
    bring_in(path, "Town")
    assert (Service.objects.get().pk, Schedule.objects.get().pk) == before


def test_a_service_that_vanishes_is_withdrawn_and_comes_back(tmp_path):
    both = [made.service("a"), made.service("b")]
    path = write(tmp_path / "feed.json", both)
    bring_in(path)
    write(path, both[:1])
    assert counts(bring_in(path)) == (0, 0, 1, 1, 0)
    assert Service.objects.listed().count() == 1
    assert Offer.objects.count() == 1
    write(path, both)
    assert counts(bring_in(path)) == (0, 1, 1, 0, 0)
    assert Service.objects.listed().count() == 2
    assert Offer.objects.count() == 2


def test_two_feeds_do_not_withdraw_each_others_services(tmp_path):
    bring_in(write(tmp_path / "one.json", [made.service("a")]))
    bring_in(write(tmp_path / "two.json", [made.service("a"), made.service("b")]))
    assert Service.objects.listed().count() == 3


def test_bad_rows_are_kept_with_their_reason_and_the_good_come_in(tmp_path):
    rows = [
        made.service("a"),
        {"id": "b"},
        {"name": "No id"},
        "nonsense",
        None,
        made.service("a", name="Other"),
    ]
    run = bring_in(write(tmp_path / "feed.json", rows))
    assert (run.new, run.rejected) == (1, 5)
    reasons = {r.record: r.reason for r in run.rejections.order_by("pk")}
    assert reasons["b"] == "It has no name."
    assert "no id" in reasons["row 3"]
    assert "earlier" in reasons["a"]


def test_a_known_service_that_turns_bad_keeps_serving(tmp_path):
    path = write(tmp_path / "feed.json", [made.service("a"), made.service("b")])
    bring_in(path)
    write(path, [made.service("a", name=""), made.service("b")])
    assert counts(bring_in(path)) == (0, 0, 1, 0, 1)
    assert Service.objects.listed().count() == 2


def test_officers_are_never_kept_not_even_in_rejected_rows(tmp_path):
    rows = [
        made.service(
            "a",
            assurer_email="officer@council.example",
            pc_metadata={"assured_by": "officer@council.example"},
        ),
        {"id": "b", "assured_by": "officer@council.example"},
    ]
    bring_in(write(tmp_path / "feed.json", rows))
    kept = json.dumps([*FeedRecord.objects.order_by("pk").values_list("vendor", flat=True)])
    kept += json.dumps([*RejectedRecord.objects.order_by("pk").values_list("raw", flat=True)])
    assert "officer" not in kept


def test_a_file_that_breaks_off_leaves_whole_pages_and_withdraws_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("alongside.directory.feeds.source.BATCH", 2)
    rows = [made.service(f"s{i}") for i in range(6)]
    path = write(tmp_path / "feed.json", rows)
    bring_in(path)
    changed = [made.service(f"s{i}", description="New") for i in range(6)]
    path.write_text(json.dumps(changed)[: len(json.dumps(changed[:5]))])
    with pytest.raises(CannotImport, match="breaks off"):
        bring_in(path)
    run = FeedRun.objects.order_by("-started_at").first()
    assert (run.state, run.changed, run.withdrawn) == (RunState.STOPPED, 4, 0)
    assert Service.objects.filter(description="New").count() == 4
    assert Service.objects.listed().count() == 6


@pytest.mark.parametrize("killed_outright", [False, True])
def test_an_import_that_was_killed_goes_on_where_it_stopped(tmp_path, monkeypatch, killed_outright):
    monkeypatch.setattr("alongside.directory.feeds.source.BATCH", 2)
    path = write(tmp_path / "feed.json", [made.service(f"s{i}") for i in range(6)])
    taken = []

    def third_time_unlucky(self, batch, original=store.Store.take):
        taken.append(batch.cursor)
        if len(taken) == 3:
            raise KeyboardInterrupt
        return original(self, batch)

    with monkeypatch.context() as patch:
        patch.setattr(store.Store, "take", third_time_unlucky)
        with pytest.raises(KeyboardInterrupt):
            bring_in(path)
    assert Service.objects.count() == 4
    if killed_outright:  # kill -9 leaves no time to write that it stopped
        FeedRun.objects.update(state=RunState.RUNNING, finished_at=None, failure="")
    run = bring_in(path)
    assert FeedRun.objects.count() == 1
    assert counts(run) == (6, 0, 0, 0, 0)
    assert (run.state, run.saw_whole) == (RunState.FINISHED, True)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        ("   \n", "empty"),
        ("<html><body>Sorry</body></html>", "web page"),
        ("hello", "not JSON"),
        ("{", "not JSON"),
        ('[{"id": 1, "name": "a"}, ', "breaks off"),
        ("[]", "no services"),
        ('{"contents": [], "total_items": 0}', "no services"),
    ],
)
def test_what_is_no_feed_is_refused_in_one_line(tmp_path, content, reason):
    with pytest.raises(CannotImport, match=reason):
        bring_in(write(tmp_path / "feed.json", content))
    assert not Feed.objects.exists()


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CannotImport, match="nothing-here"):
        bring_in(tmp_path / "nothing-here.json")


def test_an_empty_answer_withdraws_nothing(tmp_path):
    path = write(tmp_path / "feed.json", [made.service("a")])
    bring_in(path)
    write(path, [])
    with pytest.raises(CannotImport):
        bring_in(path)
    assert Service.objects.listed().count() == 1
    assert FeedRun.objects.order_by("-started_at").first().state == RunState.FAILED


def test_ndjson_and_files_with_marks_and_raw_newlines_come_in(tmp_path):
    lines = "\n".join(json.dumps(made.service(str(i))) for i in range(3))
    assert bring_in(write(tmp_path / "a.ndjson", lines)).new == 3
    raw = "\ufeff" + json.dumps([made.service("x", description="one two")]).replace("one two", "one\n\ttwo")
    assert bring_in(write(tmp_path / "b.json", raw)).new == 1
    latin = json.dumps([made.service("y", description="caf\u00e9")], ensure_ascii=False).encode("cp1252")
    (tmp_path / "c.json").write_bytes(latin)
    bring_in(tmp_path / "c.json")
    assert Service.objects.filter(description="café").exists()


def test_a_location_without_coordinates_is_placed_by_its_postcode(tmp_path):
    places = [
        made.at(made.location("l1", postal_code="e81ea.")),
        made.at(made.location("l2", postal_code="E8")),
    ]
    bring_in(write(tmp_path / "feed.json", [made.service("a", service_at_locations=places)]))
    exact, rough = Location.objects.order_by("name")
    assert (exact.postcode, exact.precision) == ("E8 1EA", "exact")
    assert abs(exact.point.easting - 534_500) < 2_000
    assert (rough.postcode, rough.precision) == ("E8", "approximate")


def test_organisations_places_and_terms_are_shared_by_services(tmp_path):
    shared = made.at(made.location("hall", postal_code="E8 1EA"))
    term = {"taxonomy_term": {"id": "t1", "name": "Lunch clubs", "taxonomy": "Open Eligibility"}}
    rows = [made.service(i, service_at_locations=[shared], attributes=[term]) for i in "abc"]
    bring_in(write(tmp_path / "feed.json", rows))
    assert (Organization.objects.count(), Location.objects.count(), ServiceTerm.objects.count()) == (1, 1, 3)


def test_the_words_of_a_hostile_feed_are_inert_and_nothing_breaks(tmp_path):
    evil = made.service(
        "\u0000a", name="<b>Tea</b>\u0000", description='<img src=x onerror=alert(1)><svg onload=x>\ud800<p>Hello',
        url="javascript:alert(1)", email="<script>", minimum_age="1e999", maximum_age={}, schedules="no", contacts=7,
        service_at_locations=[None, 3, {"location": {"latitude": "nan", "longitude": [], "addresses": "x"}}],
        languages={"name": "x"}, cost_options=[{"amount": -5}, {"amount": "1e400"}], pc_x={"\u0000k": "\ud800"},
    )  # fmt: skip
    evil["organization"] = ["nonsense"]
    run = bring_in(write(tmp_path / "feed.json", [copy.deepcopy(evil)]))
    assert (run.new, run.rejected) == (1, 0)
    service = Service.objects.get()
    assert (service.name, service.url, service.email) == ("Tea", "", "")
    assert service.description_html.endswith("<p>Hello</p>")
    assert "<img" not in service.description_html


def test_two_imports_of_one_feed_at_once_are_refused(tmp_path, monkeypatch):
    path = write(tmp_path / "feed.json", [made.service("a")])
    monkeypatch.setattr("alongside.directory.actions.import_feed._got_lock", lambda cursor: False)
    with pytest.raises(CannotImport, match="already"):
        bring_in(path)
