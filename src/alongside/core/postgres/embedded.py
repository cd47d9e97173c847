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
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from alongside.core.postgres import cluster, programs
from alongside.core.postgres.programs import PostgresError, Runner

LONGEST_SOCKET_PATH = 100  # Linux allows 107 bytes and macOS 103


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server and how to reach it."""

    data_dir: Path
    socket_dir: Path
    port: int = cluster.PORT
    admin: str = cluster.ADMIN

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
            server = Server(data_dir=data_dir, socket_dir=_socket_dir(home))
            cluster.start(runner, home, server.socket_dir, lambda: _answers(server))
            return server
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
        cluster.set_aside_reused_pid(home / "data")
        program = programs.programs_for(runner, home) / "pg_ctl"
        where = str(home / "data")
        if runner.run([str(program), "-D", where, "status"]).returncode != 0:
            return False
        done = runner.run([str(program), "-D", where, "-m", "fast", "-w", "-t", "60", "stop"])
        if done.returncode != 0:
            raise PostgresError(f"PostgreSQL did not stop: {cluster.last_line(done.stdout)}")
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
    if len(os.fsencode(near / f".s.PGSQL.{cluster.PORT}")) <= LONGEST_SOCKET_PATH:
        return near
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    short = Path("/tmp")  # noqa: S108 - the directory in it is private and its owner is checked
    base = Path(runtime) if runtime and len(runtime) < 60 and Path(runtime).is_dir() else short
    return base / f"alongside-{os.geteuid()}-{digest}"


def _socket_dir_in_use(home: Path) -> Path | None:
    """The socket directory a running server wrote down, so that every process finds the same one."""
    lines = cluster.pid_file_lines(home / "data")
    return Path(lines[4]) if len(lines) > 4 and lines[4] else None


# --- who is using it --------------------------------------------------------------------------------------


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
            (directory,) = connection.execute("SHOW data_directory").fetchone() or ("",)
    except psycopg.OperationalError:
        return False
    return Path(directory).resolve() == (_home(server.data_dir) / "data").resolve()
