"""Reading what services say into numbers, so that a search can be put in order by meaning (`directory.likeness`)."""

import time
import uuid
from collections.abc import Callable

from django.db import connection, transaction

from alongside.directory import likeness
from alongside.directory.models import ServiceMeaning
from alongside.directory.rules.text_language import language_of
from alongside.numerics import sentences

AT_ONCE = 50
"""Services read and written down together: what is lost when the process ends."""


def read_on(*, seconds: float | None = None, told: Callable[[int], None] = lambda _done: None) -> int:
    """Read what was not read yet or has changed, for so many seconds or to the end; return how many were read.

    Each batch is kept at once, so that whoever is interrupted goes on where they were. Numbers of services that are no
    longer listed go. Raises `sentences.NoModel` where the model is not here.
    """
    begun, done, last = time.monotonic(), 0, None
    forget()
    while rows := likeness.to_read(AT_ONCE, after=last):
        made = [(own_id, made_of, _numbers(words)) for own_id, words, made_of in rows]
        _keep(made)
        done, last = done + len(made), rows[-1][0]
        told(done)
        if seconds is not None and time.monotonic() - begun > seconds:
            break
    return done


def forget(*, everything: bool = False) -> None:
    """Take away the numbers of what is not listed any more, or all of them."""
    unlisted = " m WHERE NOT EXISTS (SELECT FROM directory_offer o WHERE o.service_id = m.service_id)"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_servicemeaning" + ("" if everything else unlisted))  # noqa: S608


def _numbers(words: str) -> list[float] | None:
    """Return the numbers of what a service says of itself; None for what is not English."""
    return sentences.meaning_of(words) if language_of(words) in ("", "en") else None


@transaction.atomic
def _keep(made: list[tuple[uuid.UUID, str, list[float] | None]]) -> None:
    ServiceMeaning.objects.bulk_create(
        [
            ServiceMeaning(service_id=own_id, made_of=made_of, numbers=numbers)
            for own_id, made_of, numbers in made
        ],
        update_conflicts=True,
        unique_fields=["service"],
        update_fields=["made_of", "numbers"],
    )
