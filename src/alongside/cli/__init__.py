"""The `alongside` command: one group; every module beside this file that defines `command` is part of it.

A module may define `command` (one click command or group) or `commands` (a list). It imports what is heavy
inside its functions, so that `alongside --help` stays quick. Problems are told here, in one place: a line on
standard error and an exit code other than 0, never a traceback.
"""

import importlib
import os
import pkgutil
import signal
import sys
from typing import Any

import click

from alongside.cli import frame


class House(click.Group):
    """A group whose commands are found in this package."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._complete = False

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        self._load_all()
        return sorted(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, loading its module first and the others only if need be."""
        if cmd_name not in self.commands:
            module = cmd_name.replace("-", "_")
            if module in _module_names():
                self._load(module)
        if cmd_name not in self.commands:
            self._load_all()
        return self.commands.get(cmd_name)

    def _load_all(self) -> None:
        if not self._complete:
            for name in _module_names():
                self._load(name)
            self._complete = True

    def _load(self, name: str) -> None:
        module = importlib.import_module(f"alongside.cli.{name}")
        found = list(getattr(module, "commands", []))
        if hasattr(module, "command"):
            found.append(module.command)
        for command in found:
            self.add_command(frame.prepared(command))


def _module_names() -> list[str]:
    return [found.name for found in pkgutil.iter_modules(__path__) if found.name not in {"frame", "__main__"}]


@click.group(cls=House, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="alongside", prog_name="alongside")
def alongside() -> None:
    """The open platform on which a place runs its work against loneliness.

    \b
    Example:
      alongside demo start
      alongside postcode "E8 1EA"
    """


def _one_line(problem: click.ClickException) -> str:
    reason = " ".join(problem.format_message().split())
    if isinstance(problem, click.UsageError) and problem.ctx is not None:
        return f"{reason} See `{problem.ctx.command_path} --help`."
    return reason


def main(arguments: list[str] | None = None) -> None:
    """Run `alongside` and leave with its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.settings")
    # Being told to stop unwinds like any other end, so that what we started is stopped too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        code = alongside.main(args=arguments, prog_name="alongside", standalone_mode=False)
    except click.ClickException as problem:
        click.echo(f"Error: {_one_line(problem)}", err=True)
        code = problem.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        code = frame.STOPPED
    except BrokenPipeError:
        # Whoever read our output has left: end like any other program would.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 128 + signal.SIGPIPE
    except Exception as problem:
        reason, code = frame.reason_for(problem)
        click.echo(f"Error: {' '.join(reason.split())}", err=True)
    sys.exit(code if isinstance(code, int) else 0)
