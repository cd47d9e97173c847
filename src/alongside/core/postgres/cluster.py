"""One PostgreSQL cluster on disk: created whole, given its settings, started, and found again after a crash."""

import contextlib
import os
import shutil
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from alongside.core.postgres import programs
from alongside.core.postgres.programs import PostgresError, Runner

ADMIN = "postgres"
PORT = 5432
START_SECONDS = 60

SETTINGS = """\
# Written by Alongside at each start: changes here are lost. Use `ALTER SYSTEM`, or a server of your own.
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket_dir}'
unix_socket_permissions = 0700
max_connections = 200
fsync = on
full_page_writes = on
synchronous_commit = on
timezone = 'UTC'
# Small shared-memory mounts (containers) break parallel queries; our queries are short.
max_parallel_workers_per_gather = 0
jit = off
logging_collector = on
log_directory = '{log_dir}'
log_filename = 'postgres-%a.log'
log_rotation_age = 1d
log_truncate_on_rotation = on
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%u@%d '
# Statements and details carry what people told us: they stay out of the log.
log_min_error_statement = panic
log_error_verbosity = terse
"""


def pid_file_lines(cluster: Path) -> list[str]:
    """The lines of the running server's own note: number, directory, start, port, socket …"""
    try:
        return (cluster / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except (FileNotFoundError, PermissionError):
        return []


def make_private(directory: Path, runner: Runner) -> None:
    """Create a directory only its owner can enter, and refuse one that somebody else prepared for us."""
    with contextlib.suppress(FileExistsError):
        directory.mkdir(parents=True, mode=0o700)
        runner.give(directory)
    facts = directory.lstat()
    ours = {os.geteuid()}
    if runner.user is not None:
        import pwd

        ours.add(pwd.getpwnam(runner.user).pw_uid)
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in ours:
        raise PostgresError(f"{directory} belongs to somebody else: remove it, or set ALONGSIDE_VAR.")
    if stat.S_IMODE(facts.st_mode) & 0o077:
        directory.chmod(0o700)


def start(runner: Runner, home: Path, socket_dir: Path, answers: Callable[[], bool]) -> None:
    """Start the cluster in `home`, creating it the first time, and wait until it answers."""
    cluster, log_dir = home / "data", home / "log"
    bin_dir = programs.programs_for(runner, home)
    for directory in (socket_dir, log_dir):
        make_private(directory, runner)
    if not (cluster / "PG_VERSION").exists():
        _create_cluster(runner, bin_dir, home)
    _check_version(bin_dir, runner, cluster)
    _write_settings(runner, cluster, socket_dir, log_dir)
    first_words = log_dir / "start.log"
    command = [str(bin_dir / "pg_ctl"), "-D", str(cluster), "-l", str(first_words)]
    deadline = time.monotonic() + START_SECONDS
    while True:
        set_aside_reused_pid(cluster)
        first_words.write_text("", encoding="utf-8")
        runner.give(first_words)
        read_so_far = {path: path.stat().st_size for path in log_dir.glob("postgres-*.log")}
        done = runner.run([*command, "-w", "-t", str(START_SECONDS), "start"], seconds=START_SECONDS + 30)
        if done.returncode == 0 and answers():
            return
        said = _words_since(log_dir, read_so_far) or first_words.read_text(encoding="utf-8", errors="replace")
        # After kill -9 of the server, its last children need a moment to notice and let go of the memory.
        if "still in use" in said and time.monotonic() < deadline:
            time.sleep(0.2)
            continue
        reason = last_line(said) or last_line(done.stdout)
        raise PostgresError(f"PostgreSQL did not start: {reason} (log: {log_dir})")


def _create_cluster(runner: Runner, bin_dir: Path, home: Path) -> None:
    """Make the cluster beside its place and move it there when it is whole: half a cluster is never found."""
    unfinished = home / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.rmtree(home / "data", ignore_errors=True)
    # macOS has no libc locale C.UTF-8; the builtin provider has its own either way.
    locale = ["--builtin-locale=C.UTF-8", f"--locale={'C' if os.uname().sysname == 'Darwin' else 'C.UTF-8'}"]
    done = runner.run(
        [
            str(bin_dir / "initdb"),
            "-D",
            str(unfinished),
            "-U",
            ADMIN,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale-provider=builtin",
            *locale,
            "--data-checksums",
            "--no-instructions",
        ],
    )
    if done.returncode != 0:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise PostgresError(f"PostgreSQL could not create its data in {home}: {last_line(done.stdout)}")
    with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as configuration:
        configuration.write("\ninclude_if_exists = 'alongside.conf'\n")
    unfinished.rename(home / "data")


def _check_version(bin_dir: Path, runner: Runner, cluster: Path) -> None:
    written_by = (cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    said = runner.run([str(bin_dir / "postgres"), "--version"]).stdout.split()
    programs_are = next((word.split(".")[0] for word in said if word[:1].isdigit()), "unknown")
    if written_by != programs_are:
        raise PostgresError(
            f"The data in {cluster} is of PostgreSQL {written_by} and the programs are {programs_are}: "
            "dump it with the old ones and restore it (docs/operate/upgrade.md)."
        )


def _write_settings(runner: Runner, cluster: Path, socket_dir: Path, log_dir: Path) -> None:
    quoted = {
        "socket_dir": str(socket_dir).replace("'", "''"),
        "log_dir": str(log_dir).replace("'", "''"),
        "port": PORT,
    }
    path = cluster / "alongside.conf"
    path.write_text(SETTINGS.format(**quoted), encoding="utf-8")
    runner.give(path)


def set_aside_reused_pid(cluster: Path) -> None:
    """After a crash the machine may have given the server's old number to another program.

    PostgreSQL would take that program for a running server and refuse to start. We write the number of a
    process that has surely ended into its lock files instead of removing them, so that PostgreSQL still checks
    the shared memory of the old server before it starts.
    """
    lines = pid_file_lines(cluster)
    if not lines or not lines[0].strip().isdigit() or _is_server(lines[0].strip()):
        return
    with subprocess.Popen(["true"]) as ended:
        ended.wait()
    lock_files = [cluster / "postmaster.pid"]
    if len(lines) > 4 and lines[4]:
        lock_files.append(Path(lines[4]) / f".s.PGSQL.{PORT}.lock")
    for lock_file in lock_files:
        with contextlib.suppress(FileNotFoundError):
            _, *rest = lock_file.read_text(encoding="utf-8", errors="replace").splitlines()
            lock_file.write_text("\n".join([str(ended.pid), *rest]) + "\n", encoding="utf-8")


def _is_server(number: str) -> bool:
    """Whether a living process of this number is a PostgreSQL server (one that waits to be buried is not)."""
    if Path("/proc/self/stat").exists():  # Linux; small images of it have no `ps`
        try:
            # Of one that waits to be buried, the command line is empty.
            return b"postgres" in Path("/proc", number, "cmdline").read_bytes()
        except OSError:
            return False
    said = subprocess.run(
        ["ps", "-o", "stat=,command=", "-p", number], capture_output=True, text=True, check=False
    ).stdout
    return "postgres" in said and not said.lstrip().startswith("Z")


def _words_since(log_dir: Path, read_so_far: dict[Path, int]) -> str:
    """What the server wrote into its logs since we looked."""
    words = ""
    for path in sorted(log_dir.glob("postgres-*.log"), key=lambda path: path.stat().st_mtime):
        before = read_so_far.get(path, 0)
        content = path.read_bytes()
        words += content[before if before <= len(content) else 0 :].decode(errors="replace")
    return words


def last_line(text: str) -> str:
    """The line that says what went wrong: the last FATAL or error line, else the last line at all."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error" in line.lower()]
    return (telling or lines or [""])[-1]
