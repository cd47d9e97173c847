"""Whatever the command line is given – files, numbers, settings, closed pipes – it says one line and leaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

NOWHERE = "postgresql://u@127.0.0.1:1/x"
# `alongside` with everything loaded that takes its time; each line it reads is the arguments of a child of its own.
LOADED = """
import json, os, signal, sys
from alongside.cli import alongside, frame, main
frame.set_up_django()
alongside.list_commands(None)
print("ready", flush=True)
for line in sys.stdin:
    arguments, words = json.loads(line)
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        for stream, number in ((os.devnull, 0), (os.devnull, 1), (words, 2)):
            os.dup2(os.open(stream, os.O_RDWR | os.O_CREAT), number)
        main(arguments)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def run(
    *arguments: str, stdin: int = subprocess.DEVNULL, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "alongside.cli", *arguments],
        env=os.environ | environment,
        stdin=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def run_loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Like `run`, for many runs with one and the same environment: what each of them would load is loaded once."""
    words = tmp_path_factory.mktemp("words") / "words"
    with subprocess.Popen(
        [sys.executable, "-c", LOADED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as house:
        assert house.stdin is not None
        assert house.stdout is not None
        asked, answers = house.stdin, house.stdout
        assert answers.readline() == "ready\n"

        def run_one(*arguments: str) -> subprocess.CompletedProcess[str]:
            words.unlink(missing_ok=True)
            print(json.dumps([arguments, str(words)]), file=asked, flush=True)
            return subprocess.CompletedProcess(
                arguments, int(answers.readline()), "", words.read_text(encoding="utf-8")
            )

        yield run_one
        asked.close()


def refuses(said: subprocess.CompletedProcess[str], *, words: str = "") -> None:
    assert said.returncode not in {0, 70}, (said.returncode, said.stderr)
    assert len(said.stderr.strip().splitlines()) == 1, said.stderr
    assert "Traceback" not in said.stderr
    assert words in said.stderr


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("files")
    (place / "noise").write_bytes(bytes(range(256)) * 20)
    (place / "empty").write_bytes(b"")
    (place / "half").write_text('{"contents": [{"id": ')
    (place / "deep").write_text("[" * 100_000)
    (place / "deep list").write_text('{"contents":[' + '{"a":' * 30_000)
    (place / "folder").mkdir()
    return place


@pytest.mark.parametrize("name", ["noise", "empty", "half", "deep", "deep list", "folder", "not there"])
@pytest.mark.parametrize(
    "command", ["feed import", "postcode load", "areas load", "stops load", "match solve"]
)
def test_a_file_that_is_none_of_its_kind_is_named(
    command: str, name: str, files: Path, run_loaded: Run
) -> None:
    refuses(run_loaded(*command.split(), str(files / name)))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL must begin with postgresql://"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL must begin with postgresql://"),
        ({"DATABASE_URL": "postgresql://["}, "DATABASE_URL is not an address"),
        ({"DATABASE_URL": "postgresql://h:99999999/x"}, "DATABASE_URL is not an address"),
        ({"DATABASE_URL": NOWHERE + "?nonsense=1"}, "DATABASE_URL cannot be used"),
        ({"DATABASE_URL": NOWHERE}, "The database does not answer"),
        ({"PROXIES": "many"}, "PROXIES is a whole number"),
        ({"PROXIES": "-1"}, "PROXIES is a whole number"),
        ({"SMTP_URL": "nonsense"}, "SMTP_URL must begin with smtp://"),
        ({"SMTP_URL": "smtp://host:x"}, "SMTP_URL is not an address"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL is one of"),
        ({"ALONGSIDE_MODE": "prod"}, "ALONGSIDE_MODE is demo, production or test"),
        ({"ALONGSIDE_MODE": "production", "SECRET_KEY": ""}, "SECRET_KEY is not set"),
    ],
    ids=str,
)
def test_a_setting_that_cannot_be_is_named(settings: dict[str, str], words: str) -> None:
    real = {"DATABASE_URL": NOWHERE, "DJANGO_SETTINGS_MODULE": "alongside.settings"}
    refuses(run("postcode", "E8 1EA", **(real | settings)), words=words)


def test_a_worker_without_a_database_says_so_at_once() -> None:
    refuses(run("worker", DATABASE_URL=NOWHERE), words="The database does not answer")


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refuses(
        run("postcode", "E8 1EA", ALONGSIDE_VAR=str(tmp_path / "file"), DATABASE_URL=""),
        words="Set ALONGSIDE_VAR",
    )


@pytest.mark.parametrize(
    "command", [["--help"], ["measure", "score", "ucla3", "--answers", "1,2,3", "--json"]]
)
def test_a_pipe_that_closes_early_is_no_fault(command: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        said = subprocess.run(
            [sys.executable, "-m", "alongside.cli", *command],
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writer)
    assert said.stderr == ""


def test_a_full_disk_is_said() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this machine has no /dev/full")
    with Path("/dev/full").open("w") as full:
        said = subprocess.run(
            [sys.executable, "-m", "alongside.cli", "measure", "score", "ucla3", "--answers", "1,2,3"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    refuses(said, words="No space left")


@pytest.mark.parametrize(
    "arguments",
    [
        ["shortlist", "--age", "9" * 400],
        ["shortlist", "--limit", "9" * 40],
        ["shortlist", "--when", "Tue 99:00"],
        ["shortlist", "--matters", "<script>"],
        ["measure", "score", "swemwbs", "--answers", "1e400"],
        ["measure", "score", "ucla3", "--answers", "٣,٣,٣"],
        ["serve", "--port", "99999"],
        ["worker", "--concurrency", "9" * 30],
        ["feed", "import", "ftp://feeds.example.org/"],
        ["feed", "import", "file:///etc/passwd"],
        ["partnership", "found"],
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_a_value_that_cannot_be_is_refused(arguments: list[str], run_loaded: Run) -> None:
    refuses(run_loaded(*arguments))
