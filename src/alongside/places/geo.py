"""Positions, distance, walking time and conversion between grid and globe. Pure: no database.

Conversion is EPSG:27700 ↔ EPSG:4326 by pyproj. Its wheel has no OSTN15 grid, so positions are good to
about two metres.
"""

import re
from functools import lru_cache
from math import ceil, hypot
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pyproj import Transformer

_TEXT = re.compile(r"\(\s*(-?[0-9.]+(?:e[+-]?\d+)?)\s*,\s*(-?[0-9.]+(?:e[+-]?\d+)?)\s*\)\Z", re.IGNORECASE)

DETOUR = 1.3
"""Streets are longer than crows: the ratio of walked to straight-line distance found in dense European
street networks is 1.2 to 1.4."""

METRES_A_MINUTE = 80.0
"""4.8 km/h, the walking speed Transport for London plans with (PTAL)."""

GENTLE_METRES_A_MINUTE = 48.0
"""0.8 m/s, the pace measured for most people over 65 (Asher et al., Age and Ageing 2012); what a
pelican crossing now allows for."""

UNHURRIED_METRES_A_MINUTE = 60
"""Metres in a straight line that an unhurried walk covers in a minute: 75 m on the ground, streets a quarter longer."""


class Point(NamedTuple):
    """A position in metres on the British National Grid."""

    easting: float
    northing: float

    def __str__(self) -> str:
        return f"({self.easting!r},{self.northing!r})"


def read_point(value: Any) -> Point | None:
    """A ``Point`` from a point, a pair, or PostgreSQL's text ``(534870,184694)``. Raises ``ValueError``."""
    if value is None or isinstance(value, Point):
        return value
    if isinstance(value, str):
        found = _TEXT.match(value)
        if found is None:
            raise ValueError(f"not a point: {value!r}")
        return Point(float(found[1]), float(found[2]))
    easting, northing = value
    return Point(float(easting), float(northing))


class LatLon(NamedTuple):
    """A position in degrees (WGS84)."""

    lat: float
    lon: float


def distance_m(here: Point, there: Point) -> float:
    """Metres as the crow flies."""
    return hypot(here.easting - there.easting, here.northing - there.northing)


def walking_minutes(metres: float, *, gentle: bool = False) -> int:
    """Whole minutes on foot for a straight-line distance: ``metres × DETOUR ÷ pace``, rounded up, at
    least one."""
    pace = GENTLE_METRES_A_MINUTE if gentle else METRES_A_MINUTE
    return max(1, ceil(metres * DETOUR / pace))


def to_lat_lon(point: Point) -> LatLon:
    """Degrees of a grid position, to six decimals (0.1 m)."""
    lon, lat = _to_globe().transform(point.easting, point.northing)
    return LatLon(round(lat, 6), round(lon, 6))


def to_point(lat: float, lon: float) -> Point:
    """Grid position of degrees, to the decimetre. Raises ``ValueError`` outside Great Britain's grid."""
    easting, northing = _to_grid().transform(lon, lat)
    if not (0 <= easting <= 700_000 and 0 <= northing <= 1_300_000):
        raise ValueError("This position is outside Great Britain.")
    return Point(round(easting, 1), round(northing, 1))


def to_points(lats: list[float], lons: list[float]) -> list[Point]:
    """Many at once (outlines). No bounds check."""
    eastings, northings = _to_grid().transform(lons, lats)
    return [Point(round(e, 1), round(n, 1)) for e, n in zip(eastings, northings, strict=True)]


# pyproj takes a noticeable part of a second to import, and every command loads the models that use
# Point: so only here.


@lru_cache(maxsize=1)
def _to_globe() -> "Transformer":
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)


@lru_cache(maxsize=1)
def _to_grid() -> "Transformer":
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
