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

READ_ONLY = {"transaction_read_only": "on"}
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


def _set(settings: dict[str, str], *, read_only: bool = False) -> None:
    said = {f"alongside.{name}": value for name, value in settings.items()} | (READ_ONLY if read_only else {})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join("set_config(%s, %s, true)" for _ in said),
            [part for pair in said.items() for part in pair],
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


def name_user(user_id: object, *, read_only: bool = False) -> None:
    """Tell the wall which signed-in user asks, so that they may read their own memberships.

    `read_only` makes the transaction refuse every write from here on, in the same statement.
    """
    _set({"user": str(user_id or "")}, read_only=read_only)


@contextmanager
def within(
    partnership_id: uuid.UUID, *, actor: str, reason: str = "", read_only: bool = False
) -> Iterator[None]:
    """Run the block in one transaction inside the partnership's wall.

    `actor` is `member:<id>`, `public` or `system:<what>`; the audit trail keeps it with every change.
    Entered inside another wall, it holds for the block and the outer one returns afterwards.
    """
    begins = not connection.in_atomic_block  # then what is set goes with the transaction by itself
    with transaction.atomic():
        outer = {} if begins else _get()
        _set({"partnership": str(partnership_id), "actor": actor, "reason": reason}, read_only=read_only)
        token = _partnership.set(partnership_id)
        try:
            yield
        except BaseException:
            _partnership.reset(token)
            raise  # the rollback takes the settings back by itself
        _partnership.reset(token)
        if outer and not connection.needs_rollback:
            _set(outer)


@contextmanager
def to_the_end(partnership_id: uuid.UUID, *, actor: str) -> Iterator[None]:
    """As `within`, for a block that ends together with the transaction its caller has just begun.

    Nothing has to be kept and brought back then: one statement instead of five, on every page. Where the caller's
    transaction stands inside another one (a test, a job), it is `within`.
    """
    if len(connection.atomic_blocks) > 1:
        with within(partnership_id, actor=actor):
            yield
        return
    _set({"partnership": str(partnership_id), "actor": actor, "reason": ""})
    token = _partnership.set(partnership_id)
    try:
        yield
    finally:
        _partnership.reset(token)


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Give the audit trail a reason for the changes made in the block."""
    before = _get()["reason"]
    _set({"reason": reason})
    yield
    _set({"reason": before})
