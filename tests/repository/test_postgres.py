"""The embedded server: starts, stops, survives being killed, and says in one line what is wrong."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from alongside.core.postgres import cluster, dumps, embedded, programs, roles
from alongside.core.postgres.programs import PostgresError
from tests import database


@pytest.fixture
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    where = tmp_path_factory.mktemp("pg")
    yield where
    embedded.stop(where)


def postmaster(data_dir: Path) -> int:
    return int((data_dir / "data" / "postmaster.pid").read_text().split()[0])


def put(server: embedded.Server, text: str) -> None:
    with psycopg.connect(server.admin_conninfo) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (words text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [text])


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(data_dir: Path):
    server = embedded.ensure_running(data_dir)
    put(server, "acknowledged")
    os.kill(postmaster(data_dir), signal.SIGKILL)

    again = embedded.ensure_running(data_dir)

    with psycopg.connect(again.admin_conninfo) as connection:
        assert connection.execute("SELECT words FROM kept").fetchall() == [("acknowledged",)]
        durable = [
            connection.execute(f"SHOW {name}").fetchone()
            for name in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums")
        ]
        assert durable == [("on",)] * 4
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_number_given_to_another_program_after_a_crash_does_not_stop_the_start(data_dir: Path):
    embedded.ensure_running(data_dir)
    file = data_dir / "data" / "postmaster.pid"
    lines = file.read_text().splitlines()
    os.kill(int(lines[0]), signal.SIGKILL)
    with subprocess.Popen(["sleep", "60"]) as stranger:
        try:
            time.sleep(0.5)
            file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
            embedded.ensure_running(data_dir)
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_processes_that_start_it_at_once_find_one_server(data_dir: Path):
    start = [sys.executable, "-m", "alongside.core.postgres", "start", "--data-dir", str(data_dir)]
    racers = [subprocess.Popen(start, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(3)]
    said = [racer.communicate(timeout=60)[0].decode() for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0, 0], said


def test_the_last_borrower_stops_it_unless_it_is_to_stay(data_dir: Path):
    with embedded.borrowed(data_dir):
        with embedded.borrowed(data_dir):
            pass
        assert embedded.is_running(data_dir), "somebody still needed it"
    assert not embedded.is_running(data_dir)

    with embedded.borrowed(data_dir):
        embedded.keep(data_dir, True)
    assert embedded.is_running(data_dir), "it was started by hand"
    assert embedded.stop(data_dir)
    assert not embedded.stop(data_dir)


def test_the_socket_is_private_and_a_long_path_gets_a_short_one(tmp_path: Path):
    deep = tmp_path / ("a-long-name-" * 8) / "postgres"
    try:
        server = embedded.ensure_running(deep)
        assert len(str(server.socket_dir)) < 90
        assert server.socket_dir.stat().st_mode & 0o777 == 0o700
        assert embedded.socket_dir(deep) == server.socket_dir
    finally:
        embedded.stop(deep)
        if server.socket_dir.exists():
            server.socket_dir.rmdir()


def test_a_socket_directory_somebody_else_prepared_is_refused(tmp_path: Path):
    trap = tmp_path / "socket"
    trap.symlink_to(tmp_path)
    with pytest.raises(PostgresError, match="belongs to somebody else"):
        cluster.make_private(trap, programs.Runner())


def test_data_of_another_major_version_says_what_to_do(data_dir: Path):
    (data_dir / "data").mkdir()
    (data_dir / "data" / "PG_VERSION").write_text("15\n")
    with pytest.raises(PostgresError, match=r"PostgreSQL 15 .* docs/operate/upgrade.md|PostgreSQL 15"):
        embedded.ensure_running(data_dir)


def test_root_without_namespaces_runs_the_server_as_nobody(data_dir: Path, monkeypatch: pytest.MonkeyPatch):
    if os.geteuid() != 0:
        pytest.skip("only root can become nobody")
    home = Path(tempfile.mkdtemp(prefix="alongside-nobody-"))  # pytest's own folders are closed to nobody
    home.chmod(0o755)
    monkeypatch.setattr(programs, "LAST_RESORT_HOME", home)
    monkeypatch.setattr(programs, "as_ordinary_user", lambda: None)
    server = embedded.ensure_running(data_dir)
    try:
        put(server, "as nobody")
        assert server.socket_dir.is_relative_to(home)
        assert server.socket_dir.stat().st_uid != 0
    finally:
        assert embedded.stop(data_dir)
        shutil.rmtree(home)


def test_preparing_twice_changes_nothing_and_a_role_above_the_wall_is_refused(data_dir: Path):
    server = embedded.ensure_running(data_dir)
    assert roles.prepare(server.admin_conninfo, "place")
    assert not roles.prepare(server.admin_conninfo, "place")
    app = server.conninfo(user=roles.APP, dbname="place")
    with psycopg.connect(app) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE TABLE mine ()")
    with psycopg.connect(server.admin_conninfo) as admin:
        admin.execute("ALTER ROLE alongside_app BYPASSRLS")
    with pytest.raises(PostgresError, match="alongside_app"):
        roles.prepare(server.admin_conninfo, "place")


def test_only_a_server_of_tests_is_told_not_to_wait_for_its_disk(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
):
    server = embedded.ensure_running(data_dir)
    monkeypatch.setattr(database, "admin_conninfo", lambda: server.admin_conninfo)
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)

    def waits() -> list[str]:
        with psycopg.connect(server.admin_conninfo) as admin:
            return [admin.execute(f"SHOW {name}").fetchone()[0] for name in ("fsync", "full_page_writes")]

    with psycopg.connect(server.admin_conninfo, autocommit=True) as admin:
        admin.execute("CREATE DATABASE alongside")
        assert not database.wait_for_no_disk()
        assert waits() == ["on", "on"]
        admin.execute("DROP DATABASE alongside")
    monkeypatch.setenv("DATABASE_URL", "postgresql://theirs@example.org/alongside")
    assert not database.wait_for_no_disk()
    monkeypatch.delenv("DATABASE_URL")
    assert database.wait_for_no_disk()
    until = time.monotonic() + 10
    while waits() != ["off", "off"]:
        assert time.monotonic() < until, "it still waits"
        time.sleep(0.05)


def test_an_extension_that_is_only_welcome_is_made_where_the_server_has_it_and_done_without_elsewhere(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(roles, "WELCOME", ("no_such_extension", *roles.WELCOME))
    server = embedded.ensure_running(data_dir)
    roles.prepare(server.admin_conninfo, "place")
    with psycopg.connect(server.conninfo(user=roles.APP, dbname="place")) as connection:
        (likeness,) = connection.execute(
            "SELECT ARRAY[1, 0]::real[]::vector <#> '[0.5, 2]'::vector"
        ).fetchone()
    assert likeness == -0.5


def test_a_saved_database_comes_back_whole_with_its_walls(data_dir: Path, tmp_path: Path):
    server = embedded.ensure_running(data_dir)
    roles.prepare(server.admin_conninfo, "place")
    with psycopg.connect(server.conninfo(user=roles.OWNER, dbname="place")) as owner:
        owner.execute("CREATE TABLE walled (words text)")
        owner.execute("INSERT INTO walled VALUES ('kept')")
        owner.execute("ALTER TABLE walled ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    file = tmp_path / "place.dump"

    dumps.dump(server, "place", file)
    dumps.restore(server, "again", file)

    assert file.stat().st_mode & 0o077 == 0
    with psycopg.connect(server.conninfo(user="postgres", dbname="again")) as admin:
        assert admin.execute("SELECT words FROM walled").fetchall() == [("kept",)]
    with psycopg.connect(server.conninfo(user=roles.APP, dbname="again")) as app:
        assert app.execute("SELECT words FROM walled").fetchall() == [], (
            "no policy lets the runtime see a row"
        )
    with pytest.raises(PostgresError, match="not empty"):
        dumps.restore(server, "again", file)


def test_what_is_no_backup_leaves_nothing_behind(data_dir: Path, tmp_path: Path):
    server = embedded.ensure_running(data_dir)
    file = tmp_path / "holiday.jpg"
    file.write_bytes(b"not a dump")
    with pytest.raises(PostgresError, match="pg_restore"):
        dumps.restore(server, "again", file)
    with pytest.raises(PostgresError, match="is not there"):
        dumps.restore(server, "again", tmp_path / "nothing.dump")
