"""`alongside demo`: the whole of Alongside on one machine, with an invented place in it."""

import json
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from alongside.cli import frame
from alongside.cli.children import Child
from alongside.cli.serve import refuse_taken_port

READY_SECONDS = 90
UNDER_MAKE = "ALONGSIDE_UNDER_MAKE"


class StopWanted(BaseException):
    """Somebody wants everything to stop."""


@click.group("demo")
def command() -> None:
    """The demo place: start everything, load it, or make it new.

    \b
    Example:
      alongside demo start
    """


people_option = click.option(
    "--people", type=click.IntRange(1, 5000), default=600, show_default=True, help="How many invented people."
)


@command.command("load")
@people_option
def load(people: int) -> None:
    """Load the demo place if it is not there yet.

    \b
    Example:
      alongside demo load
      alongside demo load --people 24
    """
    _migrate()
    from alongside.demo import load as demo_place

    demo_place.load(people=people)
    click.echo("The demo place is loaded.")


@command.command("reset")
@people_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(people: int, yes: bool) -> None:
    """Remove the demo place with everything done in it, and load it new.

    \b
    Example:
      alongside demo reset --yes
    """
    if not yes:
        click.confirm("This removes everything in the demo place. Go on?", abort=True)
    _migrate()
    from alongside.demo import load as demo_place

    demo_place.reset(people=people)
    click.echo("The demo place is new.")


@command.command("start")
@click.option("--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True)
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True, help="Address to listen on.")
@frame.light
def start(port: int, host: str) -> None:
    """Start database, web and worker with the demo place, and stop them all on Ctrl-C.

    \b
    Example:
      alongside demo start
      PORT=8001 alongside demo start
    """
    refuse_taken_port(host, port)
    os.environ["PORT"] = str(port)  # settings build the links in messages from it
    parent = os.getppid()
    with _told_to_stop():
        try:
            _say("Starting the database …")
            with frame.database_running():
                frame.set_up_django()
                _fill()
                _serve_until_stopped(host, port, parent)
        except StopWanted:
            pass
    _say("Stopped.")


def _fill() -> None:
    from django.db import connections

    from alongside.demo import load as demo_place

    _say("Bringing the database up to date …")
    _migrate()
    demo_place.load()
    connections.close_all()


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", database="owner", interactive=False, verbosity=0)


def _serve_until_stopped(host: str, port: int, parent: int) -> None:
    from alongside.demo import signins

    logs = frame.var_directory() / "log"
    alongside = [sys.executable, "-m", "alongside.cli"]
    children: list[Child] = []
    try:
        _say("Starting web and worker …")
        serve = [*alongside, "serve", "--host", host, "--port", str(port)]
        children.append(Child("web", serve, logs / "web.log"))
        children.append(Child("worker", [*alongside, "worker"], logs / "worker.log"))
        reachable = "127.0.0.1" if host in {"0.0.0.0", "::", "localhost"} else host  # noqa: S104
        _wait_until_well(f"http://{reachable}:{port}/healthz", children)
        shown = "localhost" if reachable == "127.0.0.1" else host
        click.echo(f"\nAlongside is ready: http://{shown}:{port}/\n\n{signins.table()}\n")
        click.echo("Ctrl-C stops everything.")
        sys.stdout.flush()
        while True:
            _refuse_ended(children)
            if os.environ.get(UNDER_MAKE) and os.getppid() != parent:
                return  # make has been killed: nobody would stop us any more
            time.sleep(0.5)
    finally:
        _ignore_further_signals()
        for child in reversed(children):
            child.stop()


def _wait_until_well(url: str, children: list[Child]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    answer = "no answer"
    while time.monotonic() < deadline:
        _refuse_ended(children)
        try:
            with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - our own address
                json.load(response)
                return
        except urllib.error.HTTPError as problem:
            answer = f"{problem.code} {problem.read(300).decode(errors='replace')}"
        except (OSError, ValueError) as problem:
            answer = str(problem)
        time.sleep(0.1)
    raise frame.Problem(f"{url} did not become well in {READY_SECONDS} seconds: {answer}")


def _refuse_ended(children: list[Child]) -> None:
    for child in children:
        if child.ended:
            raise frame.Problem(f"The {child.name} has ended: {child.last_words()} (log: {child.log})")


@contextmanager
def _told_to_stop() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal all end in `StopWanted`."""

    def stop(number: int, _: FrameType | None) -> None:
        raise StopWanted

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN or number == signal.SIGINT:
            signal.signal(number, stop)
    yield


def _ignore_further_signals() -> None:
    """Stopping takes a moment; a second Ctrl-C must not leave anything behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _say(text: str) -> None:
    click.echo(text, err=True)
