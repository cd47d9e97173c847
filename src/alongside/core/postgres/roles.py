"""The roles and extensions that every Alongside database stands on.

* `alongside_owner` owns the database and its tables, and runs migrations.
* `alongside_app` is what web and worker run as: it owns nothing and cannot step around row-level security.
* `alongside_audit` owns the audit trail; nobody signs in as it.
"""

from contextlib import suppress

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from alongside.core.postgres.programs import PostgresError

OWNER = "alongside_owner"
APP = "alongside_app"
AUDIT = "alongside_audit"
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent", "citext")
WELCOME = ("vector",)
"""Extensions that are made where the server has them and lets us, and done without elsewhere."""

_ATTRIBUTES = {
    OWNER: "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE",
    APP: "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE",
    AUDIT: "NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE",
}
_ONE_AT_A_TIME = 0x414C4F4E47  # an advisory lock: two processes may prepare at once


def prepare(admin_conninfo: str, database: str) -> bool:
    """Create roles, database and extensions where they are missing; True if the database is new."""
    try:
        with psycopg.connect(admin_conninfo, autocommit=True, connect_timeout=10) as admin:
            admin.execute("SELECT pg_advisory_lock(%s)", (_ONE_AT_A_TIME,))
            _prepare_roles(admin)
            new = _prepare_database(admin, database)
            with psycopg.connect(make_conninfo(admin_conninfo, dbname=database), autocommit=True) as inside:
                _prepare_inside(inside)
            return new
    except psycopg.Error as problem:
        reason = str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
        raise PostgresError(f"The database {database} could not be prepared: {reason}") from problem


def _prepare_roles(admin: psycopg.Connection) -> None:
    present = {name for (name,) in admin.execute("SELECT rolname FROM pg_roles").fetchall()}
    for role, attributes in _ATTRIBUTES.items():
        if role not in present:
            statement = sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), sql.SQL(attributes))
            admin.execute(statement)
    dangerous = admin.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls)",
        ([OWNER, APP, AUDIT],),
    ).fetchall()
    if dangerous:
        names = ", ".join(name for (name,) in dangerous)
        raise PostgresError(
            f"These roles could step around the tenancy wall: {names}. Make them ordinary roles."
        )
    _grant(admin, AUDIT, to=OWNER)
    if admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() != (True,):
        # On a managed server the administrator is no superuser and must belong to a role to act for it.
        me = admin.execute("SELECT current_user").fetchone()
        for role in (OWNER, APP):
            _grant(admin, role, to=str(me[0]) if me else "")


def _grant(admin: psycopg.Connection, role: str, *, to: str) -> None:
    if role == to or admin.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", (to, role)).fetchone() == (True,):
        return
    admin.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(to)))


def _prepare_database(admin: psycopg.Connection, database: str) -> bool:
    found = admin.execute(
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", (database,)
    ).fetchone()
    name, owner = sql.Identifier(database), sql.Identifier(OWNER)
    if found is None:
        admin.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(name, owner)
        )
    elif found[0] != OWNER:
        admin.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(name, owner))
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}").format(name, owner, sql.Identifier(APP)))
    return found is None


def _prepare_inside(inside: psycopg.Connection) -> None:
    present = {name for (name,) in inside.execute("SELECT extname FROM pg_extension").fetchall()}
    for extension in EXTENSIONS:
        if extension not in present:
            inside.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
    there = {name for (name,) in inside.execute("SELECT name FROM pg_available_extensions").fetchall()}
    for extension in there.intersection(WELCOME) - present:
        with suppress(psycopg.errors.InsufficientPrivilege):
            inside.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
    owner, app = sql.Identifier(OWNER), sql.Identifier(APP)
    inside.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    inside.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(app))
    inside.execute(sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(owner))
    for kind, rights in (("TABLES", "SELECT, INSERT, UPDATE, DELETE"), ("SEQUENCES", "USAGE, SELECT")):
        inside.execute(
            sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT {} ON {} TO {}").format(
                owner, sql.SQL(rights), sql.SQL(kind), app
            )
        )
