"""`alongside doctor`: looks at every part an installation stands on, one line each."""

import shutil
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import click

from alongside.cli import frame

Verdict = Literal["ok", "careful", "broken"]
LITTLE_DISK, TOO_LITTLE_DISK = 2_000_000_000, 300_000_000
OLDEST_POSTGRES = 150000
WORKER_SILENT_SECONDS = 30
LATE_SECONDS = 600
OLD_STOPS_DAYS = 400
"""Stops change a few times a year; after a year some that we name are gone."""


@dataclass(frozen=True)
class Finding:
    """What was found about one part."""

    part: str
    verdict: Verdict
    says: str


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(as_json: bool) -> None:
    """Look at database, migrations, queue, roles, disk, mail, meaning, stops and proxy; exit code 1 if broken.

    \b
    Example:
      alongside doctor
      alongside doctor --json
    """
    findings = examine()
    broken = any(finding.verdict == "broken" for finding in findings)
    if as_json:
        frame.print_json({"ok": not broken, "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            click.echo(f"{finding.verdict:<8} {finding.part:<11} {finding.says}")
    if broken:
        click.get_current_context().exit(1)


def examine() -> list[Finding]:
    """Look at every part; a part that cannot even be looked at is broken."""
    parts: dict[str, Callable[[], tuple[Verdict, str]]] = {
        "database": _database,
        "migrations": _migrations,
        "roles": _roles,
        "queue": _queue,
        "disk": _disk,
        "mail": _mail,
        "meaning": _meaning,
        "stops": _stops,
        "proxy": _proxy,
    }
    findings = []
    for part, look in parts.items():
        try:
            verdict, says = look()
        except Exception as problem:
            verdict, says = "broken", frame.reason_for(problem)[0]
        findings.append(Finding(part, verdict, " ".join(says.split())))
    return findings


def _rows(statement: str, parameters: Sequence[Any] = ()) -> list[tuple[object, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def _database() -> tuple[Verdict, str]:
    from django.db import connection

    from alongside.core.postgres.roles import EXTENSIONS

    (name,) = _rows("SELECT current_database()")[0]
    version = connection.pg_version  # type: ignore[attr-defined]
    readable = f"{version // 10000}.{version % 10000}"
    if version < OLDEST_POSTGRES:
        return "broken", f"PostgreSQL {readable} is too old: 15 or newer is needed"
    (missing,) = _rows(
        "SELECT coalesce(string_agg(wanted, ', '), '') FROM unnest(%s::text[]) AS wanted"
        " WHERE wanted NOT IN (SELECT extname FROM pg_extension)",
        (list(EXTENSIONS),),
    )[0]
    if missing:
        return "broken", f"PostgreSQL {readable}, database {name}, without the extensions {missing}"
    return "ok", f"PostgreSQL {readable}, database {name}"


def _migrations() -> tuple[Verdict, str]:
    from alongside.cli.migrate import waiting_migrations

    waiting = waiting_migrations("default")
    if waiting:
        return "broken", f"{len(waiting)} waiting (the first: {waiting[0]}): run `alongside migrate`"
    return "ok", "all have run"


def _roles() -> tuple[Verdict, str]:
    (name, may_bypass, owned) = _rows(
        "SELECT current_user, rolsuper OR rolbypassrls,"
        " (SELECT count(*) FROM pg_class WHERE relowner = pg_roles.oid AND relkind IN ('r', 'p'))"
        " FROM pg_roles WHERE rolname = current_user"
    )[0]
    if may_bypass:
        return "broken", f"the runtime role {name} can step around row-level security"
    if owned:
        return "broken", f"the runtime role {name} owns {owned} tables and could open them"
    open_tables = _rows(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE a.attname = 'partnership_id' AND c.relkind IN ('r', 'p')"
        " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
        " AND c.relnamespace = 'public'::regnamespace ORDER BY 1"
    )
    if open_tables:
        names = ", ".join(str(row[0]) for row in open_tables[:3])
        return "broken", f"{len(open_tables)} tables stand outside the tenancy wall: {names}"
    return "ok", f"runtime is {name}, held by row-level security on every table of a partnership"


def _queue() -> tuple[Verdict, str]:
    (workers, late, failed) = _rows(
        "SELECT (SELECT count(*) FROM procrastinate_workers"
        "         WHERE last_heartbeat > now() - make_interval(secs => %s)),"
        " (SELECT count(*) FROM procrastinate_jobs j WHERE j.status = 'todo'"
        "   AND coalesce(j.scheduled_at,"
        "         (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id))"
        "       < now() - make_interval(secs => %s)),"
        " (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed')",
        (WORKER_SILENT_SECONDS, LATE_SECONDS),
    )[0]
    if not workers:
        return "broken", "no worker is running: start one with `alongside worker`"
    says = f"{workers} at work, {late} jobs late, {failed} failed"
    return ("careful" if late or failed else "ok"), says


def _disk() -> tuple[Verdict, str]:
    from django.conf import settings

    free = shutil.disk_usage(settings.ALONGSIDE_VAR).free
    says = f"{free / 1e9:.1f} GB free for {settings.ALONGSIDE_VAR}"
    if free < TOO_LITTLE_DISK:
        return "broken", says
    return ("careful" if free < LITTLE_DISK else "ok"), says


def _mail() -> tuple[Verdict, str]:
    from django.conf import settings
    from django.core.mail import get_connection

    if settings.MESSAGES_MODE != "send":
        return "ok", "messages are held and shown on the page “Messages sent”; nothing leaves this machine"
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    server = get_connection(timeout=10)
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as problem:
        why = str(problem).splitlines()[0] if str(problem) else "no reason given"
        return "broken", f"{where} does not answer ({why})"
    finally:
        server.close()
    return "ok", f"{where} answers"


def _meaning() -> tuple[Verdict, str]:
    """Look at what puts a search in words in order of meaning. Without it all works: the words alone give the order."""
    from django.conf import settings

    from alongside.directory import likeness
    from alongside.numerics import sentences

    if not settings.ORDER_BY_MEANING:
        return "ok", "turned off (ORDER_BY_MEANING): searches in words are ordered by words alone"
    if not likeness.is_of_use():
        return "careful", f"{_WORDS_ALONE}: PostgreSQL is without pgvector (CREATE EXTENSION vector)"
    if why := sentences.why_not():
        return "careful", f"{_WORDS_ALONE}: the language model cannot be used ({why})"
    listed, read = likeness.state()
    says = f"{read} of {listed} services listed have been read for their meaning"
    return (
        ("ok", says)
        if read == listed
        else ("careful", f"{says}; the worker reads on, or: alongside meanings")
    )


def _stops() -> tuple[Verdict, str]:
    """Look at the stops of public transport. Without any all works: nothing is said of how to get to a place."""
    from alongside.core import clock
    from alongside.places import stops

    source = stops.source()
    if source is None:
        return "ok", "none loaded: pages name no stops (alongside stops load)"
    loaded_on = clock.local(source.loaded_at).date()
    of = source.changed_on or loaded_on
    days = (clock.today() - of).days
    said = "as of" if source.changed_on else "loaded on"
    says = f"{source.stops:,} of {source.name}, {said} {of:%-d %B %Y}"
    if days > OLD_STOPS_DAYS:
        return "careful", f"{says}: {days} days old, so load a newer file (alongside stops load)"
    return "ok", says


_WORDS_ALONE = "searches in words are ordered by words alone"


def _proxy() -> tuple[Verdict, str]:
    from django.conf import settings

    if settings.PROXIES:
        return "ok", f"{settings.PROXIES} believed about visitors’ addresses and https"
    if settings.SECURE_SSL_REDIRECT:
        return (
            "careful",
            "none is believed (PROXIES is 0): behind one all visitors count as one, and https is not seen",
        )
    return "ok", "none is believed (PROXIES is 0)"
