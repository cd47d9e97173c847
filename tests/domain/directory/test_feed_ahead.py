"""Reading ahead, and what an import works out once: the same as without, and no further ahead than one batch."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.core.ids import derived_id
from alongside.directory.feeds import ahead, read_v1, vendor
from alongside.directory.feeds.read_v3 import read_service
from alongside.directory.feeds.records import NotAService
from alongside.directory.feeds.source import Batch, CannotImport
from alongside.directory.models import Eligibility, Feed, FeedRun
from tests.domain.directory import feed_records as made
from tests.domain.directory.feed_reading import bring_in


def batches(asked, count=5, fails_at=None):
    for number in range(count):
        if number == fails_at:
            raise CannotImport("It breaks off.")
        asked.append(number)
        yield Batch([made.service(f"s{number}"), {"id": "nameless"}], {"record": number})


def test_one_batch_is_made_ahead_and_none_further():
    asked = []
    taken = []
    for batch in ahead.ahead(batches(asked), all_new=True):
        taken.append(batch.cursor["record"])
        assert len(asked) <= len(taken) + 1
    assert taken == asked == [0, 1, 2, 3, 4]


def test_what_is_read_ahead_is_what_would_be_read():
    [batch] = ahead.ahead(batches([], count=1), all_new=True)
    service, refusal = batch.services
    assert service == read_service(batch.rows[0])
    assert isinstance(refusal, NotAService)
    assert str(refusal) == "It has no name."
    assert batch.hashes == [ahead.hash_of(row) for row in batch.rows]


def test_of_a_feed_we_know_only_the_hashes_are_worked_out():
    [batch] = ahead.ahead(batches([], count=1), all_new=False)
    assert batch.services == []
    assert len(batch.hashes) == 2


def test_what_came_before_a_fault_is_taken_and_the_fault_is_told():
    taken = []
    with pytest.raises(CannotImport, match="breaks off"):
        for batch in ahead.ahead(batches([], fails_at=2), all_new=True):
            taken.append(batch.cursor["record"])
    assert taken == [0, 1]


def test_who_stops_taking_leaves_no_thread_behind():
    asked = []
    coming = ahead.ahead(batches(asked), all_new=True)
    next(coming)
    coming.close()
    made_by_then = len(asked)
    assert made_by_then <= 2


@given(st.uuids(), st.text())
def test_an_id_is_derived_as_the_standard_says(namespace, name):
    name = name.encode("utf-8", "replace").decode()
    assert derived_id(namespace, name) == uuid.uuid5(namespace, name)


KEYS = st.sampled_from(
    [
        "id",
        "name",
        "serviceId",
        "service_id",
        "costOptions",
        "validFrom",
        "valid_from",
        "pcThing",
        "extent",
        "alongside",
    ]
)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5))
RECORDS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=25,
)


def named_one_by_one(value):
    """What `in_snake_case` means, key by key and everything copied."""
    if isinstance(value, list):
        return [named_one_by_one(item) if isinstance(item, dict) else item for item in value]
    if not isinstance(value, dict):
        return value
    out = {}
    for key, item in value.items():
        name = read_v1._snake(key)
        if name != key and name in value:
            name = key
        deeper = isinstance(item, dict | list) and name in vendor.KNOWN and name not in read_v1._AS_IT_IS
        out[name] = named_one_by_one(item) if deeper else item
    return out


@given(RECORDS)
def test_names_are_put_into_snake_case_key_by_key(value):
    assert read_v1.in_snake_case(value) == named_one_by_one(value)


def test_what_needs_no_other_name_is_not_copied():
    record = made.service("a")
    assert read_v1.in_snake_case(record) is record


def test_an_object_with_hundreds_of_keys_is_read_and_not_remembered():
    record = made.service("a") | {f"vendor_{n}": n for n in range(300)} | {"costOptions": []}
    before = read_v1._names.cache_info().currsize
    assert "cost_options" in read_v1.in_snake_case(record)
    assert len(vendor.unknown_keys(record)) == 300
    assert read_v1._names.cache_info().currsize <= before + 1


@pytest.mark.django_db
def test_lists_of_any_words_come_in_as_they_are(tmp_path):
    words = 'Over 60s, "sitters" {and} back\\slash, null'
    bring_in(tmp_path, made.service("a", eligibilitys=[{"eligibility": words}]))
    assert Eligibility.objects.get().meant_for == [words]


@pytest.mark.django_db
def test_a_feed_is_read_ahead_until_it_was_seen_whole(tmp_path, monkeypatch):
    told = []
    original = ahead.ahead

    def noted(batches, *, all_new):
        told.append(all_new)
        return original(batches, all_new=all_new)

    monkeypatch.setattr("alongside.directory.actions.import_feed.ahead", noted)
    bring_in(tmp_path, made.service("a"))
    bring_in(tmp_path, made.service("a"))
    assert told == [True, False]
    assert Feed.objects.count() == 1
    assert FeedRun.objects.order_by("-started_at", "-pk").first().unchanged == 1
