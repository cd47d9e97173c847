"""Reading people and volunteers from a match file into arrays. Has no command of its own; see `match_file`."""

from typing import Any

import numpy as np

from alongside.cli.match_file import LARGEST_COUNT, Document, Place, Reader, show
from alongside.numerics.matching import sets, slots
from alongside.numerics.matching.shapes import (
    LARGEST_POINTS,
    TRAVEL,
    AgeGap,
    Channel,
    Gender,
    Parameters,
    PeopleArrays,
    Problem,
    Talk,
    VolunteerArrays,
    Weights,
    WrongShape,
)

CHANNELS = {str(one.name).lower(): int(one) for one in Channel}
GENDERS = {str(one.name).lower(): int(one) for one in Gender}
AGE_GAPS = {str(one.name).lower(): int(one) for one in AgeGap}
TALKS = {str(one.name).lower(): int(one) for one in Talk}
DAYS = {day: number for number, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
PAIRS = ("existing", "exclusions", "breakdowns", "relationships")
MOST_METRES = 2_000_000.0

# Sets of codes: a column of people, a column of volunteers, which have the same codes.
FAMILIES = {
    "languages": ({"languages_must", "languages_wish"}, {"languages"}),
    "communication": ({"communication_must"}, {"communication"}),
    "conditions": ({"conditions", "cannot_meet"}, {"conditions", "cannot_meet"}),
    "interests": ({"interests"}, {"interests"}),
    "experiences": ({"experiences"}, {"experiences"}),
    "cultures": ({"cultures"}, {"cultures"}),
}
WHOLE = {
    "people": {
        "visit_minutes": (30, 240),
        "call_minutes": (5, 240),
        "age": (0, 130),
        "weeks_waited": (0, 5_000),
        "times_passed_over": (0, 5_000),
        "stay_waiting": (-LARGEST_POINTS, LARGEST_POINTS),
    },
    "volunteers": {
        "radius_m": (0, 2_000_000),
        "capacity": (0, LARGEST_COUNT),
        "minutes_a_week": (0, 10_080),
        "age": (0, 130),
        "reliability": (0, 100),
    },
}
GENDER_SETS = {"people": {"gender_must", "gender_wish"}, "volunteers": {"gender_must"}}
CHANNEL_SETS = {"people": {"channels", "channel_wish"}, "volunteers": {"channels", "cleared"}}
SKILLS = {"people": "skills_must", "volunteers": "skills"}
ONLY = {"people": {"age_gap", "two_volunteers", "on_hold"}, "volunteers": {"travel"}}


def read_problem(document: Document) -> Problem:
    """Take the people and volunteers out of a document; raise `BadFile` naming line and field."""
    reader = Reader(document)
    given = reader.object(document.value, ())
    known = {"people", "volunteers", "weights", "points_per_week_waited", "candidates_per_person", *PAIRS}
    reader.only(given, known, ())
    rows = {side: _rows(reader, given, side) for side in ("people", "volunteers")}
    codes = {name: _codes(rows, *columns) for name, columns in FAMILIES.items()}
    skills = sorted(
        {skill for side, name in SKILLS.items() for row in rows[side] for skill in row.get(name, {})}
    )
    weights = _weights(reader, given)
    bounds = {"points_per_week_waited": (0, 1_000), "candidates_per_person": (1, 1_000)}
    params = {
        name: reader.whole(given[name], (name,), *limits) for name, limits in bounds.items() if name in given
    }
    pairs = {name: _pairs(reader, given, name, rows) for name in PAIRS}
    return Problem(
        PeopleArrays.build(
            [row["id"] for row in rows["people"]], **_columns(rows["people"], "people", codes, skills)
        ),
        VolunteerArrays.build(
            [row["id"] for row in rows["volunteers"]],
            **_columns(rows["volunteers"], "volunteers", codes, skills),
        ),
        weights,
        Parameters(**params),
        skill_names=tuple(skills),
        **pairs,
    )


def _rows(reader: Reader, given: dict[str, Any], side: str) -> list[dict[str, Any]]:
    if side not in given:
        raise reader.wrong(
            (), f'"{side}" is needed beside "{"people" if side == "volunteers" else "volunteers"}"'
        )
    found: list[dict[str, Any]] = reader.every(
        given[side], (side,), lambda value, place: _row(reader, value, place, side)
    )
    seen: set[str] = set()
    for number, row in enumerate(found):
        if row["id"] in seen:
            raise reader.wrong((side, number, "id"), f"{show(row['id'])} is there twice")
        seen.add(row["id"])
    return found


def _row(reader: Reader, value: Any, place: Place, side: str) -> dict[str, Any]:
    given = reader.object(value, place)
    sets_of_codes = {name for columns in FAMILIES.values() for name in columns[side == "volunteers"]}
    known = {
        "id", "place", "times", "gender", "talk", SKILLS[side],
        *sets_of_codes, *WHOLE[side], *GENDER_SETS[side], *CHANNEL_SETS[side], *ONLY[side],
    }  # fmt: skip
    reader.only(given, known, place)
    if "id" not in given:
        raise reader.wrong(place, '"id" is missing')
    return {name: _field(reader, name, one, (*place, name), side) for name, one in given.items()}


def _field(reader: Reader, name: str, value: Any, place: Place, side: str) -> Any:
    if name in WHOLE[side]:
        return reader.whole(value, place, *WHOLE[side][name])
    if name in GENDER_SETS[side] | CHANNEL_SETS[side]:
        choices = GENDERS if name in GENDER_SETS[side] else CHANNELS
        return sum(set(reader.every(value, place, lambda one, at: reader.choice(one, at, choices))))
    if name == SKILLS[side]:
        levels = reader.object(value, place)
        return {
            reader.text(key, (*place, key)): reader.whole(one, (*place, key), 0, 3)
            for key, one in levels.items()
        }
    single = {
        "id": reader.text,
        "place": lambda one, at: _place(reader, one, at),
        "times": lambda one, at: reader.every(one, at, lambda time, where: _time(reader, time, where)),
        "gender": lambda one, at: reader.choice(one, at, GENDERS),
        "talk": lambda one, at: reader.choice(one, at, TALKS),
        "age_gap": lambda one, at: reader.choice(one, at, AGE_GAPS),
        "travel": lambda one, at: reader.choice(one, at, dict(TRAVEL)),
        "two_volunteers": reader.truth,
        "on_hold": reader.truth,
    }
    if name in single:
        return single[name](value, place)
    return reader.every(value, place, reader.text)


def _place(reader: Reader, value: Any, place: Place) -> tuple[float, float]:
    if len(reader.array(value, place)) != 2:
        raise reader.wrong(place, f"two numbers are needed: [easting, northing] in metres, not {show(value)}")
    east, north = (reader.number(one, (*place, n), -MOST_METRES, MOST_METRES) for n, one in enumerate(value))
    return east, north


def _time(reader: Reader, value: Any, place: Place) -> tuple[int, int, int]:
    if len(reader.array(value, place)) != 3:
        raise reader.wrong(place, f'three values are needed: ["tue", "14:00", "16:30"], not {show(value)}')
    day = reader.choice(value[0], (*place, 0), DAYS)
    start, end = (_minute(reader, one, (*place, n + 1)) for n, one in enumerate(value[1:]))
    if start >= end:
        raise reader.wrong(place, f"{value[1]} is not before {value[2]}; write a night as two times")
    return day, start, end


def _minute(reader: Reader, value: Any, place: Place) -> int:
    hour, colon, minute = value.partition(":") if isinstance(value, str) else ("", "", "")
    plain = hour.isascii() and minute.isascii() and hour.isdigit() and minute.isdigit()
    if not (colon and plain and len(hour) <= 2 and len(minute) == 2):
        raise reader.wrong(place, f"{show(value)} is not a time like 14:30")
    found = int(hour) * 60 + int(minute)
    if int(minute) > 59 or found > slots.MINUTES_OF_DAY:
        raise reader.wrong(place, f"{show(value)} is not a time of the day; midnight at its end is 24:00")
    return found


def _codes(rows: dict[str, list[dict[str, Any]]], of_people: set[str], of_volunteers: set[str]) -> list[str]:
    sides = ((rows["people"], of_people), (rows["volunteers"], of_volunteers))
    return sorted(
        {code for side, names in sides for row in side for name in names for code in row.get(name, ())}
    )


def _columns(
    rows: list[dict[str, Any]], side: str, codes: dict[str, list[str]], skills: list[str]
) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for family, both in FAMILIES.items():
        for name in both[side == "volunteers"]:
            columns[name] = sets.pack([row.get(name, ()) for row in rows], codes[family])
    defaults = {
        "visit_minutes": 60,
        "call_minutes": 30,
        "capacity": 1,
        "minutes_a_week": 10_080,
        "reliability": 50,
    }
    plain = {*WHOLE[side], *GENDER_SETS[side], *CHANNEL_SETS[side], "gender", "talk"}
    for name in plain | (ONLY["people"] if side == "people" else set()):
        columns[name] = [row.get(name, defaults.get(name, 0)) for row in rows]
    for name in ("two_volunteers", "on_hold"):
        if name in columns:
            columns[name] = np.array(columns[name], dtype=np.bool_)
    if side == "volunteers":
        columns["metres_per_minute"] = [row.get("travel", TRAVEL["walk"]) for row in rows]
    unknown = (np.nan, np.nan)
    places = np.array([row.get("place", unknown) for row in rows], dtype=np.float64).reshape(-1, 2)
    columns["easting"], columns["northing"] = places[:, 0], places[:, 1]
    weeks = [slots.week(row.get("times", ())) for row in rows]
    columns["slots"] = np.array(weeks, dtype=np.uint64).reshape(-1, 6)
    levels = [[row.get(SKILLS[side], {}).get(skill, 0) for skill in skills] for row in rows]
    columns[SKILLS[side]] = np.array(levels, dtype=np.int64).reshape(len(rows), len(skills))
    return columns


def _weights(reader: Reader, given: dict[str, Any]) -> Weights:
    weights = reader.object(given.get("weights", {}), ("weights",))
    reader.only(weights, {*Weights.__slots__}, ("weights",))
    points = {
        name: reader.whole(value, ("weights", name), 0, LARGEST_POINTS) for name, value in weights.items()
    }
    try:
        return Weights(**points)
    except WrongShape as problem:
        raise reader.wrong(("weights",), str(problem)) from None


def _pairs(reader: Reader, given: dict[str, Any], name: str, rows: dict[str, list[dict[str, Any]]]) -> Any:
    row = {side: {one["id"]: number for number, one in enumerate(rows[side])} for side in rows}
    found = []
    for number, pair in enumerate(reader.array(given.get(name, []), (name,))):
        place: Place = (name, number)
        if len(reader.array(pair, place)) != 2:
            raise reader.wrong(place, f'two ids are needed: ["person", "volunteer"], not {show(pair)}')
        both = []
        for side, key in enumerate(("people", "volunteers")):
            one = reader.text(pair[side], (*place, side))
            if one not in row[key]:
                raise reader.wrong((*place, side), f"{show(one)} is not among {key}")
            both.append(row[key][one])
        found.append(both)
    return np.array(found, dtype=np.int64).reshape(-1, 2)
