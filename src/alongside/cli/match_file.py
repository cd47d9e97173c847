"""Reading the files of `alongside match solve`: what is wrong is named by line and field. Has no command of its own.

The format is described in docs/domain/match-file.md and in `alongside match solve --help`.
"""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from json.decoder import JSONDecodeError, JSONDecoder, scanstring  # type: ignore[attr-defined]
from pathlib import Path
from typing import Any

Place = tuple[str | int, ...]

LARGEST_SCORE = 10**12
LARGEST_COUNT = 10**9
_MANY_DIGITS = 19
_SHOWN = 40
_SPACE = " \t\n\r"


class BadFile(Exception):
    """What is wrong with a file, in one line."""


class Oversized:
    """A number with more digits than any number here can have."""


class Constant(float):
    """NaN or Infinity, which JSON does not have."""


@dataclass
class Document:
    """A file that is JSON, and where in it things are."""

    name: str
    text: str
    value: Any = None
    twice: list[str] = field(default_factory=list)

    def wrong(self, place: Place, why: str) -> BadFile:
        """The exception for what is at `place`, with its line."""
        line = self.text.count("\n", 0, _find(self.text, place)) + 1
        return BadFile(f"{self.name}, line {line}, {written(place) or 'the file'}: {why}")


def read(path: str, text: str) -> Document:
    """Parse; raise `BadFile` with line and column where the text is not JSON."""
    document = Document(path, text)

    def pairs(given: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(given)
        if len(made) != len(given):
            names = [name for name, _ in given]
            document.twice += sorted({name for name in names if names.count(name) > 1})
        return made

    try:
        document.value = json.loads(
            text,
            object_pairs_hook=pairs,
            parse_int=lambda digits: int(digits) if len(digits) <= _MANY_DIGITS else Oversized(),
            parse_constant=Constant,
        )
    except JSONDecodeError as problem:
        said = problem.msg[0].lower() + problem.msg[1:]
        raise BadFile(f"{path}, line {problem.lineno}, column {problem.colno}: not JSON: {said}") from None
    except RecursionError:
        raise BadFile(f"{path}: brackets are nested too deeply") from None
    if document.twice:
        name = document.twice[0]
        line = _line_of_second(text, name)
        raise BadFile(f"{path}, line {line}, {show(name)}: the same name is there twice in one object")
    return document


def read_file(path: str) -> Document:
    """Read a file (`-` is standard input); raise `BadFile` where it cannot be read or is not UTF-8 JSON."""
    import sys

    name = "standard input" if path == "-" else path
    try:
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as problem:
        raise BadFile(f"{path} cannot be read: {problem.strerror or problem}") from None
    except ValueError as problem:
        raise BadFile(f"{show(path)} cannot be read: {problem}") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise BadFile(f"{name}, line {line}: not UTF-8 text (byte {problem.start})") from None
    if not text.strip():
        raise BadFile(f"{name} is empty: there is nothing to match")
    return read(name, text)


def written(place: Place) -> str:
    """A place as people write it: edges[3][2], capacity.v1."""
    text = ""
    for step in place:
        if isinstance(step, int):
            text += f"[{step}]"
        elif step.isidentifier() or step.replace("-", "_").isalnum():
            text += f".{step}" if text else step
        else:
            text += f"[{show(step)}]"
    return text


def show(value: Any) -> str:
    """A value in a message: short, on one line."""
    if isinstance(value, Oversized):
        return "a number of twenty digits or more"
    if isinstance(value, Constant):
        return "NaN" if math.isnan(value) else "Infinity"
    try:
        text = json.dumps(value, ensure_ascii=False, default=lambda _: 0)
        text.encode()
    except (UnicodeEncodeError, RecursionError):
        text = ascii(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


class Reader:
    """Takes values out of a document, each of the kind it must be."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def wrong(self, place: Place, why: str) -> BadFile:
        """See `Document.wrong`."""
        return self.document.wrong(place, why)

    def object(self, value: Any, place: Place) -> dict[str, Any]:
        """An object."""
        if not isinstance(value, dict):
            raise self.wrong(place, f"an object {{…}} is needed, not {show(value)}")
        return value

    def array(self, value: Any, place: Place) -> list[Any]:
        """A list."""
        if not isinstance(value, list):
            raise self.wrong(place, f"a list […] is needed, not {show(value)}")
        return value

    def whole(self, value: Any, place: Place, low: int, high: int) -> int:
        """A whole number within bounds."""
        if isinstance(value, Oversized):
            raise self.wrong(place, f"the number is too large; {low} to {high} is possible")
        if type(value) is not int:
            raise self.wrong(place, f"a whole number is needed, not {show(value)}")
        if not low <= value <= high:
            raise self.wrong(place, f"{value} is outside {low} to {high}")
        return value

    def number(self, value: Any, place: Place, low: float, high: float) -> float:
        """A number within bounds."""
        if isinstance(value, Oversized | Constant | bool) or not isinstance(value, int | float):
            raise self.wrong(place, f"a number is needed, not {show(value)}")
        if not low <= value <= high:
            raise self.wrong(place, f"{show(value)} is outside {low:g} to {high:g}")
        return float(value)

    def text(self, value: Any, place: Place) -> str:
        """Text that is not empty and can be printed."""
        if not isinstance(value, str):
            raise self.wrong(place, f"text in quotation marks is needed, not {show(value)}")
        if not value:
            raise self.wrong(place, "the text is empty")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise self.wrong(place, "half a character: a surrogate without its other half") from None
        return value

    def truth(self, value: Any, place: Place) -> bool:
        """True or false."""
        if not isinstance(value, bool):
            raise self.wrong(place, f"true or false is needed, not {show(value)}")
        return value

    def choice(self, value: Any, place: Place, choices: dict[str, int]) -> int:
        """One of a few words."""
        if not isinstance(value, str) or value not in choices:
            raise self.wrong(place, f"{show(value)} is not one of {', '.join(choices)}")
        return choices[value]

    def every(self, value: Any, place: Place, read: Callable[[Any, Place], Any]) -> list[Any]:
        """A list of such."""
        return [read(one, (*place, number)) for number, one in enumerate(self.array(value, place))]

    def only(self, given: dict[str, Any], known: set[str], place: Place) -> None:
        """No other names than these."""
        for name in given:
            if name not in known:
                raise self.wrong(
                    (*place, name), f"there is no such field here; there are: {', '.join(sorted(known))}"
                )


@dataclass(frozen=True)
class Edges:
    """A file of ready-made edges."""

    edges: list[tuple[str, str, int]]
    capacity: dict[str, int]
    stay_waiting: dict[str, int]
    people: list[str]
    volunteers: list[str]


def read_edges(document: Document) -> Edges:
    """Take the edges form out of a document; raise `BadFile` naming line and field."""
    reader = Reader(document)
    given = reader.object(document.value, ())
    reader.only(given, {"edges", "capacity", "stay_waiting", "people", "volunteers"}, ())
    people, volunteers = (_ids(reader, given, name) for name in ("people", "volunteers"))
    known = {
        0: set(people) if "people" in given else None,
        1: set(volunteers) if "volunteers" in given else None,
    }
    edges: list[tuple[str, str, int]] = []
    seen: dict[tuple[str, str], int] = {}
    for number, edge in enumerate(reader.array(given["edges"], ("edges",))):
        place = ("edges", number)
        if len(reader.array(edge, place)) != 3:
            raise reader.wrong(
                place, f'three values are needed: ["person", "volunteer", score], not {show(edge)}'
            )
        pair = reader.text(edge[0], (*place, 0)), reader.text(edge[1], (*place, 1))
        for side, name in enumerate(("people", "volunteers")):
            allowed = known[side]
            if allowed is not None and pair[side] not in allowed:
                raise reader.wrong((*place, side), f"{show(pair[side])} is not among {name}")
        score = reader.whole(edge[2], (*place, 2), -LARGEST_SCORE, LARGEST_SCORE)
        if pair in seen:
            raise reader.wrong(place, f"these two are there already, as edges[{seen[pair]}]")
        seen[pair] = number
        edges.append((*pair, score))
    return Edges(
        edges,
        _numbers(reader, given, "capacity", known[1], (0, LARGEST_COUNT)),
        _numbers(reader, given, "stay_waiting", known[0], (-LARGEST_SCORE, LARGEST_SCORE)),
        people,
        volunteers,
    )


def _ids(reader: Reader, given: dict[str, Any], name: str) -> list[str]:
    found: list[str] = reader.every(given.get(name, []), (name,), reader.text)
    seen: set[str] = set()
    for number, one in enumerate(found):
        if one in seen:
            raise reader.wrong((name, number), f"{show(one)} is there twice")
        seen.add(one)
    return found


def _numbers(
    reader: Reader, given: dict[str, Any], name: str, known: set[str] | None, limits: tuple[int, int]
) -> dict[str, int]:
    found = {}
    for key, value in reader.object(given.get(name, {}), (name,)).items():
        reader.text(key, (name, key))
        if known is not None and key not in known:
            raise reader.wrong((name, key), f"{show(key)} is not known")
        found[key] = reader.whole(value, (name, key), *limits)
    return found


def _find(text: str, place: Place) -> int:
    """Where in the text a value begins; as far as the place can be followed."""
    decoder = JSONDecoder(strict=False, parse_int=lambda digits: 0)
    at = _after_space(text, 0)
    for step in place:
        found = (
            _in_list(text, at, step, decoder)
            if isinstance(step, int)
            else _in_object(text, at, step, decoder)
        )
        if found is None:
            break
        at = found
    return at


def _in_list(text: str, at: int, wanted: int, decoder: JSONDecoder) -> int | None:
    if text[at] != "[":
        return None
    at = _after_space(text, at + 1)
    for _ in range(wanted):
        at = _after_space(text, decoder.raw_decode(text, at)[1])
        if text[at] != ",":
            return None
        at = _after_space(text, at + 1)
    return at


def _in_object(text: str, at: int, wanted: str, decoder: JSONDecoder) -> int | None:
    if text[at] != "{":
        return None
    at = _after_space(text, at + 1)
    while text[at] == '"':
        name, at = scanstring(text, at + 1, False)
        at = _after_space(text, _after_space(text, at) + 1)
        if name == wanted:
            return at
        at = _after_space(text, decoder.raw_decode(text, at)[1])
        at = _after_space(text, at + 1) if text[at] == "," else at
    return None


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _line_of_second(text: str, name: str) -> int:
    """The line of the later of two fields of the same name (as it is usually written)."""
    return (
        text.count(
            "\n", 0, max(text.rfind(json.dumps(name)), text.rfind(json.dumps(name, ensure_ascii=False)), 0)
        )
        + 1
    )
