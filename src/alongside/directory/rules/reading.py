"""When a feed is read next: at night, spread over the small hours, on the wall clock of London. Pure."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from alongside.directory.enums import Refresh

LONDON = ZoneInfo("Europe/London")
FIRST_HOUR, HOURS = 2, 3
"""Between two and five: after the changes of the clocks, before anybody comes to work."""
_STEP = {
    Refresh.DAILY: relativedelta(days=1),
    Refresh.WEEKLY: relativedelta(weeks=1),
    Refresh.MONTHLY: relativedelta(months=1),
}


def next_reading(refresh: str, *, feed_id: uuid.UUID, after: dt.datetime) -> dt.datetime | None:
    """Return the moment a feed is read next, at its own minute of the night; None when nobody asked for it."""
    if refresh not in _STEP:
        return None
    minute = feed_id.int % (HOURS * 60)
    time = dt.time(FIRST_HOUR + minute // 60, minute % 60)
    day = after.astimezone(LONDON).date() + _STEP[Refresh(refresh)]
    return dt.datetime.combine(day, time, tzinfo=LONDON).astimezone(dt.UTC)
