"""`alongside shortlist`: the JSON other programs rely on, the table people read, one line for bad input."""

import json
from typing import Any

import click
import pytest
import time_machine
from click.testing import CliRunner, Result

from alongside.cli import frame, shortlist
from tests.factories.directory import MOMENT, a_service

MRS_A = [
    *("--postcode", "E8 1EA", "--age", "78", "--relation", "lives", "--matters", "company,reading"),
    *("--language", "tr", "--needs", "step-free", "--when", "Tue 14:00"),
]


def run(*arguments: str) -> Result:
    """Run the command inside the test's own transaction."""
    callback = shortlist.command.callback
    assert callback is not None
    bare = click.Command(
        "shortlist", callback=getattr(callback, "__wrapped__", callback), params=shortlist.command.params
    )
    with time_machine.travel(MOMENT, tick=False):
        return CliRunner().invoke(bare, list(arguments))


def refused(*arguments: str) -> str:
    """Return the one line a bad call is answered with."""
    result = run(*arguments)
    assert isinstance(result.exception, frame.Problem), result.output
    assert result.exception.exit_code == 2
    assert "\n" not in str(result.exception)
    return str(result.exception)


@pytest.fixture(autouse=True)
def directory(partnership: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lunch club that suits Mrs A, a phone group, and one she is too old for."""
    monkeypatch.setattr("alongside.places.loading.postcodes_are_loaded", lambda: True)
    a_service(
        "Lunch club",
        at=[(534_900, 184_700), (536_000, 184_700)],
        ways=[{"minimum_age": 55, "area_codes": ["E09000012"], "area_relations": ["lives"]}],
        languages=["tr"],
        access=["step_free"],
        cost="3.00",
        schedules=[{"freq": "WEEKLY", "byday": ["TU"], "opens_at": "12:30", "closes_at": "14:30"}],
    )
    a_service("Telephone reading group", modes=["phone"])
    a_service(
        "Young readers", at=[(534_900, 184_700)], ways=[{"maximum_age": 25}], description="Books and company"
    )


def test_the_json_holds_what_other_programs_rely_on() -> None:
    found = json.loads(run(*MRS_A, "--json").stdout)
    assert set(found) == {"results", "not_open", "relaxations"}
    first, second = found["results"]
    assert set(first) == {
        *("rank", "service_id", "service", "organisation", "mode", "distance_m", "stops", "next"),
        *("reasons", "obstacles", "confirmed_on"),
    }
    assert (first["rank"], first["service"], first["mode"]) == (1, "Lunch club", "in_person")
    assert 0 < first["distance_m"] < 100
    assert first["next"][0] == "2026-11-24T12:30+00:00"
    assert first["reasons"] == [
        "Open to you because you live in Hackney",
        "Open to you because you are over 55",
        "Meets when you are free",
        "Turkish spoken",
        "Step-free",
        "What matters to you: Company",
    ]
    assert first["obstacles"] == ["Costs £3"]
    assert first["confirmed_on"] == "2026-11-22"
    assert (second["mode"], second["distance_m"]) == ("phone", None)
    assert found["not_open"] == [{"service": "Young readers", "why": "Under-26s only"}]
    assert found["relaxations"] == []


def test_people_read_rank_service_distance_when_why_and_what_is_in_the_way() -> None:
    said = run(*MRS_A).output
    assert "  1  Lunch club" in said
    assert "Tue 24 Nov, 12:30" in said
    assert "✓ Open to you because you live in Hackney" in said
    assert "! Costs £3" in said
    assert "By phone" in said


def test_no_results_names_ways_to_more_and_is_no_error() -> None:
    result = run("--postcode", "E8 1EA", "--words", "bassoon")
    assert result.exit_code == 0
    assert "Nothing fits all of that." in result.output
    assert "Without the words you typed: 3 results" in result.output


def test_a_postcode_out_of_use_is_placed_roughly_and_said_so() -> None:
    result = run("--postcode", "NW1 1BB", "--within", "any", "--json")
    assert result.exit_code == 0
    metres = [one["distance_m"] for one in json.loads(result.stdout)["results"]]
    assert any(metres), "what stands somewhere has a distance"
    assert "We have looked around NW1 1 instead" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--postcode", "ZE9 9ZZ"], "We do not know the postcode ZE9 9ZZ"),
        (["--postcode", "E8"], "only the first half"),
        (["--postcode", "BT1 5GS"], "Northern Ireland"),
        (["--postcode", "!!"], "does not look like a postcode"),
        (["--age", "old"], "is not an age"),
        (["--age", "-3"], "is not an age"),
        (["--matters", "knights"], "We know: company, talk, reading"),
        (["--needs", "wings"], "step-free"),
        (["--language", "klingon"], "We know:"),
        (["--when", "Blursday"], "Tue 14:00"),
        (["--relation", "lives"], "A relation needs a place"),
        (["--relation", "haunts:E09000012"], "We know: lives, works"),
        (["--within", "far"], "is not a distance"),
        (["--mode", "telepathy"], "is not a way to take part"),
    ],
)
def test_bad_input_is_answered_with_one_line(arguments: list[str], said: str) -> None:
    assert said in refused(*arguments)
