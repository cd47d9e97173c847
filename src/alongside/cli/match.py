"""`alongside match`: who could be with whom. `solve` works on a file and needs neither Django nor a database."""

from typing import TYPE_CHECKING, Any

import click

from alongside.cli import frame

if TYPE_CHECKING:
    from alongside.cli.match_file import Edges
    from alongside.numerics.matching.outcome import Match, Round
    from alongside.numerics.matching.shapes import Problem

BAD_INPUT = 2
NOT_SOLVED = {
    "infeasible": "The solver found no assignment at all; nobody was matched.",
    "unbalanced": "The solver was given more people than ways; nobody was matched.",
    "too_large_numbers": "The scores are too large for an exact answer; nobody was matched. Use smaller scores.",
    "too_long": "The solver took too long and was stopped; nobody was matched.",
    "failed": "The solver failed; nobody was matched.",
}
WHY = {
    "no_candidate": "no volunteer is possible",
    "all_taken": "those who are possible have their places taken",
    "no_free_hour": "those who are possible have no hour left",
    "worse_than_waiting": "every possible match is worse than waiting",
    "already_matched": "has a match",
}
RULES = {
    "already_matched": "matched already",
    "on_hold": "on hold",
    "two_volunteers": "needs two volunteers",
    "no_room": "volunteer has no place left",
    "exclusion": "not for each other",
    "breakdown": "an earlier match broke down",
    "relationship": "know each other",
    "channel": "no way of meeting in common",
    "checks": "checks not valid through the first review",
    "language": "language",
    "communication": "signing or other communication",
    "gender": "gender",
    "conditions": "something at the home, or with them, that the other cannot meet",
    "skill": "skill",
    "place_unknown": "place not known",
    "distance": "too far",
    "no_times_recorded": "no times recorded",
    "no_shared_time": "no time in common",
    "hours": "too few minutes a week left",
    "worse_than_waiting": "worse than waiting",
}


@click.group(name="match")
def command() -> None:
    """Matching people with volunteers.

    \b
    Example:
      alongside match solve queue.json
    """


@command.command(name="solve")
@click.argument("file", metavar="FILE.json")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@frame.light
def solve_command(file: str, as_json: bool) -> None:
    """Find the best matches for a FILE (`-` is standard input), without a database.

    The file has ready-made edges:

    \b
      {"edges": [["p1", "v1", 37], ["p2", "v1", 20]],
       "capacity": {"v1": 2}, "stay_waiting": {"p1": 5}}

    Scores are whole numbers. A volunteer has capacity 1 and staying is worth 0 where not given. "people" and
    "volunteers", lists of ids, may be added: then any other id is a mistake.

    Or it has people and volunteers, to whom rules and scores are applied:

    \b
      {"people": [{"id": "p1", "place": [534800, 184900], "channels": ["visit", "phone"],
                   "times": [["tue", "14:00", "16:30"]], "languages_must": ["tr"],
                   "interests": ["chess"], "weeks_waited": 12}],
       "volunteers": [{"id": "v1", "place": [535200, 184100], "travel": "walk", "radius_m": 3000,
                       "channels": ["visit"], "cleared": ["visit"], "languages": ["tr"],
                       "times": [["tue", "12:00", "18:00"]], "capacity": 1}],
       "points_per_week_waited": 2}

    All fields are in docs/domain/match-file.md. The answer has "matches", "total" (scores of the matches and prices
    of those who wait, the largest there is), "waiting", "removed_by_rule" and "reasons".

    \b
    Example:
      alongside match solve queue.json --json
    """
    from alongside.cli import match_file

    try:
        document = match_file.read_file(file)
        answer = _answer(document)
    except match_file.BadFile as problem:
        raise frame.Problem(str(problem), BAD_INPUT) from None
    if as_json:
        frame.print_json(answer)
    else:
        _print(answer)


@command.command(name="round")
@click.argument("scheme")
@click.option("--partnership", metavar="SLUG", help="Which partnership.  [default: the one there is]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def round_command(scheme: str, partnership: str | None, as_json: bool) -> None:
    """Run a round over the queue of SCHEME: its name, or its id. It proposes; people decide in the browser.

    \b
    Example:
      alongside match round "Visits at home"
    """
    from alongside.cli import match_round

    answer = match_round.run(scheme, partnership)
    if as_json:
        frame.print_json(answer)
    else:
        match_round.tell(answer)


def _answer(document: Any) -> dict[str, Any]:
    from alongside.cli import match_file, match_people

    given = document.value
    if not isinstance(given, dict):
        raise document.wrong((), f"an object {{…}} is needed, not {match_file.show(given)}")
    if "edges" in given:
        return solve_edges(match_file.read_edges(document))
    if "people" in given or "volunteers" in given:
        return solve_people(match_people.read_problem(document))
    raise document.wrong((), 'neither "edges" nor "people" and "volunteers" are there; see --help')


def solve_edges(given: "Edges") -> dict[str, Any]:
    """The answer for ready-made edges."""
    from alongside.numerics.matching import flow

    found = flow.solve_edges(
        given.edges,
        capacity=given.capacity,
        stay_waiting=given.stay_waiting,
        people=given.people,
        volunteers=given.volunteers,
    )
    _check(str(found.status))
    reasons: dict[str, Any] = {
        person: {"score": score} for (person, _), score in zip(found.matches, found.scores, strict=True)
    }
    reasons |= {person: {"why": why} for person, why in found.reasons.items()}
    return {
        "matches": [list(pair) for pair in found.matches],
        "total": found.total,
        "waiting": list(found.waiting),
        "removed_by_rule": found.removed_by_rule,
        "reasons": reasons,
        "solver": found.solver_version,
    }


def solve_people(problem: "Problem") -> dict[str, Any]:
    """The answer for people and volunteers."""
    from alongside.numerics.matching import kernel

    found = kernel.solve_round(problem)
    _check(str(found.status))
    people, volunteers = problem.people.ids, problem.volunteers.ids
    reasons: dict[str, Any] = {people[one.person]: _reason(problem, one, found) for one in found.matches}
    for one in found.waiting:
        removed = found.removed_for(one.person)
        reasons[people[one.person]] = {"why": str(one.why), "candidates": one.candidates, "removed": removed}
    for person, volunteer in found.kept:
        reasons[people[person]] = {"why": "already_matched", "volunteer": volunteers[volunteer]}
    return {
        "matches": [[people[one.person], volunteers[one.volunteer]] for one in found.matches],
        "total": found.total,
        "waiting": [people[one.person] for one in found.waiting],
        "removed_by_rule": found.removed_by_rule,
        "reasons": reasons,
        "largest_possible_total": found.bound,
        "points_per_week_waited": problem.params.points_per_week_waited,
        "solver": found.solver_version,
    }


def _reason(problem: "Problem", match: "Match", found: "Round") -> dict[str, Any]:
    from alongside.numerics.matching.shapes import Channel

    reason: dict[str, Any] = {
        "score": match.score,
        "waiting_points": match.waiting_points,
        "parts": match.parts,
        "channel": str(Channel(match.channel).name).lower(),
        "removed": found.removed_for(match.person),
    }
    if match.slot >= 0:
        reason["time"] = _when(match.slot)
    if match.distance_m >= 0:
        reason |= {"distance_m": match.distance_m, "travel_minutes": match.travel_minutes}
    reason["alternatives"] = [
        {"volunteer": problem.volunteers.ids[one.volunteer], "score": one.score, "has_room": one.has_room}
        for one in match.alternatives
    ]
    return reason


def _when(slot: int) -> list[str]:
    from alongside.cli.match_people import DAYS
    from alongside.numerics.matching import slots

    weekday, minute = slots.when(slot)
    return [list(DAYS)[weekday], f"{minute // 60:02}:{minute % 60:02}"]


def _check(status: str) -> None:
    if status in NOT_SOLVED:
        raise frame.Problem(NOT_SOLVED[status])


def _print(answer: dict[str, Any]) -> None:
    for person, volunteer in answer["matches"]:
        click.echo(f"{_plain(person)} with {_plain(volunteer)}  {_points(answer['reasons'][person])}")
    if not answer["matches"]:
        click.echo("Nobody is matched.")
    if answer["waiting"]:
        click.echo("\nStill waiting:")
        for person in answer["waiting"]:
            click.echo(f"  {_plain(person)} – {WHY[answer['reasons'][person]['why']]}")
    if answer["removed_by_rule"]:
        click.echo("\nNot possible, pairs by rule:")
        for rule, count in answer["removed_by_rule"].items():
            click.echo(f"  {RULES[rule]}: {count:,}")
    click.echo(f"\nTotal {answer['total']:,}")


def _points(reason: dict[str, Any]) -> str:
    text = f"score {reason['score']}"
    if reason.get("waiting_points"):
        text += f" + {reason['waiting_points']} for waiting"
    if "time" in reason:
        text += f", {reason['channel']}, {reason['time'][0].title()} {reason['time'][1]}"
    return text


def _plain(name: str) -> str:
    """An id on one line, whatever is in it."""
    return name if name.isprintable() else ascii(name)
