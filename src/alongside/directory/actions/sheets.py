"""A table of services somebody sent: looked at first, then taken over as a reading of the feed it belongs to."""

import datetime as dt
import json
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core.ids import new_id
from alongside.directory.actions.import_feed import register
from alongside.directory.feeds.sheet import CannotReadSheet, read_lines, table
from alongside.directory.models import Feed, Sheet
from alongside.partnerships.models import Member

KEPT_FOR = dt.timedelta(days=7)


@transaction.atomic
def look(*, name: str, file_name: str, content: bytes, by: Member, at: dt.datetime) -> Sheet:
    """Keep a table to be looked at. Raises `CannotReadSheet` with one sentence for a person."""
    forget(at=at)
    return Sheet.objects.create(
        name=" ".join(name.split())[:255],
        file_name=file_name[:255],
        rows=table(content),
        made_at=at,
        made_by=by,
    )


@transaction.atomic
def take_over(*, sheet: Sheet, at: dt.datetime) -> Feed:
    """Hand its good lines to the feed of that name, to be read by the worker; the table itself goes.

    Raises `CannotReadSheet` when it was taken over already or has no good line.
    """
    held = Sheet.objects.select_for_update(of=("self",)).filter(pk=sheet.pk).first()
    if held is None:
        raise CannotReadSheet(_("This table was taken over already."))
    records = [line.record for line in read_lines(held.rows) if line.record is not None]
    if not records:
        raise CannotReadSheet(_("No line can come in. Put the table right and send it again."))
    folder = Path(settings.MEDIA_ROOT) / "feeds"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{new_id()}.json"
    kept.write_text(json.dumps(records), encoding="utf-8")
    feed = register(name=held.name, source=str(kept), at=at)
    held.delete()
    return feed


def give_up(*, sheet: Sheet) -> None:
    """Forget a table; nothing of it came in."""
    Sheet.objects.filter(pk=sheet.pk).delete()


def forget(*, at: dt.datetime) -> int:
    """Delete tables nobody came back to; return how many."""
    return Sheet.objects.filter(made_at__lt=at - KEPT_FOR).delete()[0]
