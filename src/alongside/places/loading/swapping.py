"""Putting a new table in an old one's place: readers see the old one until a moment that takes milliseconds."""

from django.db.backends.utils import CursorWrapper

from alongside.settings.database import RUNTIME_ROLE


def incoming(table: str) -> str:
    """The name the new table has until it takes the old one's."""
    return f"{table}_incoming"


def begin(cursor: CursorWrapper, table: str) -> None:
    """Make an empty table like the old one, without indexes, inside the transaction of the caller."""
    cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")  # one load at a time; readers carry on
    cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    cursor.execute(f"DROP TABLE IF EXISTS {incoming(table)}")
    cursor.execute(f"CREATE TABLE {incoming(table)} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")


def finish(cursor: CursorWrapper, table: str) -> None:
    """Give the new table, which has its primary key, the indexes, the name and the grants of the old one."""
    new = incoming(table)
    cursor.execute(
        """SELECT c.relname, pg_get_indexdef(i.indexrelid), i.indisprimary
           FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
           WHERE i.indrelid = %s::regclass ORDER BY c.relname""",
        [table],
    )
    indexes = cursor.fetchall()
    for name, definition, primary in indexes:
        if not primary:
            renamed = definition.replace(f" {name} ON", f" {name}_incoming ON").replace(
                f"{table} USING", f"{new} USING"
            )
            cursor.execute(renamed)
    cursor.execute(f"DROP TABLE {table}")
    cursor.execute(f"ALTER TABLE {new} RENAME TO {table}")
    for name, _definition, primary in indexes:
        cursor.execute(f'ALTER INDEX {f"{new}_pkey" if primary else f"{name}_incoming"} RENAME TO "{name}"')
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {RUNTIME_ROLE}")
