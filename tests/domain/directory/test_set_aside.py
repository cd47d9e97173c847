"""A feed in which many services change beyond belief overnight is held; one or two are taken for what they are."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from alongside.core.clock import now
from alongside.directory.actions import look_after_feed
from alongside.directory.actions.import_feed import Importing, import_feed
from alongside.directory.enums import HeldAnswer, RunState, SetAsideWhy
from alongside.directory.feeds.set_aside import is_alike, moved_by_a_day
from alongside.directory.feeds.source import Batch
from alongside.directory.feeds.store import Store
from alongside.directory.models import Feed, FeedDecision, FeedRun, Offer, RejectedRecord, Service, SetAside
from tests.domain.directory import feed_records as made

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
VIOLATED = frozenset({"set_aside_once_per_run", "set_aside_why_is_known"})


def rows(odd: int = 0, *, of: int = 20, **more: Any) -> list[dict[str, Any]]:
    """Chair yoga on Mondays, some of it called Debt advice."""
    return [
        made.service(
            f"s{n}", name="Debt advice" if n < odd else "Chair yoga", schedules=[made.weekly("MO")], **more
        )
        for n in range(of)
    ]


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., FeedRun]:
    """Read these records as the same feed."""

    def bring_in(records: list[dict[str, Any]]) -> FeedRun:
        (tmp_path / "feed.json").write_text(json.dumps(records))
        return import_feed(Importing(str(tmp_path / "feed.json"), "City"), at=now())

    return bring_in


def named(name: str) -> int:
    return Service.objects.filter(name=name, withdrawn_at__isnull=True).count()


def test_a_few_with_another_name_are_taken_at_the_end_of_the_same_reading(
    read: Callable[..., FeedRun],
) -> None:
    read(rows())
    run = read(rows(4))
    assert (run.state, run.changed, run.unchanged, run.renamed, run.set_aside) == (
        RunState.FINISHED, 4, 16, 4, 0,
    )  # fmt: skip
    assert (named("Debt advice"), SetAside.objects.count()) == (4, 0)
    assert Offer.objects.filter(service__name="Debt advice").count() == 4, "the finder knows them"
    assert read(rows(4)).unchanged == 20, "taken once"


def test_many_with_another_name_are_held_and_shown_as_they_were(read: Callable[..., FeedRun]) -> None:
    read(rows())
    run = read(rows(5, alert="Hello"))
    assert (run.state, run.set_aside, run.renamed, run.missing, run.withdrawn) == (RunState.HELD, 5, 5, 0, 0)
    assert (named("Chair yoga"), named("Debt advice")) == (20, 0)
    assert Service.objects.filter(alert="Hello").count() == 15, "what can be believed came in"
    assert look_after_feed.next_reading_of(run.feed, at=AT).since is None


def test_every_day_moved_by_one_is_held_as_well(read: Callable[..., FeedRun]) -> None:
    def on(day: str) -> list[dict[str, Any]]:
        return [made.service(f"s{n}", schedules=[made.weekly(day)]) for n in range(10)]

    read(on("MO"))
    run = read(on("SU"))
    assert (run.state, run.set_aside, run.renamed) == (RunState.HELD, 10, 0)
    assert {one.why for one in SetAside.objects.all()} == {SetAsideWhy.MOVED}
    assert read(on("WE")).state == RunState.FINISHED, "two days on is a new programme, not a clock"


def test_a_person_says_it_is_right(read: Callable[..., FeedRun], cast: Any) -> None:
    read(rows())
    run = look_after_feed.decide_held(run=read(rows(12)), answer=HeldAnswer.WITHDRAW, by=cast.steward, at=AT)
    assert (run.state, run.changed, run.withdrawn, run.set_aside) == (RunState.FINISHED, 12, 0, 0)
    assert (named("Debt advice"), named("Chair yoga"), SetAside.objects.count()) == (12, 8, 0)
    assert FeedDecision.objects.get().services == 12
    assert read(rows(12)).unchanged == 20


def test_a_person_says_it_is_wrong_and_the_same_is_held_again(
    read: Callable[..., FeedRun], cast: Any
) -> None:
    read(rows())
    look_after_feed.decide_held(run=read(rows(12)), answer=HeldAnswer.KEEP, by=cast.steward, at=AT)
    assert (named("Chair yoga"), SetAside.objects.count()) == (20, 0)
    assert read(rows(12)).state == RunState.HELD
    assert read(rows()).state == RunState.FINISHED
    assert SetAside.objects.count() == 0, "a later reading took its place"


def test_gone_and_changed_are_decided_together(read: Callable[..., FeedRun], cast: Any) -> None:
    read(rows())
    run = read(rows(6, of=12))
    assert (run.missing, run.set_aside) == (8, 6)
    run = look_after_feed.decide_held(run=run, answer=HeldAnswer.WITHDRAW, by=cast.steward, at=AT)
    assert (run.withdrawn, named("Debt advice"), named("Chair yoga")) == (8, 6, 6)


def test_what_is_not_shown_may_come_back_as_something_else(read: Callable[..., FeedRun]) -> None:
    read(rows())
    Service.objects.update(withdrawn_at=AT)
    assert read(rows(20)).state == RunState.FINISHED
    assert named("Debt advice") == 20


def test_one_that_comes_twice_in_a_reading_is_set_aside_once_and_not_refused(
    read: Callable[..., FeedRun],
) -> None:
    run = read(rows())
    again = FeedRun.objects.create(feed=run.feed, started_at=AT)
    store = Store(run=again, at=AT, on=AT.date())
    for _ in range(2):
        again.set_aside += store.take(Batch(rows(8)[:8], cursor={}, version="3.0")).set_aside
    assert (again.set_aside, SetAside.objects.count(), RejectedRecord.objects.count()) == (8, 8, 0)


def test_what_an_interrupted_reading_set_aside_is_forgotten_by_the_next(
    read: Callable[..., FeedRun],
) -> None:
    run = read(rows())
    cut = FeedRun.objects.create(
        feed=run.feed, started_at=AT, finished_at=AT, state=RunState.STOPPED, set_aside=1
    )
    SetAside.objects.create(
        run=cut, service=Service.objects.first(), record="s0", name="X", why="renamed", source_hash="", raw={}
    )
    assert read(rows(1)).state == RunState.FINISHED
    assert (named("Debt advice"), SetAside.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("before", "after", "alike"),
    [("Chair yoga", "Yoga (seated)", True), ("Chair yoga", "Debt advice", False), ("Q", "Debt advice", True),
     ("সকালের চা", "চা ও গল্প সকালের", True), ("CHAIR YOGA", "chair-yoga", True)],
)  # fmt: skip
def test_names_are_alike_that_share_a_word(before: str, after: str, alike: bool) -> None:
    assert is_alike(before, after) is alike


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [(["MO"], ["TU"], True), (["MO"], ["SU"], True), (["1TU", "FR"], ["1WE", "SA"], True), (["MO"], ["WE"], False),
     (["MO", "TU"], ["TU", "TU"], False), (["MO"], [], False), ([], ["MO"], False), (["MO"], ["MO"], False),
     (["MO", "TU", "WE", "TH", "FR", "SA", "SU"], ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], False)],
)  # fmt: skip
def test_days_moved_by_one(before: list[str], after: list[str], moved: bool) -> None:
    assert moved_by_a_day(before, after) is moved


def test_the_database_refuses_one_twice_and_for_no_known_reason(read: Callable[..., FeedRun]) -> None:
    run = read(rows())
    told = {"run": run, "service": Service.objects.first(), "record": "s0", "name": "X", "raw": {}}
    with pytest.raises(IntegrityError, match="set_aside_why_is_known"), transaction.atomic():
        SetAside.objects.create(why="odd", **told)
    SetAside.objects.create(why="moved", **told)
    with pytest.raises(IntegrityError, match="set_aside_once_per_run"), transaction.atomic():
        SetAside.objects.create(why="moved", **told)
    assert Feed.objects.count() == 1
