"""Reading files shaped as ONS publishes them: outlines, need tables, the areas of postcodes."""

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alongside.places.enums import AreaKind
from alongside.places.geo import Point, to_points
from alongside.places.indicators import INDICATORS
from alongside.places.loading.opening import CannotLoad
from alongside.places.models import Area, AreaFigure
from alongside.places.rules import read, search_name

_KIND_OF_PROPERTY = (
    (re.compile(r"lsoa21_?(cd|code)"), AreaKind.LSOA21),
    (re.compile(r"msoa21_?(cd|code)"), AreaKind.MSOA21),
    (re.compile(r"(wd|ward)\d\d_?(cd|code)"), AreaKind.WARD),
    (re.compile(r"(lad|ltla)\d\d_?(cd|code)"), AreaKind.LOCAL_AUTHORITY),
)


@dataclass
class Gathered:
    """What the files said, before it is written."""

    areas: dict[str, Area] = field(default_factory=dict)
    figures: list[AreaFigure] = field(default_factory=list)
    postcodes: list[tuple[str, str, str, str]] = field(default_factory=list)


def gather_outlines(path: Path, found: Gathered) -> None:
    """Take the areas of one GeoJSON file."""
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        for feature in features:
            area = _area_of(feature)
            if area is not None:
                found.areas[area.code] = area
    except (ValueError, KeyError, TypeError) as error:
        raise CannotLoad(f"{path.name} is not the GeoJSON it should be: {error}.") from error


def _area_of(feature: dict[str, Any]) -> Area | None:
    properties = {key.lower(): value for key, value in feature["properties"].items()}
    coded = [
        (kind, key) for pattern, kind in _KIND_OF_PROPERTY for key in properties if pattern.fullmatch(key)
    ]
    if not coded:
        return None
    kind, code_key = coded[0]
    name_key = re.sub(r"code$", "name", re.sub(r"cd$", "nm", code_key))
    rings = list(_rings(feature["geometry"]))
    if not rings:
        return None
    centroid = _centroid(rings)
    eastings = [point.easting for ring in rings for point in ring]
    northings = [point.northing for ring in rings for point in ring]
    name = str(properties.get(name_key) or properties[code_key])
    parent = next((properties[key] for key in properties if re.fullmatch(r"lad(\d\d)?cd", key)), None)
    return Area(
        code=properties[code_key],
        kind=kind,
        name=name,
        search_name=search_name(name),
        local_authority_id=parent if kind is not AreaKind.LOCAL_AUTHORITY else None,
        centroid=centroid,
        west=int(min(eastings)),
        south=int(min(northings)),
        east=int(max(eastings)) + 1,
        north=int(max(northings)) + 1,
        outline=feature["geometry"],
    )


def _rings(geometry: dict[str, Any]) -> Iterator[list[Point]]:
    """Outer rings of a polygon or multipolygon, in grid metres."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        lons, lats = zip(*((position[0], position[1]) for position in polygon[0]), strict=True)
        yield to_points(list(lats), list(lons))


def _centroid(rings: list[list[Point]]) -> Point:
    """Centre of area of the rings together (shoelace formula); holes are ignored."""
    total = east = north = 0.0
    origin = rings[0][0]  # near the ring: keeps the products small
    for ring in rings:
        area = ring_east = ring_north = 0.0
        for here, there in zip(ring, ring[1:] + ring[:1], strict=True):
            x1, y1 = here.easting - origin.easting, here.northing - origin.northing
            x2, y2 = there.easting - origin.easting, there.northing - origin.northing
            cross = x1 * y2 - x2 * y1
            area += cross
            ring_east += (x1 + x2) * cross
            ring_north += (y1 + y2) * cross
        sign = 1 if area > 0 else -1
        total += sign * area
        east += sign * ring_east
        north += sign * ring_north
    if not total:
        return origin
    return Point(round(origin.easting + east / (3 * total)), round(origin.northing + north / (3 * total)))


def gather_needs(path: Path, found: Gathered) -> None:
    """Take names, parents and figures of neighbourhoods already gathered."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        if not rows.fieldnames or "lsoa21cd" not in rows.fieldnames:
            return
        for row in rows:
            area = found.areas.get(row["lsoa21cd"])
            if area is None:
                continue
            area.msoa21_id = known(row.get("msoa21cd"), found)
            area.local_authority_id = known(row.get("lad21cd"), found) or area.local_authority_id
            wider = found.areas.get(row.get("msoa21cd") or "")
            if wider is not None and row.get("msoa21_hcl_name"):
                wider.name, wider.search_name = row["msoa21_hcl_name"], search_name(row["msoa21_hcl_name"])
            found.figures += _figures(area.code, row)


def _figures(code: str, row: dict[str, str]) -> Iterator[AreaFigure]:
    for indicator in INDICATORS.values():
        text = (row.get(indicator.column) or "").strip()
        if text:
            yield AreaFigure(
                area_id=code,
                indicator=indicator.key,
                value=float(text),
                source=indicator.source,
                modelled=indicator.modelled,
            )


def gather_postcodes(path: Path, found: Gathered) -> None:
    """Postcodes of the areas we have outlines of; a file of all London is read for those only."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        headings = rows.fieldnames or []
        ward, authority = _heading(r"wd\d\dcd|ward\d\dcd", headings), _heading(r"lad\d\dcd", headings)
        if "pcds" not in headings or "lsoa21cd" not in headings or ward is None or authority is None:
            return
        for row in rows:
            postcode = read(row["pcds"]) if row["lsoa21cd"] in found.areas else None
            if postcode is not None:
                found.postcodes.append((postcode.key, row["lsoa21cd"], row[ward], row[authority]))


def _heading(pattern: str, headings: Iterable[str]) -> str | None:
    return next((heading for heading in headings if re.fullmatch(pattern, heading)), None)


def known(code: str | None, found: Gathered) -> str | None:
    """The code, if we hold that area."""
    return code if code and code in found.areas else None


def best_fit_wards(found: Gathered) -> None:
    """Give each neighbourhood the ward that holds most of its postcodes (the lowest code among equals)."""
    votes: dict[str, Counter[str]] = {}
    for _postcode, lsoa, ward, _authority in found.postcodes:
        if ward in found.areas:
            votes.setdefault(lsoa, Counter())[ward] += 1
    for lsoa, counted in votes.items():
        found.areas[lsoa].ward_id = min(counted, key=lambda code: (-counted[code], code))
