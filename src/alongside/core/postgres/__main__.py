"""`python -m alongside.core.postgres`: start, stop and look at the embedded server, or prepare any server."""

import os
import subprocess
import sys
from pathlib import Path

import click

from alongside.core.postgres import dumps, embedded, roles
from alongside.core.postgres.programs import PostgresError

data_dir_option = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Where the server keeps its data (var/postgres).",
)


@click.group()
def postgres() -> None:
    """The PostgreSQL server that comes with Alongside.

    Example: python -m alongside.core.postgres start
    """


@postgres.command()
@data_dir_option
@click.option("--database", default="alongside", show_default=True, help="The database to prepare.")
def start(data_dir: Path | None, database: str) -> None:
    """Start the server unless it runs, prepare roles and database, and say where it is."""
    where = data_dir or embedded.default_data_dir()
    server = embedded.ensure_running(where)
    embedded.keep(where, True)
    roles.prepare(server.admin_conninfo, database)
    click.echo(f"PostgreSQL is running: {server.conninfo(user=roles.OWNER, dbname=database)}")


@postgres.command()
@data_dir_option
def stop(data_dir: Path | None) -> None:
    """Stop the server, letting it write everything down."""
    where = data_dir or embedded.default_data_dir()
    embedded.keep(where, False)
    stopped = embedded.stop(where)
    click.echo("PostgreSQL has stopped." if stopped else "PostgreSQL was not running.")


@postgres.command()
@data_dir_option
def status(data_dir: Path | None) -> None:
    """Say whether the server runs (exit code 0) or not (3)."""
    where = data_dir or embedded.default_data_dir()
    if embedded.is_running(where):
        click.echo(f"PostgreSQL is running: {embedded.location(where).admin_conninfo}")
        return
    click.echo(f"PostgreSQL is not running in {where}.")
    sys.exit(3)


@postgres.command()
@data_dir_option
@click.option("--database", default="alongside", show_default=True, help="The database to save.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def dump(data_dir: Path | None, database: str, file: Path) -> None:
    """Save a database of the embedded server into one file.

    Example: python -m alongside.core.postgres dump alongside-tuesday.dump
    """
    with embedded.borrowed(data_dir or embedded.default_data_dir()) as server:
        dumps.dump(server, database, file)
    click.echo(f"The database {database} is saved in {file}.")


@postgres.command()
@data_dir_option
@click.option("--database", default="alongside", show_default=True, help="A new or empty database.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore(data_dir: Path | None, database: str, file: Path) -> None:
    """Bring a saved database back, all of it or nothing.

    Example: python -m alongside.core.postgres restore --database alongside alongside-tuesday.dump
    """
    with embedded.borrowed(data_dir or embedded.default_data_dir()) as server:
        dumps.restore(server, database, file)
    click.echo(f"{file} is restored into the database {database}.")


@postgres.command(context_settings={"ignore_unknown_options": True})
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def lend(command: tuple[str, ...]) -> None:
    """Run a command with the server running, and stop it afterwards if nobody else needs it.

    Example: python -m alongside.core.postgres lend -- pytest
    """
    if os.environ.get("DATABASE_URL"):
        sys.exit(subprocess.run(command, check=False).returncode)
    with embedded.borrowed(embedded.default_data_dir()):
        code = subprocess.run(command, check=False).returncode
    sys.exit(code)


@postgres.command()
@click.option(
    "--admin", required=True, help="Connection string of a role that may create roles and databases."
)
@click.option("--database", default="alongside", show_default=True, help="The database to prepare.")
def prepare(admin: str, database: str) -> None:
    """Prepare roles, database and extensions on a PostgreSQL server of your own.

    Example: python -m alongside.core.postgres prepare --admin "host=db.example.org user=postgres"
    """
    new = roles.prepare(admin, database)
    click.echo(f"The database {database} is {'new and ' if new else ''}ready.")


def main() -> None:
    """Run the command; a known problem is one line and exit code 1."""
    try:
        postgres()
    except PostgresError as problem:
        click.echo(f"Error: {problem}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
