"""Background jobs of the directory."""

from contextlib import suppress
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from alongside.core.clock import now, today
from alongside.directory import likeness, offers
from alongside.directory.actions import duplicates, look_after_feed, meanings
from alongside.directory.actions.import_feed import CannotImport, import_feed
from alongside.directory.models import Feed
from alongside.numerics import sentences

READ_SECONDS = 20


@app.task(queue="feeds", name="directory.read_feed", queueing_lock=None)
def read_feed(feed_id: str) -> None:
    """Import a feed. Running it again is harmless; what went wrong stands in the feed's latest run."""
    feed = Feed.objects.get(pk=UUID(feed_id))
    if feed.stopped_at is not None:
        return
    try:
        import_feed(look_after_feed.next_reading_of(feed, at=now()), at=now())
    except CannotImport:
        return  # kept in the run, where the steward sees it
    read_soon()


@app.periodic(cron="*/10 * * * *", periodic_id="directory.read_due_feeds")
@app.task(queue="feeds", name="directory.read_due_feeds", queueing_lock="directory.read_due_feeds")
def read_due_feeds(timestamp: int) -> None:
    """Read the feeds whose time has come; what was missed while no worker ran is made up for once."""
    for feed_id in look_after_feed.due(at=now()):
        read_feed.defer(feed_id=str(feed_id))


@app.periodic(cron="40 4 * * *", periodic_id="directory.search_duplicates")
@app.task(queue="feeds", name="directory.search_duplicates", queueing_lock="directory.search_duplicates")
def search_duplicates(timestamp: int) -> None:
    """Look for entries that may be one, after the night's feeds are in."""
    duplicates.search(at=now())


@app.periodic(cron="10 3 * * *", periodic_id="directory.refresh_offers")
@app.task(queue="feeds", name="directory.refresh_offers", queueing_lock="directory.refresh_offers")
def refresh_offers(timestamp: int) -> None:
    """Make all offers anew each night, so that prices and times that have ended drop out of the finder."""
    offers.refresh(on=today())


@app.periodic(cron="*/10 * * * *", periodic_id="directory.look_for_unread")
@app.task(queue="feeds", name="directory.look_for_unread", queueing_lock="directory.look_for_unread")
def look_for_unread(timestamp: int) -> None:
    """See that what services say is read, where it is new or has changed."""
    read_soon()


@app.task(
    queue="feeds", name="directory.read_meanings", queueing_lock="directory.read_meanings", priority=-10
)
def read_meanings() -> None:
    """Read what services say for a short while, so that nothing else waits; what is left comes after the others."""
    try:
        meanings.read_on(seconds=READ_SECONDS)
    except sentences.NoModel:
        return  # `alongside doctor` says so
    read_soon()


def read_soon() -> None:
    """Have what is unread read, unless that is waiting already or of no use here."""
    if likeness.is_of_use() and likeness.to_read(1):
        with suppress(AlreadyEnqueued):
            read_meanings.defer()
