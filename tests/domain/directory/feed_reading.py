"""Importing a small feed, for tests about what feeds say."""

import json
from pathlib import Path
from typing import Any

from alongside.core.clock import now
from alongside.directory.actions.import_feed import Importing, import_feed
from alongside.directory.models import FeedRun
from tests.domain.directory import feed_records as made


def bring_in(folder: Path, *rows: Any, raw: str = "") -> FeedRun:
    """Import a feed of these records, or of this text; again and again it is the same feed."""
    (folder / "feed.json").write_text(raw or json.dumps(rows), encoding="utf-8")
    return import_feed(Importing(str(folder / "feed.json"), "Town"), at=now())


def placed(**more: Any) -> dict[str, Any]:
    """A service at one location."""
    return made.service("a", service_at_locations=[made.at(made.location("hall", **more))])
