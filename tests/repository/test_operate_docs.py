"""What docs/operate tells an operator to type exists: commands, options, variables."""

import re
from pathlib import Path

import click
import pytest

from alongside.cli import alongside
from alongside.core.postgres.__main__ import postgres

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "operate").glob("*.md"))


def unknown_parts(group: click.Group, words: list[str]) -> list[str]:
    """The words that name no command, and the options the command does not have."""
    command: click.Command = group
    while words and isinstance(command, click.Group):
        name, *words = words
        found = command.get_command(click.Context(command), name)
        if found is None:
            return [name]
        command = found
    options = {option for parameter in command.params for option in parameter.opts}
    return [word for word in words if word.startswith("--") and word not in options]


def typed(page: str) -> list[str]:
    """The lines an operator types: continued ones as one."""
    joined = re.sub(r"\\\n\s*", " ", page)
    indented = [line.strip() for line in joined.splitlines() if line.startswith("    ")]
    return indented + re.findall(r"`([^`]+)`", joined)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_an_operator_is_told_to_type_exists(page: Path):
    for line in typed(page.read_text(encoding="utf-8")):
        words = line.removeprefix("ExecStart=").split()
        if words[:3] == ["python", "-m", "alongside.core.postgres"]:
            assert unknown_parts(postgres, words[3:]) == [], line
        elif words and words[0].rpartition("/")[2] == "alongside" and len(words) > 1:
            assert unknown_parts(alongside, words[1:]) == [], line


def test_a_command_that_is_not_there_would_be_seen():
    assert unknown_parts(alongside, ["serve", "--prot", "8000"]) == ["--prot"]
    assert unknown_parts(alongside, ["repair"]) == ["repair"]


def test_every_variable_of_the_install_page_is_read_by_the_code():
    page = (ROOT / "docs" / "operate" / "install.md").read_text(encoding="utf-8")
    named = re.findall(r"^\s*\| `([A-Z_]+)` \|", page, flags=re.MULTILINE)
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    assert named
    assert [name for name in named if f'"{name}"' not in code] == []
