"""The tenancy wall and the audit trail, laid in the database after every `migrate`.

For each model whose `records.wall` is "partnership":
* row-level security, forced on the owner too, with one policy: the row's partnership is the entered one;
* where the model has `wall_asked`, a row is moreover found only by whom that condition lets through. It stands in the
  same policy, at the same level, so that an index can serve both: indexes of words (ADR 0033);
* a unique key (partnership_id, id), and each foreign key to another walled table doubled by one on
  (partnership_id, x_id), because a plain foreign-key check looks over the wall;
* where the model has `wall_narrowed`, a restrictive policy for each of its conditions: inside the partnership, too,
  a row is found only by whom the condition lets through;
* the audit trigger, where `records.audited`.
Grants: the runtime role may read and write rows, never truncate, never touch the schema; the public
directory and installation tables carry no policy. The audit schema belongs to a third role.

Laying is idempotent: what the catalogue already holds is left alone, so a second run takes no locks.
tests/repository/test_wall.py walks the catalogue on its own and fails on any table that breaks a rule.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import connections, models
from django.db.backends.utils import CursorWrapper

from alongside.settings.database import RUNTIME_ROLE

AUDIT_SQL = Path(__file__).with_name("audit.sql")
AUDIT_ROLE = "alongside_audit"
_INSIDE = "partnership_id = nullif(current_setting('alongside.partnership', true), '')::uuid"


def walled_models() -> list[type[models.Model]]:
    """Return the concrete models whose rows are about people of one partnership."""
    return [
        m
        for m in apps.get_models()
        if m._meta.managed and getattr(getattr(m, "records", None), "wall", "") == "partnership"
    ]


def lay(*, using: str) -> None:
    """Lay or mend the wall over the connection `using`, which must belong to the owner of the tables."""
    connection = connections[using]
    if connection.settings_dict["USER"] == RUNTIME_ROLE:
        return  # the runtime cannot, and need not, build walls
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        _audit_schema(cursor)
        _grants(cursor)
        for model in walled_models():
            if model._meta.db_table in present:
                for statement in _missing(cursor, model, present):
                    cursor.execute(statement)


def _audit_schema(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'audit'")
    exists = cursor.fetchone()
    sql = AUDIT_SQL.read_text()
    mark = hashlib.sha256(sql.encode()).hexdigest()[:16]
    if exists:
        cursor.execute("SELECT obj_description('audit'::regnamespace, 'pg_namespace')")
        if cursor.fetchone()[0] == mark:
            return
    else:
        cursor.execute(f"CREATE SCHEMA audit AUTHORIZATION {AUDIT_ROLE}")
    cursor.execute("SELECT current_user")
    before = cursor.fetchone()[0]
    cursor.execute(f"SET ROLE {AUDIT_ROLE}")
    cursor.execute(sql)
    cursor.execute(f"COMMENT ON SCHEMA audit IS '{mark}'")
    cursor.execute(f'SET ROLE "{before}"')


def _grants(cursor: CursorWrapper) -> None:
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {RUNTIME_ROLE}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {RUNTIME_ROLE}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {RUNTIME_ROLE}")
    cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {RUNTIME_ROLE}")


def _missing(cursor: CursorWrapper, model: type[models.Model], present: set[str]) -> Iterator[str]:
    table = model._meta.db_table
    cursor.execute(
        "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [f'"{table}"']
    )
    if not cursor.fetchone()[0]:
        yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY'
    yield from _missing_policies(cursor, model)
    cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass", [f'"{table}"'])
    constraints = {name for (name,) in cursor.fetchall()}
    if _key(table) not in constraints:
        yield f'ALTER TABLE "{table}" ADD CONSTRAINT "{_key(table)}" UNIQUE (partnership_id, id)'
    for field in _walled_references(model, present):
        target = field.related_model._meta.db_table
        name = _short(f"{table}_{field.column}_inside")
        if name not in constraints:
            yield from _ensure_key(cursor, target)
            yield (
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (partnership_id, "{field.column}") '
                f'REFERENCES "{target}" (partnership_id, id) DEFERRABLE INITIALLY DEFERRED'
            )
    if model.records.audited:  # type: ignore[attr-defined]
        cursor.execute(
            "SELECT 1 FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = 'audit_record'",
            [f'"{table}"'],
        )
        if not cursor.fetchone():
            about = "self" if model.records.export == "self" else ""  # type: ignore[attr-defined]
            yield (
                f'CREATE TRIGGER audit_record AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
                f"FOR EACH ROW EXECUTE FUNCTION audit.record('{about}')"
            )


def _missing_policies(cursor: CursorWrapper, model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table
    cursor.execute("SELECT polname FROM pg_policy WHERE polrelid = %s::regclass", [f'"{table}"'])
    policies = {name for (name,) in cursor.fetchall()}
    if "wall" not in policies:
        asked = getattr(model, "wall_asked", "")
        seen = f"{_INSIDE} AND {asked}" if asked else _INSIDE
        yield f'CREATE POLICY wall ON "{table}" USING ({seen}) WITH CHECK ({_INSIDE})'
    for name, condition in getattr(model, "wall_openings", {}).items():
        if name not in policies:
            yield f'CREATE POLICY "{name}" ON "{table}" FOR SELECT USING ({condition})'
    for name, condition in getattr(model, "wall_narrowed", {}).items():
        if name not in policies:
            yield f'CREATE POLICY "{name}" ON "{table}" AS RESTRICTIVE FOR SELECT USING ({condition})'


def _ensure_key(cursor: CursorWrapper, table: str) -> Iterator[str]:
    cursor.execute(
        "SELECT 1 FROM pg_constraint WHERE conrelid = %s::regclass AND conname = %s",
        [f'"{table}"', _key(table)],
    )
    if not cursor.fetchone():
        yield f'ALTER TABLE "{table}" ADD CONSTRAINT "{_key(table)}" UNIQUE (partnership_id, id)'


def _walled_references(
    model: type[models.Model], present: set[str]
) -> Iterator["models.ForeignKey[models.Model, models.Model]"]:
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or field.name == "partnership":
            continue
        target = field.related_model
        walled = getattr(getattr(target, "records", None), "wall", "") == "partnership"
        if walled and target._meta.db_table in present:
            yield field


def _key(table: str) -> str:
    return _short(f"{table}_partnership_key")


def _short(name: str) -> str:
    """PostgreSQL cuts names at 63 bytes; cut them ourselves so that two long ones stay two."""
    return name if len(name) <= 63 else name[:54] + "_" + hashlib.sha256(name.encode()).hexdigest()[:8]
