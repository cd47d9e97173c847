"""`alongside match solve`: the answer for both kinds of file, and the line and field of what is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from alongside.cli import alongside, frame
from alongside.cli.match import NOT_SOLVED, RULES, WHY
from alongside.numerics.matching import outcome, unlock
from alongside.numerics.matching.outcome import Status, Why

EDGES = {
    "edges": [["p1", "v1", 37], ["p2", "v1", 20], ["p3", "v2", -4], ["p2", "v2", 11]],
    "capacity": {"v1": 1},
    "stay_waiting": {"p1": 5},
}
PERSON = {
    "id": "p1",
    "place": [534_800, 184_900],
    "channels": ["visit", "phone"],
    "times": [["tue", "14:00", "16:30"]],
    "languages_must": ["tr"],
    "interests": ["chess"],
    "weeks_waited": 12,
}
VOLUNTEER = {
    "id": "v1",
    "place": [535_200, 184_100],
    "travel": "walk",
    "radius_m": 3_000,
    "channels": ["visit"],
    "cleared": ["visit"],
    "languages": ["tr"],
    "times": [["tue", "12:00", "18:00"]],
}


def run(*arguments: str, **more: Any) -> Result:
    return CliRunner().invoke(alongside, ["match", "solve", *arguments], **more)


def solve(tmp_path: Path, content: object) -> Result:
    path = tmp_path / "queue.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return run(str(path), "--json")


def answer(tmp_path: Path, content: object) -> dict[str, Any]:
    done = solve(tmp_path, content)
    assert done.exception is None, done.exception
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_edges_are_solved_as_the_format_says(tmp_path: Path):
    found = answer(tmp_path, EDGES)
    assert found["matches"] == [["p1", "v1"], ["p2", "v2"]]
    assert found["total"] == 37 + 11
    assert found["waiting"] == ["p3"]
    assert found["removed_by_rule"] == {"worse_than_waiting": 1}
    assert found["reasons"]["p3"] == {"why": "worse_than_waiting"}
    assert found["reasons"]["p1"] == {"score": 37}


def test_people_and_volunteers_are_solved_with_the_reasons(tmp_path: Path):
    found = answer(tmp_path, {"people": [PERSON, {"id": "p2"}], "volunteers": [VOLUNTEER]})
    assert found["matches"] == [["p1", "v1"]]
    reason = found["reasons"]["p1"]
    assert reason["score"] == sum(reason["parts"].values())
    assert found["total"] == reason["score"] + reason["waiting_points"]
    assert (reason["channel"], reason["time"]) == ("visit", ["tue", "14:00"])
    assert found["reasons"]["p2"] == {"why": "no_candidate", "candidates": 0, "removed": {"channel": 1}}
    assert found["removed_by_rule"] == {"channel": 1}


def test_exclusions_existing_matches_and_the_parameter_count(tmp_path: Path):
    both = {"people": [PERSON, PERSON | {"id": "p2"}], "volunteers": [VOLUNTEER]}
    assert answer(tmp_path, both | {"exclusions": [["p1", "v1"]]})["matches"] == [["p2", "v1"]]
    kept = answer(tmp_path, both | {"existing": [["p2", "v1"]]})
    assert kept["matches"] == []
    assert kept["waiting"] == ["p1"]
    assert answer(tmp_path, both | {"points_per_week_waited": 5})["reasons"]["p1"]["waiting_points"] == 60


def test_the_same_file_in_another_order_gives_the_same_answer(tmp_path: Path):
    turned = EDGES | {"edges": EDGES["edges"][::-1]}
    assert answer(tmp_path, turned) == answer(tmp_path, EDGES)


def test_people_can_read_the_answer_too(tmp_path: Path):
    path = tmp_path / "queue.json"
    path.write_text(json.dumps(EDGES))
    said = run(str(path)).stdout
    assert "p1 with v1" in said
    assert "p3 – every possible match is worse than waiting" in said
    assert said.endswith("Total 48\n")


def test_it_reads_standard_input():
    assert json.loads(run("-", "--json", input='\ufeff{"edges": []}').stdout)["matches"] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ('{"edges": [["p1", "v1", 3],]}', "line 1, column 28: not JSON"),
        ('{"edges": [\n["p1", "v1" 3]]}', "line 2, column 13: not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "an object {…} is needed, not []"),
        ("{}", 'neither "edges" nor'),
        ('{"edges": {}}', "line 1, edges: a list […] is needed"),
        (
            '{"edges": [\n["p1", "v1", 1],\n["p1", "v2", "x"]]}',
            'line 3, edges[1][2]: a whole number is needed, not "x"',
        ),
        ('{"edges": [["p1", "v1", 1.0]]}', "edges[0][2]: a whole number is needed, not 1.0"),
        ('{"edges": [["p1", "v1", true]]}', "edges[0][2]: a whole number is needed, not true"),
        ('{"edges": [["p1", "v1", null]]}', "edges[0][2]: a whole number is needed, not null"),
        ('{"edges": [["p1", "v1", NaN]]}', "edges[0][2]: a whole number is needed, not NaN"),
        ('{"edges": [["p1", "v1", 1e999]]}', "edges[0][2]: a whole number is needed, not Infinity"),
        ('{"edges": [["p1", "v1", ' + "9" * 5_000 + "]]}", "edges[0][2]: the number is too large"),
        ('{"edges": [["p1", "v1", 1000000000001]]}', "edges[0][2]: 1000000000001 is outside"),
        ('{"edges": [["p1", "v1"]]}', "edges[0]: three values are needed"),
        ('{"edges": [[1, "v1", 3]]}', "edges[0][0]: text in quotation marks is needed, not 1"),
        ('{"edges": [["", "v1", 3]]}', "edges[0][0]: the text is empty"),
        ('{"edges": [["\\ud800", "v1", 3]]}', "edges[0][0]: half a character"),
        (
            '{"edges": [["p1", "v1", 3],\n["p1", "v1", 4]]}',
            "line 2, edges[1]: these two are there already, as edges[0]",
        ),
        ('{"edges": [],\n"capacity": {"v1":\n-1}}', "line 3, capacity.v1: -1 is outside 0"),
        ('{"edges": [], "capacity": {"v1": 1.5}}', "capacity.v1: a whole number is needed"),
        ('{"edges": [], "capacity": [1]}', "capacity: an object {…} is needed"),
        ('{"edges": [], "capacity": {"v1": 1,\n"v1": 2}}', 'line 2, "v1": the same name is there twice'),
        ('{"edges": [], "stay_waiting": {"p1": "5"}}', 'stay_waiting.p1: a whole number is needed, not "5"'),
        ('{"edges": [], "capasity": {}}', "capasity: there is no such field here"),
        ('{"edges": [["p1", "v1", 3]], "people": ["p2"]}', 'edges[0][0]: "p1" is not among people'),
        ('{"edges": [], "volunteers": ["v1"], "capacity": {"v2": 1}}', 'capacity.v2: "v2" is not known'),
        ('{"edges": [], "people": ["p1", "p1"]}', 'people[1]: "p1" is there twice'),
        ('{"people": []}', '"volunteers" is needed beside "people"'),
        ('{"people": [{}], "volunteers": []}', 'people[0]: "id" is missing'),
        ('{"people": [{"id": "a"}, {"id": "a"}], "volunteers": []}', 'people[1].id: "a" is there twice'),
        ('{"people": [{"id": "a", "tims": []}], "volunteers": []}', "people[0].tims: there is no such field"),
        (
            '{"people": [{"id": "a", "times": [["tues", "9:00", "10:00"]]}], "volunteers": []}',
            'times[0][0]: "tues" is not one of mon',
        ),
        (
            '{"people": [{"id": "a", "times": [["tue", "9", "10:00"]]}], "volunteers": []}',
            'times[0][1]: "9" is not a time',
        ),
        (
            '{"people": [{"id": "a", "times": [["tue", "9:00", "24:30"]]}], "volunteers": []}',
            'times[0][2]: "24:30"',
        ),
        (
            '{"people": [{"id": "a", "times": [["tue", "22:00", "02:00"]]}], "volunteers": []}',
            "22:00 is not before 02:00",
        ),
        (
            '{"people": [{"id": "a", "place": [1]}], "volunteers": []}',
            "people[0].place: two numbers are needed",
        ),
        (
            '{"people": [{"id": "a", "place": [NaN, 2]}], "volunteers": []}',
            "people[0].place[0]: a number is needed, not NaN",
        ),
        ('{"people": [{"id": "a", "gender": "female"}], "volunteers": []}', '"female" is not one of woman'),
        (
            '{"people": [{"id": "a", "skills_must": {"dementia": 4}}], "volunteers": []}',
            "skills_must.dementia: 4 is outside 0 to 3",
        ),
        ('{"people": [{"id": "a", "on_hold": 1}], "volunteers": []}', "people[0].on_hold: true or false"),
        (
            '{"people": [], "volunteers": [{"id": "v", "capacity": -1}]}',
            "volunteers[0].capacity: -1 is outside",
        ),
        (
            '{"people": [], "volunteers": [], "exclusions": [["p", "v"]]}',
            'exclusions[0][0]: "p" is not among people',
        ),
        (
            '{"people": [], "volunteers": [],\n"weights": {"interests": 60}}',
            "line 2, weights: interests, experience",
        ),
        (
            '{"people": [], "volunteers": [], "points_per_week_waited": -1}',
            "points_per_week_waited: -1 is outside",
        ),
    ],
)
def test_what_is_wrong_is_named_by_line_and_field(content: str, said: str, tmp_path: Path):
    problem = solve(tmp_path, content).exception
    assert isinstance(problem, frame.Problem)
    assert problem.exit_code == 2
    assert said in str(problem)
    assert "\n" not in str(problem)
    assert len(str(problem)) < 700


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path):
    for path, said in ((tmp_path / "none.json", "No such file"), (tmp_path, "Is a directory")):
        problem = run(str(path)).exception
        assert isinstance(problem, frame.Problem)
        assert said in str(problem)
    (tmp_path / "latin.json").write_bytes(b'{"edges":\n[["\xe9"]]}')
    assert "line 2: not UTF-8 text" in str(run(str(tmp_path / "latin.json")).exception)


def test_trouble_of_the_solver_is_a_reason_and_not_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from alongside.numerics.matching import flow

    monkeypatch.setattr(flow, "solve_here", lambda *a, **k: (Status.INFEASIBLE, None))
    done = solve(tmp_path, EDGES)
    assert str(done.exception) == NOT_SOLVED["infeasible"]
    assert done.stdout == ""


def test_every_code_has_words():
    assert set(RULES) == set(outcome.RULES)
    assert set(WHY) >= {str(one) for one in Why}
    assert set(NOT_SOLVED) == {str(one) for one in Status} - {"solved"}
    assert set(unlock.BIT) == set(unlock.RELAXATIONS)
    assert set(outcome.RULES) >= outcome.PRIVATE_RULES


def test_the_format_is_described_field_by_field():
    from alongside.cli import match_people

    described = (Path(__file__).resolve().parents[3] / "docs" / "domain" / "match-file.md").read_text()
    names = {
        "edges",
        "capacity",
        "stay_waiting",
        "points_per_week_waited",
        "candidates_per_person",
        *match_people.PAIRS,
    }
    for side in ("people", "volunteers"):
        names |= {
            *match_people.WHOLE[side],
            *match_people.GENDER_SETS[side],
            *match_people.CHANNEL_SETS[side],
        }
        names |= {*match_people.ONLY[side], match_people.SKILLS[side]}
    for both in match_people.FAMILIES.values():
        names |= both[0] | both[1]
    assert {name for name in names if f"`{name}`" not in described} == set()
    assert {code for code in outcome.RULES if f"`{code}`" not in described} == set()
