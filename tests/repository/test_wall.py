"""The tenancy wall, as the catalogue tells it: every rule of docs/adr/0002, on every table, whoever made it.

These tests ask PostgreSQL, not our models, so a table made by hand or by a library is caught too.
"""

import uuid
from collections.abc import Iterator

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from psycopg.conninfo import make_conninfo

from alongside.core import tenancy
from alongside.partnerships.models import Member, Organisation, Partnership
from tests.cast import found_partnership
from tests.database import admin_conninfo

TABLES_WITH_A_PARTNERSHIP = """
    SELECT c.oid, n.nspname || '.' || c.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'partnership_id' AND NOT a.attisdropped
     WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
"""


def rows(sql: str, *args: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, args)
        return cursor.fetchall()


@pytest.fixture
def owner_changes(db: None) -> Iterator[object]:
    """A cursor of the owner, whose changes are undone: for showing that a guard can fail."""
    here = make_conninfo(admin_conninfo(), dbname=connection.settings_dict["NAME"])
    with psycopg.connect(here) as owner:
        owner.execute("SET ROLE alongside_owner")
        yield owner.cursor()
        owner.rollback()


def unguarded(cursor: object) -> set[str]:
    """Return what breaks a rule of the wall, as seen by the cursor."""
    faults: set[str] = set()
    execute, fetch = cursor.execute, cursor.fetchall  # type: ignore[attr-defined]
    execute(
        f"WITH t(oid, relation) AS ({TABLES_WITH_A_PARTNERSHIP}) SELECT relation FROM t JOIN pg_class c USING (oid) "
        "WHERE NOT (c.relrowsecurity AND c.relforcerowsecurity)"
    )
    faults |= {f"{name}: row-level security is not forced" for (name,) in fetch()}
    execute(
        f"WITH t(oid, relation) AS ({TABLES_WITH_A_PARTNERSHIP}) SELECT relation FROM t WHERE NOT EXISTS "
        "(SELECT 1 FROM pg_policy p WHERE p.polrelid = t.oid AND p.polname = 'wall')"
    )
    faults |= {f"{name}: no policy" for (name,) in fetch()}
    execute(
        f"WITH t(oid, relation) AS ({TABLES_WITH_A_PARTNERSHIP}) "
        "SELECT t.relation, k.conname FROM t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f' "
        "JOIN t target ON target.oid = k.confrelid WHERE cardinality(k.conkey) = 1 AND NOT EXISTS ("
        "  SELECT 1 FROM pg_constraint w WHERE w.conrelid = t.oid AND w.contype = 'f' AND w.confrelid = k.confrelid"
        "  AND cardinality(w.conkey) = 2 AND k.conkey[1] = ANY(w.conkey))"
    )
    faults |= {f"{name}: {key} reaches over the wall" for name, key in fetch()}
    execute(
        f"WITH t(oid, relation) AS ({TABLES_WITH_A_PARTNERSHIP}) SELECT t.relation, i.relname FROM t "
        "JOIN pg_index x ON x.indrelid = t.oid AND x.indisunique AND NOT x.indisprimary "
        "JOIN pg_class i ON i.oid = x.indexrelid WHERE NOT EXISTS (SELECT 1 FROM pg_attribute a "
        "WHERE a.attrelid = t.oid AND a.attname = 'partnership_id' AND a.attnum = ANY(x.indkey::int2[]))"
    )
    faults |= {f"{name}: {index} is unique across partnerships" for name, index in fetch()}
    execute("SELECT matviewname FROM pg_matviews")
    faults |= {f"{name}: materialised views hold no wall" for (name,) in fetch()}
    execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind = 'v' AND n.nspname = 'public' "
        "AND NOT coalesce('security_invoker=true' = ANY(c.reloptions), false)"
    )
    faults |= {f"{name}: view looks with its owner's eyes" for (name,) in fetch()}
    return faults


def test_no_table_about_people_breaks_a_rule_of_the_wall(db: None) -> None:
    with connection.cursor() as cursor:
        assert unguarded(cursor) == set()
    assert len(rows(TABLES_WITH_A_PARTNERSHIP)) >= 20, "the walk found too few tables to mean anything"


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY", "row-level security is not forced"),
        ("DROP POLICY wall ON people_person", "no policy"),
        (
            "ALTER TABLE partnerships_member DROP CONSTRAINT partnerships_member_organisation_id_inside",
            "reaches over",
        ),
        ("CREATE UNIQUE INDEX peek ON partnerships_organisation (name)", "unique across partnerships"),
        ("CREATE MATERIALIZED VIEW peek AS SELECT * FROM people_person", "materialised views"),
        ("CREATE VIEW peek AS SELECT * FROM people_person", "owner's eyes"),
        ("CREATE TABLE sneaky (partnership_id uuid)", "row-level security is not forced"),
    ],
)
def test_the_catalogue_walk_sees_each_kind_of_breach(owner_changes: object, damage: str, told: str) -> None:
    owner_changes.execute(damage)  # type: ignore[attr-defined]
    assert any(told in fault for fault in unguarded(owner_changes))


def test_the_runtime_role_owns_nothing_and_cannot_bypass(db: None) -> None:
    assert rows("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user") == [
        ("alongside_app", False, False)
    ]
    assert rows("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = 'alongside_app'") == []


@pytest.mark.parametrize(
    "attempt",
    [
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE people_person DISABLE TRIGGER audit_record",
        "SET session_replication_role = replica",
        "TRUNCATE people_person CASCADE",
        "SET ROLE alongside_owner",
        "DROP TABLE audit.change",
        "DELETE FROM audit.change",
        "UPDATE audit.change SET actor = 'nobody'",
        "UPDATE audit.reading SET actor = 'nobody'",
        "INSERT INTO audit.change (partnership_id, table_name, row_id, verb, actor, reason) "
        "VALUES (gen_random_uuid(), 'x', 'x', 'insert', 'x', '')",
    ],
)
def test_the_runtime_role_cannot_climb_or_silence_the_audit(db: None, attempt: str) -> None:
    with (
        pytest.raises((ProgrammingError, DatabaseError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attempt)


def test_outside_every_wall_tables_about_people_are_empty(cast: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('alongside.partnership', '', true)")
    assert not Organisation.objects.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Organisation.objects.create(name="Nowhere", kind="other")


def test_another_partnerships_rows_do_not_exist_and_cannot_be_pointed_at(cast: object) -> None:
    elsewhere = Partnership.objects.get(slug="elsewhere")
    ours = cast.organisation.pk  # type: ignore[attr-defined]
    with tenancy.within(elsewhere.pk, actor="test"):
        assert not Organisation.objects.filter(pk=ours).exists()
        assert Organisation.objects.filter(pk=ours).update(name="Taken") == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Member.objects.create(
                organisation_id=ours,
                user=cast.owner.user,
                name="Intruder",
                role="steward",  # type: ignore[attr-defined]
            )
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_row_cannot_be_written_into_another_partnership(cast: object) -> None:
    elsewhere = Partnership.objects.get(slug="elsewhere")
    with pytest.raises(DatabaseError), transaction.atomic():
        Organisation.objects.create(name="Planted", kind="other", partnership=elsewhere)


def test_the_wall_ends_with_the_block(partnership: Partnership) -> None:
    other = Partnership.objects.create(
        name="O", slug="o", place="O", phone="1", opening_hours="-", email="o@example.org"
    )
    with tenancy.within(other.pk, actor="test"):
        assert tenancy.current_partnership_id() == other.pk
    assert tenancy.current_partnership_id() == partnership.pk
    assert rows("SELECT current_setting('alongside.partnership')") == [(str(partnership.pk),)]


def test_to_the_end_inside_another_transaction_gives_the_outer_wall_back(partnership: Partnership) -> None:
    other = Partnership.objects.create(
        name="O", slug="o", place="O", phone="1", opening_hours="-", email="o@example.org"
    )
    with transaction.atomic(), tenancy.to_the_end(other.pk, actor="test"):
        assert tenancy.current_partnership_id() == other.pk
    assert tenancy.current_partnership_id() == partnership.pk
    assert rows("SELECT current_setting('alongside.partnership')") == [(str(partnership.pk),)]


def test_to_the_end_of_its_own_transaction_leaves_nothing_behind(committing_db: None) -> None:
    made = found_partnership("hackney")
    with transaction.atomic(), tenancy.to_the_end(made.pk, actor="test"):
        Organisation.objects.create(name="Ours", kind="other")
        assert tenancy.current_partnership_id() == made.pk
    assert rows("SELECT coalesce(current_setting('alongside.partnership', true), '')") == [("",)]
    assert not Organisation.objects.exists()
    with pytest.raises(tenancy.NoPartnership):
        tenancy.current_partnership_id()
    with tenancy.within(made.pk, actor="test", read_only=True):
        assert [one.name for one in Organisation.objects.all()] == ["Ours"]
        with pytest.raises(DatabaseError, match="read-only transaction"), transaction.atomic():
            Organisation.objects.create(name="Refused", kind="other")
    assert rows("SELECT coalesce(current_setting('alongside.partnership', true), '')") == [("",)]


def test_a_members_own_memberships_open_but_no_colleagues(cast: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('alongside.partnership', '', true)")
    tenancy.name_user(cast.owner.user_id)  # type: ignore[attr-defined]
    assert [m.pk for m in Member.objects.all()] == [cast.owner.pk]  # type: ignore[attr-defined]
    tenancy.name_user(uuid.uuid4())
    assert not Member.objects.exists()
