"""The clock. Only the edges (pages, commands, jobs) read it; everything below is told the time."""

import datetime as dt
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> dt.datetime:
    """Return the present moment, aware, in UTC."""
    return dt.datetime.now(tz=dt.UTC)


def today() -> dt.date:
    """Return today's date as the wall calendar in London shows it."""
    return now().astimezone(LONDON).date()


def local(moment: dt.datetime) -> dt.datetime:
    """Return the moment in London wall-clock time."""
    return moment.astimezone(LONDON)
