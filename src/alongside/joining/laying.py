"""The triggers that lead on: whatever is written about a record that was joined is written about the one it leads to.

A form that was open while two records were joined, a job that was queued, an import: each still names the old record.
The trigger first holds the person it is about (so that a joining that is under way is waited for, and one that comes
later waits for the writer), then looks where that record leads. One is laid on every foreign key to a person, by the
models; tests/domain/joining walks the catalogue and fails where one is missing.
"""

from __future__ import annotations

from django.db import connections

from alongside.joining.registry import references
from alongside.settings.database import RUNTIME_ROLE

MOST_STEPS = 8
BODY = """
DECLARE
    steps int := 0;
    leads_to uuid;
BEGIN
    WHILE NEW.{column} IS NOT NULL AND steps < {most} LOOP
        PERFORM 1 FROM people_person WHERE id = NEW.{column} FOR KEY SHARE;
        SELECT kept_id INTO leads_to FROM joining_join WHERE gone_id = NEW.{column} AND status = 'joined';
        EXIT WHEN leads_to IS NULL;
        NEW.{column} := leads_to;
        steps := steps + 1;
    END LOOP;
    RETURN NEW;
END
"""


def trigger_name(column: str) -> str:
    """How the trigger and its function are called, by the column they look at."""
    return f"joining_leads_on_{column}"


def lay(*, using: str) -> None:
    """Lay what is missing, over a connection of the owner of the tables. A second run takes no locks."""
    connection = connections[using]
    if connection.settings_dict["USER"] == RUNTIME_ROLE:
        return
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if not {"joining_join", "people_person"} <= present:
            return
        for column in sorted({reference.column for reference in references()}):
            body = BODY.format(column=f'"{column}"', most=MOST_STEPS)
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {trigger_name(column)}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
            )
        for reference in references():
            if reference.table not in present or reference.stays:
                continue
            name = trigger_name(reference.column)
            cursor.execute(
                "SELECT 1 FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s",
                [f'"{reference.table}"', name],
            )
            if not cursor.fetchone():
                cursor.execute(
                    f'CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OF "{reference.column}" '
                    f'ON "{reference.table}" FOR EACH ROW EXECUTE FUNCTION {name}()'
                )
