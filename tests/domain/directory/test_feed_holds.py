"""Feeds are read at night by themselves; one that shrinks too far is held until a named person decides."""

import datetime as dt
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from alongside.core.clock import now
from alongside.directory import feed_queries, offers
from alongside.directory.actions import look_after_feed
from alongside.directory.actions.import_feed import Importing, import_feed
from alongside.directory.actions.look_after_feed import CannotLookAfter
from alongside.directory.enums import HeldAnswer, Refresh, RunState
from alongside.directory.feeds.fetch import is_public
from alongside.directory.models import Feed, FeedDecision, FeedRun, Offer, Service
from alongside.directory.rules.reading import LONDON, next_reading
from tests.domain.directory import feed_records as made

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., FeedRun]:
    """Read a feed of services with these ids."""

    def bring_in(count: int, **more: Any) -> FeedRun:
        rows = [made.service(f"s{n}", **more) for n in range(count)]
        path = tmp_path / "feed.json"
        path.write_text(json.dumps(rows))
        return import_feed(Importing(str(path), "City"), at=now())

    return bring_in


def standing() -> int:
    return Service.objects.filter(withdrawn_at__isnull=True).count()


def test_a_feed_that_loses_a_few_withdraws_them(read: Callable[..., FeedRun]) -> None:
    read(20)
    run = read(16)
    assert (run.state, run.withdrawn, standing()) == (RunState.FINISHED, 4, 16)


def test_a_feed_that_loses_more_than_a_fifth_is_held_and_everything_stays(
    read: Callable[..., FeedRun],
) -> None:
    read(20)
    run = read(15, alert="New words")
    assert (run.state, run.missing, run.withdrawn, standing()) == (RunState.HELD, 5, 0, 20)
    assert Service.objects.filter(alert="New words").count() == 15, "what came is taken"
    assert Offer.objects.values("service").distinct().count() == 20


def test_a_place_sets_how_much_may_go(read: Callable[..., FeedRun]) -> None:
    read(20)
    Feed.objects.update(shrink_limit=50)
    assert read(11).state == RunState.FINISHED


def test_a_tiny_feed_is_not_held_for_one_that_goes(read: Callable[..., FeedRun]) -> None:
    read(3)
    assert read(1).state == RunState.FINISHED


def test_ninety_in_a_hundred_gone_overnight_changes_nothing(read: Callable[..., FeedRun]) -> None:
    read(50)
    assert read(5).state == RunState.HELD
    assert standing() == 50


def test_a_person_says_it_is_right(read: Callable[..., FeedRun], cast: Any) -> None:
    read(20)
    run = look_after_feed.decide_held(run=read(5), answer=HeldAnswer.WITHDRAW, by=cast.steward, at=AT)
    assert (run.state, run.withdrawn, standing()) == (RunState.FINISHED, 15, 5)
    told = FeedDecision.objects.get()
    assert (told.decided_by, told.services, told.answer) == (cast.steward, 15, "withdraw")


def test_a_person_says_it_is_wrong_and_the_next_whole_reading_goes_on(
    read: Callable[..., FeedRun], cast: Any
) -> None:
    read(20)
    look_after_feed.decide_held(run=read(5), answer=HeldAnswer.KEEP, by=cast.steward, at=AT)
    assert standing() == 20
    assert read(20).state == RunState.FINISHED


def test_it_is_decided_once(read: Callable[..., FeedRun], cast: Any) -> None:
    read(20)
    run = read(5)
    look_after_feed.decide_held(run=run, answer=HeldAnswer.KEEP, by=cast.steward, at=AT)
    with pytest.raises(CannotLookAfter):
        look_after_feed.decide_held(run=run, answer=HeldAnswer.WITHDRAW, by=cast.steward, at=AT)
    assert standing() == 20


def test_a_later_reading_takes_the_place_of_a_held_one(read: Callable[..., FeedRun], cast: Any) -> None:
    read(20)
    held = read(5)
    read(20)
    assert FeedRun.objects.get(pk=held.pk).state == RunState.FINISHED
    with pytest.raises(CannotLookAfter):
        look_after_feed.decide_held(run=held, answer=HeldAnswer.WITHDRAW, by=cast.steward, at=AT)
    assert not feed_queries.waiting()


def test_ids_used_again_for_something_else_are_counted(read: Callable[..., FeedRun]) -> None:
    read(10, name="Chair yoga")
    assert read(10, name="Chair yoga and tea").renamed == 0
    assert read(10, name="Debt advice").renamed == 10


# When ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("refresh", [Refresh.DAILY, Refresh.WEEKLY, Refresh.MONTHLY])
@pytest.mark.parametrize("day", ["2026-03-28", "2026-10-24", "2026-01-31", "2027-12-31"])
def test_it_is_read_in_the_small_hours_whatever_the_clocks_do(refresh: Refresh, day: str) -> None:
    after = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(15), tzinfo=LONDON)
    moments = {next_reading(refresh, feed_id=uuid.uuid4(), after=after) for _ in range(30)}
    assert len(moments) > 5, "not all feeds at once"
    for moment in moments:
        assert moment is not None
        assert 1 <= moment.astimezone(LONDON).hour < 6
        assert moment > after


def test_nobody_asked_nothing_is_read() -> None:
    assert next_reading(Refresh.OFF, feed_id=uuid.uuid4(), after=AT) is None


@pytest.fixture
def feed(read: Callable[..., FeedRun]) -> Feed:
    return read(5).feed


def set_up(feed: Feed, refresh: Refresh = Refresh.DAILY) -> Feed:
    return look_after_feed.set_up(
        feed=feed, name="City", source=feed.source, refresh=refresh, shrink_limit=20, at=AT
    )


def test_a_feed_is_due_once_however_late_and_however_many_look(feed: Feed) -> None:
    set_up(feed)
    assert look_after_feed.due(at=AT) == []
    late = AT + dt.timedelta(days=9)
    assert look_after_feed.due(at=late) == [feed.pk]
    assert look_after_feed.due(at=late) == []
    assert Feed.objects.get().next_read_at > late


def test_changing_its_name_does_not_move_its_time(feed: Feed) -> None:
    first = set_up(feed).next_read_at
    assert set_up(Feed.objects.get()).next_read_at == first
    assert set_up(Feed.objects.get(), Refresh.OFF).next_read_at is None


def test_a_stopped_feed_is_silent_and_comes_back_whole(feed: Feed) -> None:
    set_up(feed)
    Service.objects.filter(name="Tea at s0").update(withdrawn_at=AT - dt.timedelta(days=1))
    offers.refresh(on=AT.date())
    assert look_after_feed.stop(feed=feed, at=AT) == 4
    assert (standing(), Offer.objects.count()) == (0, 0)
    assert look_after_feed.due(at=AT + dt.timedelta(days=9)) == []
    assert look_after_feed.start(feed=feed, at=AT) == 4
    assert look_after_feed.start(feed=feed, at=AT) == 0
    assert standing() == 4, "what had gone before stays gone"


def test_three_failures_in_a_row_are_failing(feed: Feed) -> None:
    for n in range(3):
        assert feed_queries.failing() == []
        moment = now() + dt.timedelta(minutes=n + 1)
        FeedRun.objects.create(
            feed=feed, state=RunState.FAILED, started_at=moment, finished_at=moment, failure="No answer."
        )
    assert feed_queries.failing() == [feed]


def test_its_age_counts_from_the_last_whole_reading(feed: Feed) -> None:
    assert feed_queries.age_in_days(feed, at=now() + dt.timedelta(days=12)) == 12
    FeedRun.objects.all().delete()
    assert feed_queries.age_in_days(feed, at=now()) is None


# The network -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("100.64.0.1", False), ("64:ff9b::a00:1", False), ("64:ff9b::808:808", True), ("2002:a00:1::", False),
        ("2002:808:808::1", True), ("2001:0:4136:e378:8000:63bf:f5ff:fffe", False), ("::ffff:127.0.0.1", False),
        ("169.254.169.254", False), ("fe80::1%eth0", False), ("224.0.0.1", False), ("8.8.8.8", True),
        ("2606:4700::1111", True),
    ],
)  # fmt: skip
def test_addresses_that_lead_inside_are_not_public(address: str, public: bool) -> None:
    assert is_public(address) is public


# The database ----------------------------------------------------------------------------------------------------

FEED_VIOLATIONS = [
    ({"refresh": "hourly"}, "feed_refresh_is_known"),
    ({"honours_changes": "may"}, "feed_honours_is_known"),
    ({"shrink_limit": 0}, "shrink_limit_is_percent"),
    ({"stopped_at": AT, "next_read_at": AT}, "stopped_feed_is_not_read"),
]
VIOLATED = frozenset(name for _, name in FEED_VIOLATIONS) | {
    "held_answer_is_known",
    "held_run_decided_once",
    "changes_are_not_the_whole",
}


@pytest.mark.parametrize(("values", "constraint"), FEED_VIOLATIONS)
def test_the_database_refuses(values: dict[str, Any], constraint: str, feed: Feed) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Feed.objects.filter(pk=feed.pk).update(**values)


def test_the_database_refuses_a_second_or_strange_decision(feed: Feed, cast: Any) -> None:
    run = FeedRun.objects.get()
    told = {"run": run, "services": 1, "decided_at": AT, "decided_by": cast.steward}
    with pytest.raises(IntegrityError, match="held_answer_is_known"), transaction.atomic():
        FeedDecision.objects.create(answer="perhaps", **told)
    FeedDecision.objects.create(answer="keep", **told)
    with pytest.raises(IntegrityError, match="held_run_decided_once"), transaction.atomic():
        FeedDecision.objects.create(answer="keep", **told)
