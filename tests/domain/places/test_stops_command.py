"""`alongside stops`: what came in, what did not and why, and what people are told at a postcode."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from alongside.cli import frame, stops
from tests.domain.places.test_stop_loading import file_of, row

pytestmark = pytest.mark.usefixtures("committing_db")


def run(name: str, *arguments: str) -> Result:
    """Run the command in the test's own process."""
    command = stops.command.commands[name]
    callback = command.callback
    bare = click.Command(name, callback=getattr(callback, "__wrapped__", callback), params=command.params)
    return CliRunner().invoke(bare, list(arguments))


def test_the_loading_says_what_came_in_and_names_each_row_that_did_not(tmp_path: Path) -> None:
    path = file_of(tmp_path, row("1"), row("2", Status="inactive"), row("3", Easting="x"))
    said = run("load", str(path))
    assert said.exit_code == 0, said.output
    assert "Stops in use in Stops.csv: 1, in place of 0." in said.output
    assert "Left out: 1 not in use, 0 of other kinds" in said.output
    assert "line 4: its easting and northing are not numbers." in said.output
    told = json.loads(run("load", str(path), "--json").output)
    assert (told["stops"], told["before"], told["unusable"]) == (1, 1, 1)
    assert told["unused"] == [{"spot": "line 4", "why": "its easting and northing are not numbers"}]
    assert told["changed_on"] == "2026-03-02"


def test_what_is_told_at_a_postcode_can_be_looked_at(tmp_path: Path) -> None:
    assert "No stop is known within a walk." in run("near", "E8", "1EA").output
    run("load", str(file_of(tmp_path, row("1", Easting="534960"))))
    assert run("near", "E8 1EA").output == "Bus stop Mare Street, 2 minutes’ walk (90 m)\n"
    assert json.loads(run("near", "e81ea", "--json").output) == [
        {"kind": "bus", "name": "Mare Street", "metres": 90}
    ]
    assert isinstance(run("near", "nowhere").exception, frame.Problem)
