"""Backups of a database of the embedded server: one file out, one file in, with the wheel's own programs."""

from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from alongside.core.postgres import programs, roles
from alongside.core.postgres.embedded import Server
from alongside.core.postgres.programs import PostgresError, Runner

AT_MOST_SECONDS = 6 * 60 * 60


def dump(server: Server, database: str, file: Path) -> None:
    """Write the whole database into `file`, as it was at one moment, while people go on working."""
    unfinished = file.with_name(file.name + ".unfinished")
    _run(
        "pg_dump",
        "--format=custom",
        f"--file={unfinished}",
        server.conninfo(user=server.admin, dbname=database),
    )
    unfinished.chmod(0o600)
    unfinished.rename(file)


def restore(server: Server, database: str, file: Path) -> None:
    """Read `file` into a database that does not exist yet, or is empty: all of it, or nothing."""
    if not file.is_file():
        raise PostgresError(f"{file} is not there.")
    roles.prepare(server.admin_conninfo, database)
    target = make_conninfo(server.admin_conninfo, dbname=database)
    with psycopg.connect(target) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if row and row[0]:
        raise PostgresError(f"The database {database} is not empty: restore into another name.")
    _run("pg_restore", "--exit-on-error", "--single-transaction", f"--dbname={target}", str(file))


def _run(program: str, *arguments: str) -> None:
    done = Runner().run(
        [str(programs.wheel_directory() / "bin" / program), *arguments],
        cwd=Path.cwd(),
        seconds=AT_MOST_SECONDS,
    )
    if done.returncode != 0:
        lines = [line for line in done.stdout.splitlines() if line.strip()]
        raise PostgresError(f"{program}: {lines[0] if lines else 'it gave no reason'}")
