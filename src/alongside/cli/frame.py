"""What every command of `alongside` shares: when Django starts, how problems are told, JSON and progress.

A command that needs neither Django nor the database is marked `@light` and starts at once. All others find
Django ready and the database running when their function is called.
"""

import contextlib
import functools
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

Function = TypeVar("Function", bound=Callable[..., Any])

SOMETHING_WENT_WRONG = 70
STOPPED = 130


class Problem(Exception):
    """A reason to stop that a person can act on: one line, and the exit code."""

    def __init__(self, reason: str, exit_code: int = 1) -> None:
        super().__init__(reason)
        self.exit_code = exit_code


def light(function: Function) -> Function:
    """Mark a command's function: it needs neither Django nor the database."""
    function.needs_nothing = True  # type: ignore[attr-defined]
    return function


def var_directory() -> Path:
    """The directory for the embedded database, keys and logs, found without Django."""
    from alongside.core.postgres import embedded

    return embedded.default_data_dir().parent


@contextlib.contextmanager
def database_running() -> Iterator[None]:
    """The embedded server runs while the block lasts; with DATABASE_URL set there is nothing to do."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    from alongside.core.postgres import embedded, roles

    with embedded.borrowed(embedded.default_data_dir()) as server:
        roles.prepare(server.admin_conninfo, "alongside")
        yield


def set_up_django() -> None:
    """Make models and settings usable; harmless the second time."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.settings")
    if not apps.ready:
        django.setup()


def prepared(command: click.Command) -> click.Command:
    """The same command, each function in it starting with Django ready and the database running."""
    if isinstance(command, click.Group):
        for child in command.commands.values():
            prepared(child)
        return command
    function = command.callback
    if function is None or getattr(function, "needs_nothing", False):
        return command

    @functools.wraps(function)
    def with_everything_ready(*args: Any, **kwargs: Any) -> Any:
        with database_running():
            set_up_django()
            try:
                return function(*args, **kwargs)
            finally:
                from django.db import connections

                connections.close_all()

    with_everything_ready.needs_nothing = True  # type: ignore[attr-defined]
    command.callback = with_everything_ready
    return command


def print_json(value: object) -> None:
    """Print one JSON document on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))


@contextlib.contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function to call with (done, of how many); it draws a bar, if somebody is there to see it."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def tell(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(max(0, done - bar.pos))

        yield tell


def reason_for(problem: BaseException) -> tuple[str, int]:
    """The one line and the exit code for a problem; unexpected ones are written to the log."""
    if isinstance(problem, Problem):
        return str(problem), problem.exit_code
    from alongside.core.postgres.programs import PostgresError

    if isinstance(problem, PostgresError):
        return str(problem), 1
    known = _reason_of_database(problem) or _reason_of_own(problem) or _reason_of_system(problem)
    if known:
        return known, 1
    return f"Something went wrong ({type(problem).__name__}). What happened is in {_log(problem)}", (
        SOMETHING_WENT_WRONG
    )


def _reason_of_database(problem: BaseException) -> str:
    database = sys.modules.get("django.db")
    if database is None:
        return ""
    said = _first_line(problem)
    if isinstance(problem, database.OperationalError):
        return f"The database does not answer: {said}. `alongside doctor` says more."
    if isinstance(problem, database.ProgrammingError):
        if "does not exist" in said or "permission denied" in said:
            return f"The database is not up to date ({said}): run `alongside migrate`."
        if "connection option" in said:
            return f"DATABASE_URL cannot be used: {said}."
        return ""
    return ""


def _reason_of_own(problem: BaseException) -> str:
    """The house's own exceptions, and failed validations, carry a sentence for a person."""
    if type(problem).__module__.partition(".")[0] == "alongside":
        return " ".join(str(problem).split())
    exceptions = sys.modules.get("django.core.exceptions")
    if exceptions is not None and isinstance(problem, exceptions.ValidationError):
        return " ".join(str(message) for message in problem.messages)
    return ""


def _reason_of_system(problem: BaseException) -> str:
    if isinstance(problem, OSError) and problem.strerror:
        return f"{problem.filename}: {problem.strerror}" if problem.filename else problem.strerror
    return ""


def _first_line(problem: BaseException) -> str:
    lines = str(problem).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(problem).__name__


def _log(problem: BaseException) -> Path:
    from alongside.core.logs import without_rows

    log = var_directory() / "log" / "alongside.log"
    with contextlib.suppress(OSError):
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as handle:
            handle.write(f"\n{datetime.now(UTC).isoformat()} {Path(sys.argv[0]).name} {sys.argv[1:2]}\n")
            handle.write(without_rows("".join(traceback.format_exception(problem))))
    return log
