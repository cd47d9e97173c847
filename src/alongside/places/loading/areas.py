"""Areas, figures about them, and which postcode lies in which area.

``load_areas`` reads a folder of ONS-shaped files, whatever they are called:

* ``*.geojson``        outlines; a code's property tells the kind (``lsoa21cd``, ``wd25cd`` …)
* ``*need*.csv``       one row a neighbourhood, with parents and the columns of ``places.indicators``
* ``*postcodes*.csv``  postcode, neighbourhood, ward and local authority; may be gzipped

``load_area_tables`` reads the compact tables of the same content that the demo place carries.
"""

import csv
import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connections, transaction

from alongside.places.enums import AreaKind
from alongside.places.geo import Point
from alongside.places.indicators import INDICATORS
from alongside.places.loading import area_files
from alongside.places.loading.area_files import Gathered, known
from alongside.places.loading.opening import CannotLoad
from alongside.places.models import Area, AreaFigure
from alongside.places.rules import search_name

Progress = Callable[[int, int], None]

_LARGEST_FIRST = (AreaKind.LOCAL_AUTHORITY, AreaKind.MSOA21, AreaKind.WARD, AreaKind.LSOA21)


@dataclass(frozen=True, slots=True)
class AreasLoaded:
    """What a load did: how many areas, figures, and postcodes that now know their areas."""

    areas: int
    figures: int
    postcodes: int


def load_areas(folder: Path, progress: Progress | None = None, *, using: str = "owner") -> AreasLoaded:
    """Read every file of ``folder`` that holds areas. Loading again replaces. Raises ``CannotLoad``."""
    if not folder.is_dir():
        raise CannotLoad(f"There is no folder {folder}.")
    outlines = sorted(path for path in folder.glob("*.geojson") if path.is_file())
    needs = sorted(folder.glob("*need*.csv"))
    postcodes = sorted(folder.glob("*postcodes*.csv.gz")) + sorted(folder.glob("*postcodes*.csv"))
    if not outlines:
        raise CannotLoad(f"{folder} holds no outlines (*.geojson).")
    found = Gathered()
    for path in outlines:
        area_files.gather_outlines(path, found)
    if not found.areas:
        raise CannotLoad(f"{folder} holds outlines, but none with an ONS area code.")
    for path in needs:
        area_files.gather_needs(path, found)
    for path in postcodes:
        area_files.gather_postcodes(path, found)
    area_files.best_fit_wards(found)
    return _write(found, progress, using)


# -- The compact tables of the demo place


def load_area_tables(folder: Path, progress: Progress | None = None, *, using: str = "owner") -> AreasLoaded:
    """Read ``areas.csv``, ``figures.csv`` and ``postcodes.csv.gz`` of ``folder``; loading again replaces."""
    found = Gathered()
    with (folder / "areas.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.areas[row["code"]] = Area(
                code=row["code"],
                kind=row["kind"],
                name=row["name"],
                search_name=search_name(row["name"]),
                msoa21_id=row["msoa21"] or None,
                ward_id=row["ward"] or None,
                local_authority_id=row["local_authority"] or None,
                centroid=Point(float(row["easting"]), float(row["northing"])),
                **{side: int(row[side]) for side in ("west", "south", "east", "north")},
            )
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for key, text in row.items():
                if key != "code" and text:
                    indicator = INDICATORS[key]
                    found.figures.append(
                        AreaFigure(
                            area_id=row["code"],
                            indicator=key,
                            value=float(text),
                            source=indicator.source,
                            modelled=indicator.modelled,
                        )
                    )
    with gzip.open(folder / "postcodes.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            authority = found.areas[row["lsoa21"]].local_authority_id or ""
            found.postcodes.append((row["postcode"], row["lsoa21"], row["ward"], authority))
    return _write(found, progress, using)


# -- Writing


def _write(found: Gathered, progress: Progress | None, using: str) -> AreasLoaded:
    for area in found.areas.values():
        for parent in ("msoa21_id", "ward_id", "local_authority_id"):
            setattr(area, parent, known(getattr(area, parent), found))
    changing = [f.name for f in Area._meta.concrete_fields if f.name != "code"]
    total = len(found.areas) + len(found.figures) + len(found.postcodes)
    with transaction.atomic(using=using):
        for kind in _LARGEST_FIRST:
            Area.objects.using(using).bulk_create(
                [area for area in found.areas.values() if area.kind == kind],
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=changing,
                batch_size=500,
            )
        _tell(progress, len(found.areas), total)
        AreaFigure.objects.using(using).bulk_create(
            found.figures,
            update_conflicts=True,
            unique_fields=["area", "indicator"],
            update_fields=["value", "source", "modelled"],
            batch_size=2000,
        )
        _tell(progress, len(found.areas) + len(found.figures), total)
        placed = _place_postcodes(found.postcodes, using)
    _tell(progress, total, total)
    return AreasLoaded(len(found.areas), len(found.figures), placed)


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)


def _place_postcodes(postcodes: list[tuple[str, str, str, str]], using: str) -> int:
    """Write the areas onto the postcodes that are loaded; say how many there were."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            """CREATE TEMPORARY TABLE places_of_postcodes
               (postcode varchar(7), lsoa21 varchar(9), ward varchar(9), local_authority varchar(9))
               ON COMMIT DROP"""
        )
        with cursor.copy("COPY places_of_postcodes FROM STDIN") as copy:  # psycopg
            for row in postcodes:
                copy.write_row(row)
        cursor.execute(
            """UPDATE places_postcode p
               SET lsoa21 = a.lsoa21, ward = nullif(a.ward, ''),
                   local_authority = nullif(a.local_authority, '')
               FROM (SELECT DISTINCT ON (postcode) * FROM places_of_postcodes ORDER BY postcode, lsoa21) a
               WHERE a.postcode = p.postcode
                 AND (p.lsoa21, p.ward, p.local_authority)
                     IS DISTINCT FROM (a.lsoa21, nullif(a.ward, ''), nullif(a.local_authority, ''))"""
        )
        cursor.execute(
            """SELECT count(*) FROM places_postcode p
               WHERE EXISTS (SELECT FROM places_of_postcodes a WHERE a.postcode = p.postcode)"""
        )
        count: int = cursor.fetchone()[0]
        cursor.execute("DROP TABLE places_of_postcodes")
    return count
