"""Feeds: where directory records come from, each import, and what was refused.

Ids of fed records derive from the feed's id, so `Feed.key` must stay what it was when the feed first came in.
"""

import uuid
from functools import lru_cache

from django.db import models

from alongside.core.ids import derived_id
from alongside.directory.enums import Entity, FeedVersion, Honours, Refresh, RunState, SetAsideWhy
from alongside.directory.models.base import PUBLIC, DirectoryRecord, one_of

FEEDS = uuid.UUID("6f0d4c2e-4a57-5f0a-9a53-1d3f1c6f7a11")
"""Namespace of feed ids."""


def feed_id(key: str) -> uuid.UUID:
    """The id of the feed with this key: the same on every installation."""
    return uuid.uuid5(FEEDS, key)


@lru_cache(maxsize=8192)
def record_id(feed: uuid.UUID, entity: str, source_id: str) -> uuid.UUID:
    """The id a record of a feed has with us: the same at every import."""
    return derived_id(feed, f"{entity}:{source_id}")


class Feed(DirectoryRecord):
    """A source of records: an address that is read again and again, or a file."""

    key = models.CharField(max_length=600, unique=True)
    """`name:<slug>` when it was named, else the address or the file's full path."""
    name = models.CharField(max_length=255)
    source = models.CharField(max_length=600)
    """Where it was last read from."""
    version = models.CharField(max_length=5, choices=FeedVersion.choices, blank=True)
    refresh = models.CharField(max_length=10, choices=Refresh.choices, blank=True)
    next_read_at = models.DateTimeField(null=True, blank=True)
    """When the worker reads it next; past while no worker ran. Null: only when a steward says so, or stopped."""
    shrink_limit = models.IntegerField(default=20)
    """Percent of its services that may vanish in one reading; more is held for a person."""
    honours_changes = models.CharField(max_length=3, choices=Honours.choices, blank=True)
    """Whether `modified_after` tells all that has changed; found out by comparing, at each whole reading."""
    stopped_at = models.DateTimeField(null=True, blank=True)
    """A steward stopped it: it is not read, and its services are withdrawn."""
    created_at = models.DateTimeField()

    records = PUBLIC

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="feed_has_a_name"),
            models.CheckConstraint(
                condition=one_of("version", FeedVersion.values), name="feed_version_is_known"
            ),
            models.CheckConstraint(condition=one_of("refresh", Refresh.values), name="feed_refresh_is_known"),
            models.CheckConstraint(
                condition=one_of("honours_changes", Honours.values), name="feed_honours_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(shrink_limit__range=(1, 100)), name="shrink_limit_is_percent"
            ),
            models.CheckConstraint(
                condition=models.Q(stopped_at__isnull=True) | models.Q(next_read_at__isnull=True),
                name="stopped_feed_is_not_read",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FeedRun(DirectoryRecord):
    """One import of a feed: how far it got and what it did."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="runs")
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    cursor = models.JSONField(default=dict, blank=True)
    """Where to go on after an interruption: {"page": next page} or {"record": records done}."""
    pages = models.IntegerField(default=0)
    only_changes = models.BooleanField(default=False)
    """It asked the feed only for what has changed since."""
    saw_whole = models.BooleanField(default=False)
    """Only a run that saw the whole feed may withdraw anything."""
    new = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    withdrawn = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    noted = models.IntegerField(default=0)
    """Records that came in without a part that could not be believed."""
    renamed = models.IntegerField(default=0)
    """Services that came under a known id with quite another name: many are a sign of ids used again."""
    set_aside = models.IntegerField(default=0)
    """Services whose change is not believed yet: while it reads, and while it is held for a person."""
    missing = models.IntegerField(default=0)
    """Services this run did not see and would withdraw, while it is held."""
    failure = models.TextField(blank=True)

    records = PUBLIC

    class Meta:
        ordering = ["-started_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=one_of("state", RunState.values, blank=False), name="run_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=RunState.RUNNING, finished_at__isnull=True)
                | (~models.Q(state=RunState.RUNNING) & models.Q(finished_at__isnull=False)),
                name="run_finished_or_running",
            ),
            models.CheckConstraint(
                condition=models.Q(only_changes=False) | models.Q(saw_whole=False),
                name="changes_are_not_the_whole",
            ),
            models.UniqueConstraint(
                fields=["feed"], condition=models.Q(state=RunState.RUNNING), name="one_run_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feed_id} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def seconds(self) -> int | None:
        """How long it took."""
        return (
            None if self.finished_at is None else round((self.finished_at - self.started_at).total_seconds())
        )


class FeedRecord(DirectoryRecord):
    """Provenance: this record of ours is that record of the feed's."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="feed_records")
    entity = models.CharField(max_length=20, choices=Entity.choices)
    source_id = models.CharField(max_length=255)
    record_id = models.UUIDField(db_index=True)
    source_hash = models.CharField(max_length=40)
    """Of the source record as read; equal hash = unchanged."""
    vendor = models.JSONField(default=dict, blank=True)
    """Keys the standard does not know, kept for the way out. Officers' names and e-mails are left behind."""
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    last_run = models.ForeignKey(FeedRun, null=True, on_delete=models.SET_NULL, related_name="+")

    records = PUBLIC

    class Meta:
        ordering = ["feed", "entity", "source_id"]
        constraints = [
            models.UniqueConstraint(fields=["feed", "entity", "source_id"], name="source_id_once_per_feed"),
            models.CheckConstraint(
                condition=one_of("entity", Entity.values, blank=False), name="feed_record_entity_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity} {self.source_id}"


class SetAside(DirectoryRecord):
    """A change that is kept back until it is known whether the whole feed changed like that. Gone once settled."""

    run = models.ForeignKey(FeedRun, on_delete=models.CASCADE, related_name="kept_back")
    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="+")
    record = models.CharField(max_length=255)
    """Its source id."""
    name = models.CharField(max_length=255)
    """What the feed calls it now."""
    why = models.CharField(max_length=10, choices=SetAsideWhy.choices)
    source_hash = models.CharField(max_length=40)
    raw = models.JSONField()
    """The record as it came, without its officers."""

    records = PUBLIC

    class Meta:
        ordering = ["run", "id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "record"], name="set_aside_once_per_run"),
            models.CheckConstraint(
                condition=one_of("why", SetAsideWhy.values, blank=False), name="set_aside_why_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record}: {self.name}"


class RejectedRecord(DirectoryRecord):
    """A row that did not come in, or came in without a part of it, and why."""

    run = models.ForeignKey(FeedRun, on_delete=models.CASCADE, related_name="rejections")
    record = models.CharField(max_length=255)
    """Its source id, or "row 12" when it has none."""
    name = models.CharField(max_length=255, blank=True)
    reason = models.TextField()
    came_in = models.BooleanField(default=False)
    """Only a part of it was left out."""
    raw = models.JSONField(null=True, blank=True)

    records = PUBLIC

    class Meta:
        ordering = ["run", "id"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="rejection_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.record}: {self.reason}"
