"""The national register of stops (NaPTAN) as it is handed over: its CSV, zipped or not, for a county or the country.

Columns are found by their headings, in any order and case. A row that cannot be used is told with its line and why;
it never stops the others, and never comes in half. Nothing is held but a block of rows, so that memory stays flat.
"""

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from alongside.places.enums import StopKind
from alongside.places.geo import Point, to_points
from alongside.places.loading.opening import UNREADABLE, CannotLoad, Counting, Part, first_row, parts_of
from alongside.places.stop_rules import Unusable, is_in_use, kind_of, name_of, place_of

BLOCK_ROWS = 10_000
LONGEST_LINE = 100_000
"""Characters. The register's rows have a few hundred; a file without line breaks is none of its files."""
LONGEST_CODE, LONGEST_NAME = 20, 120

_NEEDED = ("atcocode", "commonname", "stoptype")
_POSITIONS = (("easting", "northing"), ("longitude", "latitude"))
_OTHERS = ("busstoptype", "status", "modification", "gridtype", "modificationdatetime")
_IRISH_GRID = frozenset({"I", "IRISHOS"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 were written by a Windows program: older exports are."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("alongside.windows", _as_windows)


class Row(NamedTuple):
    """One stop in use. ``spot`` is where in the file it stands."""

    spot: str
    code: str
    kind: StopKind
    name: str
    loc: Point


class Unused(NamedTuple):
    """A row that could not be used, and why."""

    spot: str
    why: str


@dataclass
class Block:
    """What some rows of the file came to."""

    rows: list[Row]
    unused: list[Unused]
    not_in_use: int = 0
    other_kinds: int = 0
    changed_on: date | None = None


@dataclass(frozen=True)
class StopFile:
    """A download that has been recognised. ``blocks`` reads it."""

    parts: list[Part]

    @property
    def size(self) -> int:
        """Bytes to read, about."""
        return sum(size for *_, size in self.parts) or 1

    def blocks(self, read_so_far: Callable[[int], None]) -> Iterator[Block]:
        """All rows, block by block; tells ``read_so_far`` how many bytes have been read. Raises ``CannotLoad``."""
        done = 0
        for name, open_part, _size in self.parts:
            try:
                with open_part() as raw:
                    counting = Counting(raw)
                    place = f"{Path(name).name}, " if len(self.parts) > 1 else ""
                    for block in _Reader(_lines(counting, name), place).blocks():
                        read_so_far(done + counting.done)
                        yield block
                    done += counting.done
            except UNREADABLE as error:
                raise CannotLoad(f"{name} cannot be read to its end: {error}.") from error
        read_so_far(self.size)


def recognise(path: Path) -> StopFile:
    """Find out what ``path`` (a CSV, a zip, a gzip or a folder) holds. Raises ``CannotLoad``."""
    if not path.exists():
        raise CannotLoad(f"There is no file {path}.")
    parts = list(parts_of(path))
    if not parts:
        raise CannotLoad(f"{path} holds no CSV file.")
    headed = [part for part in parts if set(_NEEDED) <= set(_headings(first_row(part)))]
    if not headed:
        raise CannotLoad(
            f"{path} is not the national register of stops (NaPTAN): "
            "its first row names no ATCOCode, CommonName and StopType."
        )
    placed = [part for part in headed if _positions(_headings(first_row(part)))]
    if not placed:
        raise CannotLoad(f"{path} has no columns for Easting and Northing or Longitude and Latitude.")
    return StopFile(placed)


def _headings(cells: list[str]) -> list[str]:
    return [cell.strip().lower().replace(" ", "").replace("_", "") for cell in cells]


def _positions(headings: list[str]) -> list[tuple[str, str]]:
    return [pair for pair in _POSITIONS if set(pair) <= set(headings)]


def _lines(counting: Counting, name: str) -> Iterator[str]:
    text = counting.as_text(errors="alongside.windows")
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise CannotLoad(f"{name} is not a list of stops: line {number} is longer than any row of one.")
        yield line


class _Half(NamedTuple):
    """A row whose degrees are still to be put on the grid; many at once are quick."""

    spot: str
    code: str
    kind: StopKind
    name: str
    grid: Point | None
    degrees: tuple[float, float] | None


class _Reader:
    """Reads the rows of one CSV."""

    def __init__(self, lines: Iterator[str], place: str) -> None:
        self._headings = _headings(
            next(csv.reader([next(lines, "")]), [])
        )  # one line, as when it was recognised
        self._csv = csv.reader(lines)
        self._place = place
        self._at = {
            heading: self._headings.index(heading)
            for heading in (*_NEEDED, *_OTHERS, *(name for pair in _POSITIONS for name in pair))
            if heading in self._headings
        }
        self._block = Block([], [])
        self._waiting: list[_Half] = []

    def blocks(self) -> Iterator[Block]:
        for number, (spot, cells) in enumerate(self._rows(), start=1):
            try:
                self._take(cells, spot)
            except Unusable as reason:
                self._block.unused.append(Unused(spot, str(reason)))
            if number % BLOCK_ROWS == 0:
                yield self._finished()
        yield self._finished()

    def _rows(self) -> Iterator[tuple[str, list[str]]]:
        """Each row with where it stands; a row may run over lines, and begins where the one before ended."""
        before = 1
        while True:
            try:
                cells = next(self._csv, None)
            except csv.Error:  # a quote that goes on for longer than any cell: the row has that one
                cells = [""]
            if cells is None:
                return
            first, last = before + 1, self._csv.line_num + 1
            before = last
            lines = f"line {first}" if first == last else f"lines {first} to {last}"
            yield f"{self._place}{lines}", cells

    def _take(self, cells: list[str], spot: str) -> None:
        if not cells:
            return
        if len(cells) < len(self._headings) or any(cells[len(self._headings) :]):
            raise Unusable(f"it has {len(cells)} columns, the first row {len(self._headings)}")
        told = {heading: cells[at].strip() for heading, at in self._at.items()}
        if not is_in_use(told.get("status", ""), told.get("modification", "")):
            self._block.not_in_use += 1
            return
        kind = kind_of(told["stoptype"], told.get("busstoptype", ""), told["commonname"], told["atcocode"])
        if kind is None:
            self._block.other_kinds += 1
            return
        code, name = told["atcocode"].upper(), name_of(kind, told["commonname"])
        if not (code.isascii() and code.isprintable() and 0 < len(code) <= LONGEST_CODE and " " not in code):
            raise Unusable("it has no ATCO code" if not code else f"“{code[:30]}” is not an ATCO code")
        if not 0 < len(name) <= LONGEST_NAME:
            raise Unusable("it has no name" if not name else f"its name has {len(name)} characters")
        if told.get("gridtype", "").upper() in _IRISH_GRID:
            raise Unusable("its position is outside Great Britain")
        self._changed(told.get("modificationdatetime", ""))
        grid, degrees = (_pair(told, *names) for names in _POSITIONS)
        self._waiting.append(_Half(spot, code, kind, name, grid and Point(*grid), degrees))

    def _changed(self, text: str) -> None:
        found = _DAY.match(text)
        try:
            day = date.fromisoformat(found[0]) if found else None
        except ValueError:
            return
        if day and (self._block.changed_on is None or day > self._block.changed_on):
            self._block.changed_on = day

    def _finished(self) -> Block:
        with_degrees = [half.degrees for half in self._waiting if half.degrees]
        points = iter(to_points([lat for _, lat in with_degrees], [lon for lon, _ in with_degrees]))
        for half in self._waiting:
            degrees = next(points) if half.degrees else None
            try:
                loc = place_of(half.grid, degrees)
            except Unusable as reason:
                self._block.unused.append(Unused(half.spot, str(reason)))
            else:
                self._block.rows.append(Row(half.spot, half.code, half.kind, half.name, loc))
        block, self._block, self._waiting = self._block, Block([], []), []
        return block


def _pair(told: dict[str, str], first: str, second: str) -> tuple[float, float] | None:
    """Two numbers, or None where neither is told or both are 0. Raises ``Unusable``."""
    texts = told.get(first, ""), told.get(second, "")
    if not any(texts):
        return None
    try:
        one, other = (float(text) for text in texts)
    except ValueError:
        raise Unusable(f"its {first} and {second} are not numbers") from None
    return (one, other) if one or other else None
