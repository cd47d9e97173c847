"""The tenancy wall from the program's side: every statement about people runs inside one partnership.

PostgreSQL's row-level security does the refusing (see `wall.py`); this module only tells it, for the
length of a transaction, whose wall we are within and who acts. Outside it, tables about people are empty.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

_partnership: ContextVar[uuid.UUID | None] = ContextVar("partnership", default=None)

PARTNERSHIP, ACTOR, REASON, USER = (
    "alongside.partnership",
    "alongside.actor",
    "alongside.reason",
    "alongside.user",
)


class NoPartnership(RuntimeError):
    """Something about people was asked for outside any partnership's wall."""


def current_partnership_id() -> uuid.UUID:
    """Return the partnership we are within; raise NoPartnership outside."""
    found = _partnership.get()
    if found is None:
        raise NoPartnership(
            "No partnership is entered. Wrap the work in tenancy.within(partnership_id, actor=…)."
        )
    return found


def _set(**settings: str) -> None:
    names = list(settings)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join("set_config(%s, %s, true)" for _ in names),
            [part for name in names for part in (f"alongside.{name}", settings[name])],
        )


def _get() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('alongside.partnership', true), ''), "
            "coalesce(current_setting('alongside.actor', true), ''), "
            "coalesce(current_setting('alongside.reason', true), '')"
        )
        partnership, actor, reason = cursor.fetchone()
    return {"partnership": partnership, "actor": actor, "reason": reason}


def refuse_writes() -> None:
    """Make the present (sub)transaction refuse every write."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")


def name_user(user_id: object) -> None:
    """Tell the wall which signed-in user asks, so that they may read their own memberships."""
    _set(user=str(user_id or ""))


@contextmanager
def within(
    partnership_id: uuid.UUID, *, actor: str, reason: str = "", read_only: bool = False
) -> Iterator[None]:
    """Run the block in one transaction inside the partnership's wall.

    `actor` is `member:<id>`, `public` or `system:<what>`; the audit trail keeps it with every change.
    Entered inside another wall, it holds for the block and the outer one returns afterwards.
    """
    with transaction.atomic():
        if read_only:
            refuse_writes()
        outer = _get()
        _set(partnership=str(partnership_id), actor=actor, reason=reason)
        token = _partnership.set(partnership_id)
        try:
            yield
        except BaseException:
            _partnership.reset(token)
            raise  # the rollback takes the settings back by itself
        _partnership.reset(token)
        if not connection.needs_rollback:
            _set(**outer)


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Give the audit trail a reason for the changes made in the block."""
    before = _get()["reason"]
    _set(reason=reason)
    yield
    _set(reason=before)
