"""The frame of the command line: quick help, examples everywhere, one-line reasons, no orphans."""

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from alongside.cli import alongside, frame, main
from alongside.cli.children import Child
from alongside.cli.doctor import examine
from alongside.core import clock
from alongside.places.models import StopSource


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "alongside.cli", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def commands(group: click.Group, path: str = "alongside") -> list[tuple[str, click.Command]]:
    context = click.Context(group)
    found: list[tuple[str, click.Command]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        here = f"{path} {name}"
        found.append((here, command))
        found += commands(command, here) if isinstance(command, click.Group) else []
    return found


def test_the_promised_commands_are_there():
    names = {path for path, _ in commands(alongside)}
    assert names >= {
        "alongside serve",
        "alongside worker",
        "alongside migrate",
        "alongside doctor",
        "alongside demo start",
        "alongside demo load",
        "alongside demo reset",
        "alongside feed import",
        "alongside shortlist",
        "alongside postcode",
        "alongside stops load",
        "alongside measure score",
    }


def test_every_command_shows_an_example():
    without = [path for path, command in commands(alongside) if "Example" not in (command.help or "")]
    assert without == []


def test_help_does_not_start_django_or_the_database():
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.argv = ['alongside', '--help']\n"
            "from alongside.cli import main\n"
            "try: main()\n"
            "except SystemExit: print('django.apps' in sys.modules and sys.modules['django.apps'].apps.ready)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip().endswith("False")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["serve", "--port", "eighty"],
        ["serve", "--port", "0"],
        ["worker", "--concurrency", "-1"],
        ["feed", "import", "/no/such/file.json"],
        ["feed", "import"],
        ["measure", "score", "ucla3", "--answers", "9,9,9"],
        ["measure", "score", "nonsense", "--answers", "1"],
        ["shortlist", "--postcode", "not a postcode"],
        ["shortlist", "--when", "yesterday-ish"],
        ["demo", "start", "--port", "x"],
    ],
    ids=" ".join,
)
def test_bad_input_gets_one_line_and_an_exit_code(arguments: list[str]):
    said = run(*arguments)
    assert said.returncode != 0
    assert "Traceback" not in said.stderr + said.stdout
    assert len(said.stderr.strip().splitlines()) == 1, said.stderr


def test_a_taken_port_is_named_with_another_that_is_free():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for command in (["serve"], ["demo", "start"]):
            said = run(*command, PORT=str(port))
            assert said.returncode == 1
            assert said.stderr.startswith(f"Error: Port {port} is taken")
            assert "PORT=" in said.stderr.replace(f"PORT={port} ", "")


def test_a_database_that_does_not_answer_is_one_line():
    said = run(
        "migrate", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none", ALONGSIDE_MODE="test", SECRET_KEY="x"
    )
    assert said.returncode == 1
    assert said.stderr.startswith("Error: The database does not answer")
    assert len(said.stderr.strip().splitlines()) == 1


def test_the_unexpected_is_one_line_that_says_where_the_log_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ALONGSIDE_VAR", str(tmp_path))
    reason, code = frame.reason_for(ZeroDivisionError("division by zero"))
    assert code == frame.SOMETHING_WENT_WRONG
    assert str(tmp_path / "log" / "alongside.log") in reason
    assert "ZeroDivisionError" in (tmp_path / "log" / "alongside.log").read_text()


def test_an_own_exception_is_told_in_its_own_words(capsys: pytest.CaptureFixture[str]):
    @click.command("fail")
    def fail() -> None:
        raise frame.Problem("This cannot\nbe done.", exit_code=4)

    alongside.add_command(fail)
    try:
        with pytest.raises(SystemExit) as left:
            main(["fail"])
    finally:
        alongside.commands.pop("fail")
    assert left.value.code == 4
    assert capsys.readouterr().err == "Error: This cannot be done.\n"


def test_a_child_leaves_when_its_parent_is_killed(tmp_path: Path):
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from alongside.cli.children import Child\n"
        "child = Child('c', [sys.executable, '-c', 'from alongside.cli.children import leave_with_parent;"
        "leave_with_parent(); import time; time.sleep(60)'], Path(sys.argv[1]))\n"
        "print(child.process.pid, flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "log")], stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        time.sleep(0.3)
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and _lives(pid):
        time.sleep(0.05)
    assert not _lives(pid)


def _lives(pid: int) -> bool:
    if Path("/proc/self/stat").exists():
        try:
            return Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False
    said = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return said.returncode == 0 and not said.stdout.startswith("Z")


def test_a_child_that_ends_has_last_words(tmp_path: Path):
    child = Child("c", [sys.executable, "-c", "print('first'); print('last')"], tmp_path / "log")
    child.process.wait(timeout=20)
    assert child.ended
    assert child.last_words() == "last"
    child.stop()


def test_the_doctor_looks_at_every_part(db: None):
    found = {finding.part: finding for finding in examine()}
    assert list(found) == [
        "database",
        "migrations",
        "roles",
        "queue",
        "disk",
        "mail",
        "meaning",
        "stops",
        "proxy",
    ]
    assert found["database"].verdict == found["roles"].verdict == found["migrations"].verdict == "ok", found
    assert "alongside_app" in found["roles"].says
    assert found["queue"].verdict == "broken", "no worker runs in this database"
    assert (found["meaning"].verdict, found["meaning"].says[:9]) == ("ok", "0 of 0 se"), found


@pytest.mark.parametrize(
    ("without", "verdict", "says"),
    [
        ("pgvector", "careful", "PostgreSQL is without pgvector"),
        ("model", "careful", "the language model cannot be used (gone)"),
        ("wish", "ok", "turned off"),
        ("reading", "careful", "0 of 1 services listed have been read"),
    ],
)
def test_the_doctor_says_why_words_alone_give_the_order(
    db: None, monkeypatch: pytest.MonkeyPatch, without: str, verdict: str, says: str
):
    from alongside.directory import likeness
    from alongside.numerics import sentences
    from tests.factories.directory import a_service

    if without == "pgvector":
        monkeypatch.setattr(likeness, "_CAN_COMPARE", "false")
    elif without == "model":
        monkeypatch.setattr(sentences, "why_not", lambda: "gone")
    elif without == "wish":
        monkeypatch.setattr("django.conf.settings.ORDER_BY_MEANING", False)
    else:
        a_service("Lunch club")
    found = {finding.part: finding for finding in examine()}["meaning"]
    assert found.verdict == verdict
    assert says in found.says


@pytest.mark.parametrize(
    ("changed_on", "verdict", "says"),
    [
        (None, "ok", "3 of Stops.csv, loaded on"),
        (clock.today() - dt.timedelta(days=30), "ok", "3 of Stops.csv, as of"),
        (clock.today() - dt.timedelta(days=900), "careful", "900 days old"),
    ],
)
def test_the_doctor_says_of_when_the_stops_are(db: None, changed_on: dt.date | None, verdict: str, says: str):
    assert {finding.part: finding for finding in examine()}["stops"].says.startswith("none loaded")
    StopSource.objects.create(name="Stops.csv", stops=3, changed_on=changed_on)
    found = {finding.part: finding for finding in examine()}["stops"]
    assert found.verdict == verdict
    assert says in found.says


def test_a_database_command_prints_json_that_a_program_can_read():
    said = run("measure", "score", "ucla3", "--answers", "1,2,3", "--json")
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["score"] == 6
