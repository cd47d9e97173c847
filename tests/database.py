"""A real PostgreSQL database for each test process, cloned in a moment from one that was migrated once.

The template is kept between runs and built anew when any migration, the wall or the bundled postcodes
change; `scripts/test_database.py` builds it ahead of the tests. Every test runs as the runtime role, so
row-level security is in force in all of them.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg.conninfo import make_conninfo

from alongside.core.postgres import embedded, roles
from alongside.places.loading import load_area_tables, load_bundled_postcodes

SRC = Path(embedded.__file__).parents[2]
TEST_OUTCODES = frozenset({"E8", "E9", "E5", "EC1A", "EC2V", "EC2Y", "N1", "N16", "NW1", "NW3", "WC1N"})


def admin_conninfo() -> str:
    """Return how to reach the server as one who may make databases."""
    if url := os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL"):
        return make_conninfo(url, dbname="postgres")
    return embedded.ensure_running(embedded.default_data_dir()).admin_conninfo


def wait_for_no_disk() -> bool:
    """Tell the server not to wait until the disk has what it wrote: lost with the machine's power are only tests.

    Not a server of one's own, and none that holds anything else: what people typed into a demo stays safe.
    """
    if os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL"):
        return False
    with psycopg.connect(admin_conninfo(), autocommit=True) as admin:
        others = "SELECT 1 FROM pg_database WHERE datname !~ '^(postgres|template[01]|test_.*)$'"
        if admin.execute(others).fetchone():
            return False
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            admin.execute(f"ALTER SYSTEM SET {setting} = off")
        admin.execute("ALTER SYSTEM SET max_wal_size = '4GB'")
        admin.execute("SELECT pg_reload_conf()")
    return True


def fingerprint() -> str:
    """Return a mark of everything the template is made from."""
    digest = hashlib.sha256(repr(sorted(TEST_OUTCODES)).encode())
    made_from = [*SRC.glob("*/migrations/*.py"), *SRC.glob("core/wall.py"), *SRC.glob("core/audit.sql")]
    made_from += [*SRC.glob("*/models/*.py"), *SRC.glob("*/models.py"), *SRC.glob("places/load*.py")]
    made_from += [*SRC.glob("places/loading/*.py"), Path(roles.__file__), *SRC.glob("demo/data/*.csv*")]
    for file in sorted(made_from):
        digest.update(str(file.relative_to(SRC)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    place = Path(settings.ALONGSIDE_VAR)
    place.mkdir(parents=True, exist_ok=True)
    with (place / "test-template.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def point_connections_at(name: str) -> None:
    """Make both of Django's connections use the database `name`."""
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def ensure_template() -> str:
    """Return the name of the migrated template database, building it if need be."""
    name = f"test_template_{fingerprint()}"
    with _alone(), psycopg.connect(admin_conninfo(), autocommit=True) as admin:
        found = admin.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
        if found and found[0] == "ready":
            return name
        _drop(admin, name)
        for (old,) in admin.execute(
            "SELECT datname FROM pg_database d WHERE datname LIKE 'test\\_template\\_%' AND NOT EXISTS "
            "(SELECT 1 FROM pg_stat_activity a WHERE a.datname = d.datname)"
        ).fetchall():
            _drop(admin, old)
        roles.prepare(admin_conninfo(), name)
        point_connections_at(name)
        call_command("migrate", database="owner", verbosity=0)
        load_bundled_postcodes(outcodes=TEST_OUTCODES)
        load_area_tables(SRC / "demo" / "data")  # areas of Hackney, the City and Camden
        for alias in connections:
            connections[alias].close()
        admin.execute(f"COMMENT ON DATABASE \"{name}\" IS 'ready'")
    return name


def clone(template: str, name: str) -> None:
    """Make database `name` a copy of the template, replacing what was there."""
    with _alone(), psycopg.connect(admin_conninfo(), autocommit=True) as admin:
        _drop(admin, name)
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER alongside_owner')


def drop(name: str) -> None:
    """Remove a database of a test run."""
    with psycopg.connect(admin_conninfo(), autocommit=True) as admin:
        _drop(admin, name)


def _drop(admin: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
