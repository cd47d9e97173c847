"""Reads of feeds and their runs, for stewards."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery

from alongside.directory.enums import Entity, RunState
from alongside.directory.models import Feed, FeedRecord, FeedRun, RejectedRecord, Service, SetAside

REJECTIONS_SHOWN = 200
RUNS_SHOWN = 50
BARS = 24
MISSING_SHOWN = 50


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed with its latest run."""

    feed: Feed
    latest: FeedRun | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One reading in the picture: shares of the tallest, in hundredths from the ground up."""

    run: FeedRun
    parts: list[tuple[str, int, int]]
    """(kind, begins at, height)."""


@dataclass(frozen=True, slots=True)
class FeedStory:
    """A feed: its runs, newest first, what its latest run refused and why, and what is held."""

    feed: Feed
    runs: list[FeedRun]
    rejections: list[RejectedRecord]
    noted: list[RejectedRecord]
    """What came in without a part that could not be believed."""
    reasons: list[tuple[str, int]]
    services: int
    held: FeedRun | None
    missing: list[Service]
    """Some of the services that a held reading would withdraw."""
    set_aside: list[SetAside]
    """Some of the changes that a held reading would make, with the service as it stands."""
    bars: list[Bar]


def feeds() -> list[FeedRow]:
    """Return all feeds by name, each with its latest run."""
    newest = FeedRun.objects.filter(feed=OuterRef("pk")).order_by("-started_at", "-pk").values("pk")[:1]
    found = list(Feed.objects.annotate(newest=Subquery(newest)).order_by("name", "pk"))
    runs = FeedRun.objects.in_bulk([feed.newest for feed in found if feed.newest])
    return [FeedRow(feed, runs.get(feed.newest)) for feed in found]


def story(feed_id: uuid.UUID) -> FeedStory | None:
    """Return a feed with its runs; None when there is none."""
    feed = Feed.objects.filter(pk=feed_id).first()
    if feed is None:
        return None
    runs = list(feed.runs.order_by("-started_at", "-pk")[:RUNS_SHOWN])
    told = runs[0].rejections.order_by("pk") if runs else RejectedRecord.objects.none()
    rejections = list(told.filter(came_in=False)[:REJECTIONS_SHOWN])
    held = next((run for run in runs if run.state == RunState.HELD), None)
    return FeedStory(
        feed=feed,
        runs=runs,
        rejections=rejections,
        noted=list(told.filter(came_in=True)[:REJECTIONS_SHOWN]),
        reasons=_reasons(runs[0]) if runs else [],
        services=services_of(feed).filter(withdrawn_at__isnull=True).count(),
        held=held,
        missing=_missing(held) if held and held.missing else [],
        set_aside=list(
            held.kept_back.select_related("service").order_by("service__name", "pk")[:MISSING_SHOWN]
        )
        if held
        else [],
        bars=_bars(runs[:BARS]),
    )


def _reasons(run: FeedRun) -> list[tuple[str, int]]:
    found = (
        run.rejections.filter(came_in=False)
        .values("reason")
        .annotate(n=Count("pk"))
        .order_by("-n", "reason")[:20]
    )
    return [(row["reason"], row["n"]) for row in found]


def _missing(run: FeedRun) -> list[Service]:
    unseen = FeedRecord.objects.filter(feed=run.feed_id, entity=Entity.SERVICE).exclude(last_run=run)
    found = Service.objects.filter(pk__in=unseen.values("record_id"), withdrawn_at__isnull=True)
    return list(found.order_by("name", "pk")[:MISSING_SHOWN])


def _bars(runs: list[FeedRun]) -> list[Bar]:
    """Return the picture of the latest readings, oldest first; what stayed is left out, or all bars were full."""
    kinds = ("new", "changed", "withdrawn", "rejected")
    tallest = max((sum(getattr(run, kind) for kind in kinds) for run in runs), default=0)
    bars = []
    for run in reversed(runs):
        parts, ground = [], 0
        for kind in kinds:
            height = round(100 * getattr(run, kind) / tallest) if tallest else 0
            if height:
                parts.append((kind, ground, height))
                ground += height
        bars.append(Bar(run, parts))
    return bars


def age_in_days(feed: Feed, *, at: dt.datetime) -> int | None:
    """Return how many days ago the feed was last read whole; None when it never was."""
    last = feed.runs.filter(state__in=[RunState.FINISHED, RunState.HELD], saw_whole=True).order_by(
        "-finished_at"
    )
    newest = last.values_list("finished_at", flat=True).first()
    return None if newest is None else (at - newest).days


def waiting() -> list[FeedRun]:
    """Return the readings that are held for a person, oldest first."""
    return list(
        FeedRun.objects.filter(state=RunState.HELD).select_related("feed").order_by("started_at", "pk")
    )


def failing() -> list[Feed]:
    """Return feeds whose last three readings all failed."""
    found = []
    for feed in Feed.objects.filter(stopped_at__isnull=True).order_by("name", "pk"):
        states = list(feed.runs.order_by("-started_at", "-pk").values_list("state", flat=True)[:3])
        if len(states) == 3 and set(states) <= {RunState.FAILED, RunState.STOPPED}:
            found.append(feed)
    return found


def services_of(feed: Feed) -> QuerySet[Service]:
    """The services a feed is the source of."""
    ids = feed.feed_records.filter(entity="service").order_by("pk").values("record_id")
    return Service.objects.filter(pk__in=ids)
