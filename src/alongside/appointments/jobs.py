"""Every minute: whoever is late is told of, and reminders whose time has come are written. Harmless run twice.

Each check-in and each reminder is a transaction of its own: a worker that is killed leaves those before it done and
those after it for the next minute, and one that cannot be done keeps nobody else waiting.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

from procrastinate.contrib.django import app

from alongside.appointments import queries, watching
from alongside.appointments.actions import check_ins, reminders
from alongside.core import clock, tenancy
from alongside.partnerships.models import Partnership

WATCH, REMIND = "system:check-ins", "system:reminders"
logger = logging.getLogger(__name__)
T = TypeVar("T")


@app.periodic(cron="* * * * *")
@app.task(
    queue="check-ins",
    name="appointments.watch_everywhere",
    queueing_lock="appointments.watch_everywhere",
    pass_context=False,
)
def watch_everywhere(timestamp: int) -> None:
    """Tell of whoever is late, in every partnership."""
    for partnership in Partnership.objects.order_by("slug"):
        watch(partnership.pk)


@app.periodic(cron="* * * * *")
@app.task(
    queue="reminders",
    name="appointments.remind_everywhere",
    queueing_lock="appointments.remind_everywhere",
    pass_context=False,
)
def remind_everywhere(timestamp: int) -> None:
    """Write the reminders that are due, in every partnership."""
    for partnership in Partnership.objects.order_by("slug"):
        remind(partnership.pk)


def watch(partnership_id: UUID) -> None:
    """Look at everybody who is out and nearly due."""
    with tenancy.within(partnership_id, actor=WATCH, read_only=True):
        found = watching.open_by(clock.now())
    _each(partnership_id, WATCH, found, lambda one: check_ins.raise_due(check_in_id=one, at=clock.now()))


def remind(partnership_id: UUID) -> None:
    """Keep back what can no longer arrive as it should; then write what is due."""
    with tenancy.within(partnership_id, actor=REMIND, read_only=True):
        stuck = reminders.stuck(clock.now())
        due = list(queries.reminders_due(clock.now()))
    _each(partnership_id, REMIND, stuck, lambda one: reminders.keep_back(reminder=one, at=clock.now()))
    _each(partnership_id, REMIND, due, lambda one: reminders.write(reminder=one, at=clock.now()))


def _each(partnership_id: UUID, actor: str, things: Iterable[T], act: Callable[[T], object]) -> None:
    """Do it to each in a transaction of its own; what fails is told at the end, so that the queue shows it."""
    failed: Exception | None = None
    for thing in things:
        try:
            with tenancy.within(partnership_id, actor=actor):
                act(thing)
        except Exception as error:  # one that fails must not keep help from another
            logger.exception("not done in a job of appointments")
            failed = error
    if failed is not None:
        raise failed
