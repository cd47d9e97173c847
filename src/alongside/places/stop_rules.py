"""What a row of the national register of stops (NaPTAN) means for somebody on foot. Pure.

Types of stop point are those of the register's schema 2.x: an area, its entrances and its platforms are rows each.
"""

import re

from alongside.places.enums import StopKind
from alongside.places.geo import Point, distance_m

_KINDS = {
    **dict.fromkeys(("BCT",), StopKind.BUS),
    **dict.fromkeys(("BCS", "BCQ", "BST", "BCE"), StopKind.BUS_STATION),
    **dict.fromkeys(("RLY", "RSE", "RPL"), StopKind.TRAIN),
    **dict.fromkeys(("MET", "TMU", "PLT"), StopKind.TRAM),
    **dict.fromkeys(("FTD", "FER", "FBT"), StopKind.FERRY),
}
_WITHOUT_A_PLACE = frozenset({"HAR", "FLX"})
"""Where a bus stops on request along a road, or anywhere in a zone: there is no spot to walk to."""

_LONDON_UNDERGROUND = re.compile(r"940[0G]ZZLU", re.IGNORECASE)
"""How codes begin that the register gives to stations of the London Underground."""

_IN_USE = frozenset({"", "act", "active"})
_NOT_IN_USE = frozenset({"ina", "inactive", "del", "deleted", "pen", "pending", "arc", "archived"})

_SAID_BY_KIND = {
    StopKind.BUS_STATION: re.compile(
        r"[\s,-]+(?:bus|coach|bus and coach|bus & coach) station$", re.IGNORECASE
    ),
    StopKind.TRAIN: re.compile(r"[\s,-]+(?:(?:rail|railway|train) )?station$", re.IGNORECASE),
    StopKind.UNDERGROUND: re.compile(r"[\s,-]+underground station$", re.IGNORECASE),
    StopKind.TRAM: re.compile(
        r"[\s,-]+(?:(?:tram|metro|metrolink|supertram|subway) )?(?:station|(?:tram|metro) stop)$",
        re.IGNORECASE,
    ),
}
_NETWORK = re.compile(r"\s*\([^()]*(?:metro|tram|underground|subway)[^()]*\)$", re.IGNORECASE)

APART = 1_000
"""Metres. Of a row whose two positions lie farther apart one is wrong, and nobody can tell which."""

_GRID = (700_000, 1_300_000)
_IRELAND = ((100_000, 300_000, 165_000), (300_000, 590_000, 190_000), (590_000, 612_000, 150_000))
"""From northing, to northing, west of which easting there is only Ireland: it lies inside the grid of Britain."""


class Unusable(ValueError):
    """A row that cannot be used; the message says why."""


def kind_of(stop_type: str, bus_stop_type: str, name: str, code: str = "") -> StopKind | None:
    """What somebody finds there; None for what nobody catches a bus, train, tram or ferry at: taxi ranks, airports."""
    kind = _KINDS.get(stop_type.upper())
    if kind is StopKind.BUS and bus_stop_type.upper() in _WITHOUT_A_PLACE:
        return None
    if kind is StopKind.TRAM and ("underground" in name.lower() or _LONDON_UNDERGROUND.match(code)):
        return StopKind.UNDERGROUND
    return kind


def is_in_use(status: str, modification: str) -> bool:
    """Whether buses or trains call there. A file without a status lists what is in use. Raises ``Unusable``."""
    if modification.lower() in {"del", "delete"}:
        return False
    if status.lower() in _IN_USE:
        return True
    if status.lower() in _NOT_IN_USE:
        return False
    raise Unusable(f"nobody knows the status “{status[:20]}”")


def name_of(kind: StopKind, text: str) -> str:
    """The name without what the kind says already; the name as it is where nothing else would be left."""
    plain = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    name = " ".join(plain.split())
    without = _NETWORK.sub("", name) if kind in (StopKind.TRAM, StopKind.UNDERGROUND) else name
    if kind in _SAID_BY_KIND:
        without = _SAID_BY_KIND[kind].sub("", without)
    return without or name


def place_of(grid: Point | None, degrees: Point | None) -> Point:
    """Where a stop is: its grid position, checked against its degrees where both are told. Raises ``Unusable``."""
    told = [point for point in (grid, degrees) if point is not None]
    if not told:
        raise Unusable("it has no position")
    if not all(in_great_britain(point) for point in told):
        raise Unusable("its position is outside Great Britain")
    if len(told) > 1 and (apart := distance_m(*told)) > APART:
        raise Unusable(f"its two positions lie {apart / 1000:,.0f} km apart")
    return told[0]


def in_great_britain(point: Point) -> bool:
    """Whether a point is on the grid of Great Britain and not in Ireland. Seas count as land."""
    east, north = point
    if not (0 < east <= _GRID[0] and 0 < north <= _GRID[1]):
        return False
    return not any(low <= north < high and east < west for low, high, west in _IRELAND)
