"""What every invented story shares: the team, the present, chance, and what is on offer."""

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections

from alongside.core.clock import LONDON
from alongside.core.working_days import on_or_after
from alongside.demo.directory.written import Offer
from alongside.demo.partners import Team
from alongside.directory.models import Service


class Present(Exception):
    """The story has reached the present."""


@dataclass
class World:
    """What every story shares."""

    team: Team
    now: dt.datetime
    rng: random.Random
    services: list[tuple[Offer, Service]]

    def moment(self, day: dt.date, *, hour: int | None = None) -> dt.datetime:
        """A working moment of that day (or the next working day). Raises Present when it has not come yet."""
        day = on_or_after(day)
        clock = dt.time(self.rng.randint(9, 16) if hour is None else hour, self.rng.randrange(60))
        at = dt.datetime.combine(day, clock, tzinfo=LONDON).astimezone(dt.UTC)
        if at > self.now:
            raise Present
        return at


def after(earlier: dt.datetime, at: dt.datetime) -> dt.datetime:
    """`at`, or a few minutes after what came before, if that is later."""
    return max(at, earlier + dt.timedelta(minutes=7))


@contextmanager
def without_savepoints() -> Iterator[None]:
    """Nothing in a story is caught and mended: it comes in whole or not at all, and savepoints only cost time."""
    features = connections["default"].features
    features.uses_savepoints = False
    try:
        yield
    finally:
        features.uses_savepoints = True
