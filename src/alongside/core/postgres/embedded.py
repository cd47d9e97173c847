"""The embedded PostgreSQL server: started when needed, stopped cleanly, its data in one directory.

`ensure_running(data_dir)` may be called by any number of processes at once: a file lock lets one of them
start the server and the others find it running. The server listens on a unix socket in a private directory,
on no network port. Its settings are durable: what it acknowledged survives `kill -9`.

`borrowed(data_dir)` is for programs that need the server only while they run: the last of them stops it,
unless it was started by hand (`keep`).

    data_dir/
      data/        the cluster (PGDATA)
      socket/      the unix socket, unless the path would be too long for one
      log/         a week of server logs, overwritten in turn
      lock         held while starting or stopping
      borrowers    held, shared, by every program that borrows the server
      keep         present when the server was started by hand and is to stay
      moved        only for root without user namespaces: where the cluster really is
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from alongside.core.postgres import programs
from alongside.core.postgres.programs import PostgresError, Runner

ADMIN = "postgres"
PORT = 5432
LONGEST_SOCKET_PATH = 100  # Linux allows 107 bytes and macOS 103
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


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server and how to reach it."""

    data_dir: Path
    socket_dir: Path
    port: int = PORT
    admin: str = ADMIN

    def conninfo(self, *, user: str, dbname: str) -> str:
        """A libpq connection string for one role and database."""
        return make_conninfo(host=str(self.socket_dir), port=self.port, user=user, dbname=dbname)

    @property
    def admin_conninfo(self) -> str:
        """The connection string of the server's administrator."""
        return self.conninfo(user=self.admin, dbname="postgres")


def project_root() -> Path:
    """The directory of the checkout, or the working directory when Alongside is installed as a package."""
    checkout = Path(__file__).resolve().parents[4]
    return checkout if (checkout / "pyproject.toml").exists() else Path.cwd()


def default_data_dir() -> Path:
    """Where the embedded server keeps its data: `$ALONGSIDE_VAR/postgres`, else `var/postgres` here."""
    var = os.environ.get("ALONGSIDE_VAR")
    return (Path(var).expanduser().absolute() if var else project_root() / "var") / "postgres"


def location(data_dir: Path) -> Server:
    """The server of this directory, running or not, without starting it."""
    home = _home(data_dir)
    return Server(data_dir=data_dir, socket_dir=_socket_dir_in_use(home) or _socket_dir(home))


def socket_dir(data_dir: Path) -> Path:
    """The directory of the server's unix socket, running or not."""
    return location(data_dir).socket_dir


def is_running(data_dir: Path) -> bool:
    """Whether the server of this directory answers."""
    return _answers(location(data_dir))


def ensure_running(data_dir: Path) -> Server:
    """Start the server of this directory unless it runs already; the first time, create its cluster."""
    data_dir = data_dir.absolute()
    server = location(data_dir)
    if _answers(server):
        return server
    try:
        with _lock(data_dir):
            server = location(data_dir)
            if _answers(server):
                return server
            runner, home = _runner_for(data_dir)
            return _start(runner, home, data_dir)
    except OSError as problem:
        raise PostgresError(
            f"PostgreSQL cannot use {problem.filename or data_dir}: {problem.strerror or problem}."
        ) from problem
    except subprocess.TimeoutExpired:
        raise PostgresError(f"PostgreSQL did not finish in time: see {data_dir / 'log'}.") from None


def stop(data_dir: Path) -> bool:
    """Stop the server of this directory, letting it write everything down; False if it was not running."""
    data_dir = data_dir.absolute()
    if not (_home(data_dir) / "data" / "postmaster.pid").exists():
        return False
    with _lock(data_dir):
        runner, home = _runner_for(data_dir)
        _set_aside_reused_pid(home / "data")
        program = programs.programs_for(runner, home) / "pg_ctl"
        cluster = str(home / "data")
        if runner.run([str(program), "-D", cluster, "status"]).returncode != 0:
            return False
        done = runner.run([str(program), "-D", cluster, "-m", "fast", "-w", "-t", "60", "stop"])
        if done.returncode != 0:
            raise PostgresError(f"PostgreSQL did not stop: {_last_line(done.stdout)}")
        return True


def keep(data_dir: Path, staying: bool) -> None:
    """Say whether the server is to stay when its last borrower leaves."""
    with contextlib.suppress(FileNotFoundError):
        if staying:
            (data_dir / "keep").touch()
        else:
            (data_dir / "keep").unlink()


@contextlib.contextmanager
def borrowed(data_dir: Path) -> Iterator[Server]:
    """The running server, for as long as the block lasts; the last borrower stops it."""
    data_dir = data_dir.absolute()
    handle = _open_lock(data_dir, "borrowers")
    borrower = os.getpid()
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield ensure_running(data_dir)
    finally:
        if os.getpid() == borrower:  # a forked child that ends must not take the server with it
            _give_back(handle, data_dir)


def _give_back(handle: int, data_dir: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pass  # somebody else still needs it
    else:
        if not (data_dir / "keep").exists() and not _others_connected(data_dir):
            stop(data_dir)
    finally:
        os.close(handle)


# --- where things are -------------------------------------------------------------------------------------


def _home(data_dir: Path) -> Path:
    """The directory that really holds the cluster: `data_dir`, unless it had to move (see above)."""
    try:
        return Path((data_dir / "moved").read_text(encoding="utf-8").strip())
    except FileNotFoundError:
        return data_dir.absolute()


def _runner_for(data_dir: Path) -> tuple[Runner, Path]:
    home = _home(data_dir)
    if home == data_dir:
        runner = programs.as_ordinary_user()
        if runner is not None:
            return runner, home
        digest = hashlib.sha256(str(data_dir).encode()).hexdigest()[:12]
        home = programs.LAST_RESORT_HOME / digest
        (data_dir / "moved").write_text(f"{home}\n", encoding="utf-8")
    runner = programs.as_nobody()
    home.mkdir(parents=True, exist_ok=True, mode=0o755)
    runner.give(home)
    return runner, home


def _socket_dir(home: Path) -> Path:
    """`home/socket`, or a short private directory when that path is too long for a socket."""
    near = home / "socket"
    if len(os.fsencode(near / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
        return near
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    short = Path("/tmp")  # noqa: S108 - the directory in it is private and its owner is checked
    base = Path(runtime) if runtime and len(runtime) < 60 and Path(runtime).is_dir() else short
    return base / f"alongside-{os.geteuid()}-{digest}"


def _socket_dir_in_use(home: Path) -> Path | None:
    """The socket directory a running server wrote down, so that every process finds the same one."""
    lines = _pid_file_lines(home / "data")
    return Path(lines[4]) if len(lines) > 4 and lines[4] else None


def _pid_file_lines(cluster: Path) -> list[str]:
    try:
        return (cluster / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except (FileNotFoundError, PermissionError):
        return []


def _make_private(directory: Path, runner: Runner) -> None:
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


# --- starting ---------------------------------------------------------------------------------------------


def _open_lock(data_dir: Path, name: str) -> int:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        return os.open(data_dir / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as problem:
        raise PostgresError(
            f"Cannot write in {data_dir}: {problem.strerror}. Set ALONGSIDE_VAR."
        ) from problem


@contextlib.contextmanager
def _lock(data_dir: Path) -> Iterator[None]:
    """One process at a time starts or stops the server of a directory."""
    handle = _open_lock(data_dir, "lock")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _others_connected(data_dir: Path) -> bool:
    """Whether programs that did not borrow the server (a test run, psql) are using it."""
    try:
        with psycopg.connect(location(data_dir).admin_conninfo, connect_timeout=5) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchone()
    except psycopg.OperationalError:
        return False
    return bool(row and row[0])


def _answers(server: Server) -> bool:
    if not (server.socket_dir / f".s.PGSQL.{server.port}").exists():
        return False
    try:
        with psycopg.connect(server.admin_conninfo, connect_timeout=5) as connection:
            (cluster,) = connection.execute("SHOW data_directory").fetchone() or ("",)
    except psycopg.OperationalError:
        return False
    return Path(cluster).resolve() == (_home(server.data_dir) / "data").resolve()


def _start(runner: Runner, home: Path, data_dir: Path) -> Server:
    cluster, log_dir, socket_dir = home / "data", home / "log", _socket_dir(home)
    bin_dir = programs.programs_for(runner, home)
    for directory in (socket_dir, log_dir):
        _make_private(directory, runner)
    if not (cluster / "PG_VERSION").exists():
        _create_cluster(runner, bin_dir, home)
    _check_version(bin_dir, runner, cluster)
    _write_settings(runner, cluster, socket_dir, log_dir)
    first_words = log_dir / "start.log"
    command = [str(bin_dir / "pg_ctl"), "-D", str(cluster), "-l", str(first_words)]
    deadline = time.monotonic() + START_SECONDS
    while True:
        _set_aside_reused_pid(cluster)
        first_words.write_text("", encoding="utf-8")
        runner.give(first_words)
        read_so_far = {path: path.stat().st_size for path in log_dir.glob("postgres-*.log")}
        done = runner.run([*command, "-w", "-t", str(START_SECONDS), "start"], seconds=START_SECONDS + 30)
        server = Server(data_dir=data_dir, socket_dir=socket_dir)
        if done.returncode == 0 and _answers(server):
            return server
        said = _words_since(log_dir, read_so_far) or first_words.read_text(encoding="utf-8", errors="replace")
        # After kill -9 of the server, its last children need a moment to notice and let go of the memory.
        if "still in use" in said and time.monotonic() < deadline:
            time.sleep(0.2)
            continue
        reason = _last_line(said) or _last_line(done.stdout)
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
        raise PostgresError(f"PostgreSQL could not create its data in {home}: {_last_line(done.stdout)}")
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


def _set_aside_reused_pid(cluster: Path) -> None:
    """After a crash the machine may have given the server's old number to another program.

    PostgreSQL would take that program for a running server and refuse to start. We write the number of a
    process that has surely ended into its lock files instead of removing them, so that PostgreSQL still checks
    the shared memory of the old server before it starts.
    """
    lines = _pid_file_lines(cluster)
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


def _last_line(text: str) -> str:
    """The line that says what went wrong: the last FATAL or error line, else the last line at all."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error" in line.lower()]
    return (telling or lines or [""])[-1]
