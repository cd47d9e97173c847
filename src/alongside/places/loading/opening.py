"""Opening what operators hand over: a CSV, a zip or gzip of some, or a folder with them. Nothing is read whole."""

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

Part = tuple[str, Callable[[], IO[bytes]], int]
"""A CSV: its name, what opens it, and about how many bytes it has."""

UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError)
"""What reading a broken or locked file ends with; zipfile says RuntimeError of one that needs a password."""


class CannotLoad(Exception):
    """The file cannot be loaded. The message says why, in one line."""


def parts_of(path: Path) -> Iterator[Part]:
    """Every CSV that ``path`` is or holds."""
    if path.is_dir():
        for file in sorted(path.rglob("*.csv")) + sorted(path.rglob("*.csv.gz")):
            yield from parts_of(file)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if info.filename.lower().endswith(".csv"):
                    yield info.filename, _zip_opener(path, info.filename), info.file_size
    elif path.suffix == ".gz":
        # SIM115: whoever calls the opener closes the file
        yield path.name, lambda: cast(IO[bytes], gzip.open(path, "rb")), path.stat().st_size * 4  # noqa: SIM115
    else:
        yield str(path), lambda: path.open("rb"), path.stat().st_size


def _zip_opener(path: Path, member: str) -> Callable[[], IO[bytes]]:
    return lambda: zipfile.ZipFile(path).open(member)  # the stream keeps the archive open as long as it lives


def first_row(part: Part) -> list[str]:
    """The cells of the first line. Raises ``CannotLoad`` where the file cannot be read at all."""
    try:
        with part[1]() as raw:
            line = raw.readline(4096).decode("utf-8-sig", errors="replace")
    except UNREADABLE as error:
        raise CannotLoad(f"{part[0]} cannot be read: {error}.") from error
    return next(csv.reader([line]), [])


class Counting(io.RawIOBase):
    """Counts the bytes that pass, for the progress bar."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self.done = 0

    def as_text(self, errors: str = "replace") -> io.TextIOWrapper:
        """The bytes as the text they are, without a byte order mark."""
        buffered = io.BufferedReader(cast(io.RawIOBase, self))
        return io.TextIOWrapper(buffered, encoding="utf-8-sig", errors=errors, newline="")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        chunk = self._raw.read(len(buffer))
        buffer[: len(chunk)] = chunk
        self.done += len(chunk)
        return len(chunk)
