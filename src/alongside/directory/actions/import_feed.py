"""Importing a feed: batch by batch, each in one transaction with the cursor, so that it can die anywhere.

Run again, it changes nothing that has not changed. A run that was cut short within the last day is taken up where it
stopped. Nothing is withdrawn unless the run saw the whole feed, and a feed without a single service is refused.
"""

import datetime as dt
import gc
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.utils.text import slugify

from alongside.core.clock import local
from alongside.directory.enums import Honours, RunState
from alongside.directory.feeds.ahead import ahead
from alongside.directory.feeds.fetch import Fetcher
from alongside.directory.feeds.source import ApiSource, Batch, CannotImport, FileSource, is_url
from alongside.directory.feeds.store import Store, count_unseen, withdraw_unseen
from alongside.directory.models import Feed, FeedRun, SetAside
from alongside.directory.models.feed import feed_id

__all__ = ["CannotImport", "Importing", "import_feed", "register"]

STALE = dt.timedelta(hours=24)
"""An interrupted run older than this is not taken up again."""
Progress = Callable[[int, int], None]
"""Told (records done, records in all); 0 in all when nobody knows."""


@dataclass(frozen=True, slots=True)
class Importing:
    """What to import: a path or an address, under which name, and whether private addresses may be asked."""

    source: str
    name: str = ""
    allow_private: bool = False
    known_key: str = ""
    since: dt.datetime | None = None
    """Ask only for what has changed after this; nothing is withdrawn then."""

    @classmethod
    def again(cls, feed: Feed) -> "Importing":
        """What to import when a feed we know is read again."""
        return cls(feed.source, feed.name, known_key=feed.key)

    @property
    def key(self) -> str:
        """What makes it the same feed next time: its given name, else its address or full path."""
        if self.known_key:
            return self.known_key
        if self.name.strip():
            return f"name:{slugify(self.name) or self.name.strip().lower()}"[:600]
        return (self.source.rstrip("/") if is_url(self.source) else str(Path(self.source).resolve()))[:600]

    @property
    def title(self) -> str:
        """What people call it."""
        plain = self.source if is_url(self.source) else Path(self.source).name
        return (self.name.strip() or plain)[:255]


def import_feed(what: Importing, *, at: dt.datetime, progress: Progress | None = None) -> FeedRun:
    """Import a feed and return its finished run. Raises `CannotImport` with one sentence for a person."""
    began = time.monotonic()

    def now() -> dt.datetime:
        return at + dt.timedelta(seconds=time.monotonic() - began)

    with _alone(feed_id(what.key)):
        run: FeedRun | None = None
        store: Store | None = None
        try:
            for batch, run in _started(what, at):
                store = store or Store(run=run, at=at, on=local(at).date())
                _take(store, batch)
                if progress:
                    progress(_done(run), max(batch.total or 0, _done(run)))
                if batch.whole:
                    _withdraw(run, now())
            if run is None or store is None:
                raise CannotImport(f"{what.title} holds no services.")
            _settle_set_aside(store)
            if run.saw_whole:
                _try_changes(what, store)
        except CannotImport as problem:
            _note_failure(what, run, problem, at, now())
            raise
        except BaseException:
            if run is not None and run.pages:
                _finish(run, RunState.STOPPED, now(), "It was interrupted.")
            raise
        _finish(run, RunState.HELD if run.missing or run.set_aside else RunState.FINISHED, now())
        return run


def _started(what: Importing, at: dt.datetime) -> Iterator[tuple[Batch, FeedRun]]:
    """The batches with their run, which begins only when the first batch could be read."""
    if is_url(what.source):
        with Fetcher(allow_private=what.allow_private) as fetcher:
            if what.since is not None:
                yield from _changes(ApiSource(what.source, fetcher, since=what.since), what, at)
                return
            yield from _with_run(ApiSource(what.source, fetcher), what, at)
    else:
        yield from _with_run(FileSource(Path(what.source)), what, at)


def _changes(source: ApiSource, what: Importing, at: dt.datetime) -> Iterator[tuple[Batch, FeedRun]]:
    run: FeedRun | None = None
    for batch in source.changes():
        if run is None:
            run = _begin(what, batch, None, at)
            run.only_changes = True
            run.save(update_fields=["only_changes"])
        yield batch, run


CHECK_BACK = dt.timedelta(hours=1)
"""Clocks differ: changes are asked for from a little before the last reading began."""


def _try_changes(what: Importing, store: Store | None) -> None:
    """After a whole reading: does the feed tell by itself what has changed? Only one that told all is believed."""
    if store is None or not is_url(what.source) or what.since is not None:
        return
    run = store.run
    before = FeedRun.objects.filter(feed=run.feed_id, saw_whole=True).exclude(pk=run.pk)
    earlier = before.order_by("-started_at", "-pk").values_list("started_at", flat=True).first()
    if earlier is None:
        return
    with Fetcher(allow_private=what.allow_private) as fetcher:
        told = ApiSource(what.source, fetcher, since=earlier - CHECK_BACK).changed_ids()
    honours = Honours.YES if told is not None and store.touched <= told else Honours.NO
    Feed.objects.filter(pk=run.feed_id).update(honours_changes=honours)


def _with_run(
    source: ApiSource | FileSource, what: Importing, at: dt.datetime
) -> Iterator[tuple[Batch, FeedRun]]:
    unfinished = _unfinished(feed_id(what.key), at)
    cursor = unfinished.cursor if unfinished else {}
    resumed_api = bool(cursor) and isinstance(source, ApiSource)
    run: FeedRun | None = None
    batches = source.batches(cursor)
    if isinstance(source, FileSource):  # an API is not asked for pages that we may never take
        was_seen_whole = FeedRun.objects.filter(feed=feed_id(what.key), saw_whole=True).exists()
        batches = ahead(batches, all_new=not was_seen_whole)
    for batch in batches:
        if run is None:
            run = _begin(what, batch, unfinished, at)
        if resumed_api:
            batch.whole = False  # pages may have shifted meanwhile: the next run will see them all
        yield batch, run


@contextmanager
def _alone(feed: uuid.UUID) -> Iterator[None]:
    """One import of a feed at a time, wherever it runs."""
    number = int.from_bytes(feed.bytes[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        if not _got_lock(cursor):
            raise CannotImport("This feed is being imported already. Wait until that has finished.")
    try:
        yield
    finally:
        if not connection.needs_rollback and connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def _unfinished(feed: uuid.UUID, at: dt.datetime) -> FeedRun | None:
    """The feed's latest run if it was cut short, is not too old, and got somewhere."""
    latest = FeedRun.objects.filter(feed_id=feed).order_by("-started_at", "-pk").first()
    if latest is None or latest.state not in {RunState.RUNNING, RunState.STOPPED}:
        return None
    if not latest.cursor or latest.started_at < at - STALE:
        return None
    return latest


@transaction.atomic
def _begin(what: Importing, batch: Batch, unfinished: FeedRun | None, at: dt.datetime) -> FeedRun:
    feed, _ = Feed.objects.get_or_create(
        id=feed_id(what.key),
        defaults={"key": what.key, "name": what.title, "source": what.source, "created_at": at},
    )
    feed.source, feed.version = what.source[:600], batch.version or feed.version
    if what.name.strip():
        feed.name = what.title
    feed.save()
    others = FeedRun.objects.filter(feed=feed, state=RunState.RUNNING)
    if unfinished is not None:
        others = others.exclude(pk=unfinished.pk)
    others.update(state=RunState.STOPPED, finished_at=at, failure="It was interrupted.")
    if unfinished is None:
        _let_go(FeedRun.objects.filter(feed=feed, state__in=[RunState.STOPPED, RunState.FAILED]))
        return FeedRun.objects.create(feed=feed, started_at=at)
    unfinished.state, unfinished.finished_at, unfinished.failure = RunState.RUNNING, None, ""
    unfinished.save()
    return unfinished


def register(*, name: str, source: str, at: dt.datetime) -> Feed:
    """Note a feed that is going to be read: a new one, or another source for the one of that name."""
    key = Importing(source, name).key
    feed, _ = Feed.objects.update_or_create(
        id=feed_id(key),
        defaults={"name": name[:255], "source": source[:600], "honours_changes": Honours.UNKNOWN},
        create_defaults={"key": key, "name": name[:255], "source": source[:600], "created_at": at},
    )
    return feed


@contextmanager
def _without_collector() -> Iterator[None]:
    """A batch makes a hundred thousand small objects that stay until it is stored and then go by themselves: looking
    among them for cycles again and again took a fifth of an import's time. Between batches it is looked for as ever.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@transaction.atomic
def _take(store: Store, batch: Batch) -> None:
    run = store.run
    with _without_collector():
        tally = store.take(batch)
    run.new += tally.new
    run.changed += tally.changed
    run.unchanged += tally.unchanged
    run.rejected += tally.rejected
    run.noted += tally.noted
    run.renamed += tally.renamed
    run.set_aside += tally.set_aside
    run.pages += 1
    run.cursor = batch.cursor
    run.saw_whole = batch.whole
    run.save()


FEWEST_TO_HOLD = 3
"""Of a feed of two services, one that goes is no landslide."""


@transaction.atomic
def _withdraw(run: FeedRun, at: dt.datetime) -> None:
    """Withdraw what the feed no longer has – or, when that is too much to be believed, hold it for a person."""
    standing, unseen = count_unseen(run)
    limit = Feed.objects.values_list("shrink_limit", flat=True).get(pk=run.feed_id)
    earlier = FeedRun.objects.filter(feed=run.feed_id, state=RunState.HELD).exclude(pk=run.pk)
    _let_go(earlier)
    earlier.update(state=RunState.FINISHED, missing=0, failure="A later reading took its place.")
    if _is_landslide(unseen, standing, limit):
        run.missing = unseen
        run.save(update_fields=["missing"])
        return
    run.withdrawn = withdraw_unseen(run, at, local(at).date())
    run.save(update_fields=["withdrawn"])


def _is_landslide(count: int, standing: int, limit: int) -> bool:
    return count >= FEWEST_TO_HOLD and count * 100 > standing * limit


def _settle_set_aside(store: Store) -> None:
    """Take over the changes that were set aside – or, when so many are hard to believe, hold them for a person."""
    run = store.run
    if not run.set_aside:
        return
    limit = Feed.objects.values_list("shrink_limit", flat=True).get(pk=run.feed_id)
    standing, _unseen = count_unseen(run)
    if _is_landslide(run.set_aside, standing, limit):
        return
    tally = store.take_set_aside()
    run.changed, run.noted, run.set_aside = run.changed + tally.changed, run.noted + tally.noted, 0
    run.save(update_fields=["changed", "noted", "set_aside"])


def _let_go(runs: QuerySet[FeedRun]) -> None:
    """Forget what these readings set aside: a later one sees it for itself."""
    SetAside.objects.filter(run__in=runs.filter(set_aside__gt=0)).delete()
    runs.filter(set_aside__gt=0).update(set_aside=0)


def _finish(run: FeedRun, state: RunState, at: dt.datetime, failure: str = "") -> None:
    run.state, run.finished_at, run.failure = state, at, failure
    if state in (RunState.FINISHED, RunState.HELD):
        run.cursor = {}
    run.save(update_fields=["state", "finished_at", "failure", "cursor"])


def _note_failure(
    what: Importing, run: FeedRun | None, problem: CannotImport, began_at: dt.datetime, at: dt.datetime
) -> None:
    """Keep the reason where stewards look; a feed that has never come in leaves no trace."""
    if run is not None:
        _finish(run, RunState.STOPPED, at, str(problem))
        return
    feed = Feed.objects.filter(pk=feed_id(what.key)).first()
    if feed is not None:
        FeedRun.objects.filter(feed=feed, state=RunState.RUNNING).update(
            state=RunState.STOPPED, finished_at=at, failure="It was interrupted."
        )
        FeedRun.objects.create(
            feed=feed, state=RunState.FAILED, started_at=began_at, finished_at=at, failure=str(problem)
        )


def _done(run: FeedRun) -> int:
    return run.new + run.changed + run.unchanged + run.rejected


def _got_lock(cursor: CursorWrapper) -> bool:
    return bool(cursor.fetchone()[0])
