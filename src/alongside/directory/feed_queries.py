"""Reads of feeds and their runs, for stewards."""

import uuid
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from alongside.directory.models import Feed, FeedRun, RejectedRecord, Service

REJECTIONS_SHOWN = 200
RUNS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed with its latest run."""

    feed: Feed
    latest: FeedRun | None


@dataclass(frozen=True, slots=True)
class FeedStory:
    """A feed: its runs, newest first, and what its latest run refused."""

    feed: Feed
    runs: list[FeedRun]
    rejections: list[RejectedRecord]
    services: int


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
    rejections = list(runs[0].rejections.order_by("pk")[:REJECTIONS_SHOWN]) if runs else []
    return FeedStory(feed, runs, rejections, services_of(feed).filter(withdrawn_at__isnull=True).count())


def services_of(feed: Feed) -> QuerySet[Service]:
    """The services a feed is the source of."""
    ids = feed.feed_records.filter(entity="service").order_by("pk").values("record_id")
    return Service.objects.filter(pk__in=ids)
