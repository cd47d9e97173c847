"""What only the owner of the tables removes, because the program itself never can: old lines of the trail, safeguarding
records seven years after they were closed, worries about volunteers after six. A legal hold keeps what it is about.

Seen first (nothing is committed), then removed by the same statements. The database refuses younger lines of the trail
whoever asks (`core/audit.sql`), and lets the runtime role remove none of this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connections, transaction

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

OWNER = "owner"

#: Closed, nothing added since, and all of it long ago. `more` and `reopened` open a concern again (safeguarding.rules).
_CONCERNS = """
    SELECT c.id::text FROM safeguarding_concern c
      LEFT JOIN referrals_referral r ON r.id = c.referral_id
     WHERE (SELECT e.kind FROM safeguarding_entry e
             WHERE e.concern_id = c.id AND e.kind IN ('raised', 'more', 'closed', 'reopened')
             ORDER BY e.at DESC, e.id DESC LIMIT 1) = 'closed'
       AND (SELECT max(e.at) FROM safeguarding_entry e WHERE e.concern_id = c.id) < now() - interval '7 years'
       AND NOT EXISTS (SELECT 1 FROM rights_hold h WHERE h.lifted_at IS NULL
                          AND h.person_id IN (c.person_id, r.person_id))
"""
_WORRIES = """
    SELECT w.id::text FROM volunteering_worry w
     WHERE w.closed_at < now() - interval '6 years'
       AND NOT EXISTS (SELECT 1 FROM rights_hold h WHERE h.lifted_at IS NULL AND h.person_id = w.person_id)
"""
#: Whose glass was broken long ago, and no reading that is still held goes back to it.
_GLASSES = """
    SELECT g.id::text FROM safeguarding_breakglass g
     WHERE g.until_at < now() - interval '7 years'
       AND NOT EXISTS (SELECT 1 FROM safeguarding_concernreading r WHERE r.glass_id = g.id)
       AND NOT EXISTS (SELECT 1 FROM rights_hold h WHERE h.lifted_at IS NULL AND h.person_id = g.person_id)
"""
#: What hangs on a concern, what hangs on it first.
_OF_A_CONCERN = ("alert", "concernreading", "acknowledgement", "entry")


def remove_old(partnership_id: UUID, *, really: bool) -> dict[str, int]:
    """Remove what is over its time in a partnership, or only count it; return how many rows of which kind."""
    counts: dict[str, int] = {}
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('alongside.partnership', %s, true), set_config('alongside.actor', %s, true), "
            "set_config('alongside.reason', 'their time is over', true)",
            [str(partnership_id), "system:safeguarding"],
        )
        concerns = _keys(cursor, _CONCERNS)
        for table in _OF_A_CONCERN:
            _remove(cursor, f"safeguarding_{table}", "concern_id", concerns)
        counts["concerns"] = _remove(cursor, "safeguarding_concern", "id", concerns)
        glasses = _keys(cursor, _GLASSES)
        _remove(cursor, "safeguarding_alert", "glass_id", glasses)
        counts["glasses broken"] = _remove(cursor, "safeguarding_breakglass", "id", glasses)
        counts["worries"] = _remove(cursor, "volunteering_worry", "id", _keys(cursor, _WORRIES))
        cursor.execute("SELECT changes, readings FROM audit.forget()")
        counts["lines of the trail"], counts["looks"] = cursor.fetchone()
        if not really:
            transaction.set_rollback(True, using=OWNER)
    return counts


def _keys(cursor: CursorWrapper, sql: str) -> list[str]:
    cursor.execute(sql)
    return [key for (key,) in cursor.fetchall()]


def _remove(cursor: CursorWrapper, table: str, column: str, keys: list[str]) -> int:
    """Delete rows, and empty what the trail says of them: deleting writes the whole row there once more."""
    if not keys:
        return 0
    # table and column are this module's own words
    cursor.execute(f"DELETE FROM {table} WHERE {column} = ANY (%s::uuid[]) RETURNING id::text", [keys])  # noqa: S608
    gone = [key for (key,) in cursor.fetchall()]
    cursor.execute("SELECT audit.empty_removed(%s, %s)", [table, gone])
    return len(gone)
