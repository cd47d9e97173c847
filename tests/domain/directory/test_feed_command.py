"""`alongside feed import`: the interface other programs rely on."""

from __future__ import annotations

import json

import click
import pytest
from click.testing import CliRunner, Result

from alongside.cli import feed
from tests.domain.directory import feed_records as made

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    callback = feed.import_.callback
    assert callback is not None
    bare = click.Command(
        "import", callback=getattr(callback, "__wrapped__", callback), params=feed.import_.params
    )
    return CliRunner().invoke(bare, list(arguments))


def test_json_has_the_counts_and_each_rejection(tmp_path):
    path = tmp_path / "feed.json"
    path.write_text(json.dumps([made.service("a"), {"id": "b"}]))
    result = run(str(path), "--json")
    assert result.exit_code == 0
    assert json.loads(result.output) == {
        "new": 1, "changed": 0, "unchanged": 0, "withdrawn": 0, "rejected": 1,
        "held": False, "missing": 0, "set_aside": 0,
        "rejections": [{"record": "b", "reason": "It has no name."}],
    }  # fmt: skip
    assert json.loads(run(str(path), "--json").output)["unchanged"] == 1


def test_people_get_a_table_and_the_reasons(tmp_path):
    path = tmp_path / "feed.json"
    path.write_text(json.dumps([made.service("a"), {"id": "b"}]))
    output = run(str(path), "--name", "Our list").output
    assert "Our list" in output
    assert "new" in output
    assert "It has no name." in output


@pytest.mark.parametrize(
    ("later", "said", "counts"),
    [
        ([made.service(f"s{n}", name="Debt advice") for n in range(20)], "20 services came changed", (0, 20)),
        ([made.service(f"s{n}", name="Chair yoga") for n in range(5)], "15 services are missing", (15, 0)),
    ],
    ids=["renamed", "shrunk"],
)
def test_a_reading_that_is_held_is_said_to_be_held(tmp_path, later, said, counts):
    path = tmp_path / "feed.json"
    path.write_text(json.dumps([made.service(f"s{n}", name="Chair yoga") for n in range(20)]))
    assert "Held" not in run(str(path)).output
    path.write_text(json.dumps(later))
    output = run(str(path)).output
    assert f"Held: {said}" in output
    assert "until a steward decides" in output
    told = json.loads(run(str(path), "--json").output)
    assert (told["held"], told["missing"], told["set_aside"]) == (True, *counts)


def test_bad_input_is_one_line_and_an_exit_code(tmp_path):
    result = run(str(tmp_path / "missing.json"))
    assert result.exit_code != 0
    assert "missing.json" in str(result.exception)
    assert "\n" not in str(result.exception)


def test_the_same_name_is_the_same_feed(tmp_path):
    for index in (1, 2):
        path = tmp_path / f"{index}.json"
        path.write_text(json.dumps([made.service("a")]))
    run(str(tmp_path / "1.json"), "--name", "Our list")
    assert json.loads(run(str(tmp_path / "2.json"), "--name", "our LIST", "--json").output)["unchanged"] == 1
