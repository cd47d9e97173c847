"""Looking after a feed: when it is read, what happens to a reading that was held, stopping it and starting it again."""

import datetime as dt
import uuid
from dataclasses import replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from alongside.core.clock import local
from alongside.directory import offers
from alongside.directory.actions.import_feed import CHECK_BACK, Importing
from alongside.directory.enums import Entity, HeldAnswer, Honours, Refresh, RunState
from alongside.directory.feeds.store import Store, withdraw_unseen
from alongside.directory.models import Feed, FeedDecision, FeedRecord, FeedRun, Service
from alongside.directory.rules.reading import next_reading
from alongside.partnerships.models import Member


class CannotLookAfter(Exception):
    """It cannot be done; one sentence for a person."""


@transaction.atomic
def set_up(
    *, feed: Feed, name: str, source: str, refresh: Refresh, shrink_limit: int, at: dt.datetime
) -> Feed:
    """Say what it is called, where it is, how often it is read, and how far it may shrink."""
    feed = Feed.objects.select_for_update().get(pk=feed.pk)
    if refresh != feed.refresh or (refresh and feed.next_read_at is None):
        feed.next_read_at = None if feed.stopped_at else next_reading(refresh, feed_id=feed.pk, after=at)
    if source != feed.source:
        feed.honours_changes = Honours.UNKNOWN
    feed.name, feed.source, feed.refresh, feed.shrink_limit = name, source, refresh, shrink_limit
    feed.save()
    return feed


@transaction.atomic
def due(*, at: dt.datetime) -> list[uuid.UUID]:
    """Return the feeds to read now, each once: its next reading is set before anybody else can look."""
    found = Feed.objects.select_for_update(skip_locked=True).filter(
        next_read_at__lte=at, stopped_at__isnull=True
    )
    feeds = list(found.order_by("next_read_at", "pk"))
    for feed in feeds:
        feed.next_read_at = next_reading(feed.refresh, feed_id=feed.pk, after=at)
        feed.save(update_fields=["next_read_at"])
    return [feed.pk for feed in feeds]


WHOLE_EVERY = dt.timedelta(days=7)
"""A feed that tells what has changed is still read whole so often: only then can anything be missed."""


def next_reading_of(feed: Feed, *, at: dt.datetime) -> Importing:
    """Return how a feed is read next: only what has changed, where that can be believed, else whole."""
    whole = Importing.again(feed)
    if feed.honours_changes != Honours.YES:
        return whole
    runs = FeedRun.objects.filter(feed=feed).order_by("-started_at", "-pk")
    last = runs.first()
    last_whole = runs.filter(saw_whole=True, state=RunState.FINISHED).first()
    is_calm = last is not None and last.state == RunState.FINISHED
    if last_whole is None or not is_calm or last_whole.started_at < at - WHOLE_EVERY:
        return whole
    assert last is not None  # noqa: S101 – calm
    return replace(whole, since=last.started_at - CHECK_BACK)


@transaction.atomic
def decide_held(*, run: FeedRun, answer: HeldAnswer, by: Member, at: dt.datetime) -> FeedRun:
    """Do as the held reading says – withdraw what it did not see, take over what was set aside – or keep what we have.

    Raises `CannotLookAfter` when it was decided before.
    """
    run = FeedRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.state != RunState.HELD:
        raise CannotLookAfter(
            _("This reading is not held any more: somebody decided, or a later one took its place.")
        )
    FeedDecision.objects.create(
        run=run, answer=answer, services=run.missing + run.set_aside, decided_at=at, decided_by=by
    )
    if answer == HeldAnswer.WITHDRAW:
        run.withdrawn += withdraw_unseen(run, at, local(at).date()) if run.missing else 0
        run.changed += Store(run=run, at=at, on=local(at).date()).take_set_aside().changed
    run.kept_back.all().delete()
    run.state, run.missing, run.set_aside = RunState.FINISHED, 0, 0
    run.save(update_fields=["state", "withdrawn", "changed", "missing", "set_aside"])
    return run


@transaction.atomic
def stop(*, feed: Feed, at: dt.datetime) -> int:
    """Stop reading it and withdraw its services; return how many. Reading it again brings them back."""
    feed = Feed.objects.select_for_update().get(pk=feed.pk)
    feed.stopped_at, feed.next_read_at = at, None
    feed.save(update_fields=["stopped_at", "next_read_at"])
    ids = list(_services(feed).filter(withdrawn_at__isnull=True).values_list("pk", flat=True))
    Service.objects.filter(pk__in=ids).update(withdrawn_at=at, updated_at=at)
    offers.refresh(ids, on=local(at).date())
    return len(ids)


@transaction.atomic
def start(*, feed: Feed, at: dt.datetime) -> int:
    """Take back that it was stopped: what was withdrawn with it comes back at once; return how many."""
    feed = Feed.objects.select_for_update().get(pk=feed.pk)
    if feed.stopped_at is None:
        return 0
    ids = list(_services(feed).filter(withdrawn_at=feed.stopped_at).values_list("pk", flat=True))
    Service.objects.filter(pk__in=ids).update(withdrawn_at=None, updated_at=at)
    feed.stopped_at, feed.next_read_at = None, next_reading(feed.refresh, feed_id=feed.pk, after=at)
    feed.save(update_fields=["stopped_at", "next_read_at"])
    offers.refresh(ids, on=local(at).date())
    return len(ids)


def _services(feed: Feed) -> "QuerySet[Service]":
    ids = FeedRecord.objects.filter(feed=feed, entity=Entity.SERVICE).values("record_id")
    return Service.objects.filter(pk__in=ids).order_by("pk")
