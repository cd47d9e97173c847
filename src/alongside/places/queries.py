"""Looking places up: a postcode as somebody typed it, an area by its name, the areas near a point."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from math import hypot
from typing import Any

from django.db import connection
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from alongside.core.statements import statement
from alongside.places.enums import AreaKind, PostcodeStatus
from alongside.places.fields import Distance
from alongside.places.geo import LatLon, Point, to_lat_lon, to_points
from alongside.places.models import Area, Postcode, PostcodeSource
from alongside.places.roughly import Placed, middle_of_sector
from alongside.places.rules import Country, PostcodeText, read, search_name

PICKABLE = (AreaKind.WARD, AreaKind.LOCAL_AUTHORITY, AreaKind.MSOA21)
"""Areas with names people use. Neighbourhoods (LSOA) are called “Hackney 017D”: nobody would find theirs."""


@dataclass(frozen=True, slots=True)
class AreaCodes:
    """The codes of the areas a place lies in; ``None`` where we have not loaded any."""

    lsoa21: str | None = None
    ward: str | None = None
    local_authority: str | None = None

    def known(self) -> frozenset[str]:
        """Those that are there."""
        return frozenset(code for code in (self.lsoa21, self.ward, self.local_authority) if code)


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up found. ``message`` says it in plain English, ``way_on`` what to do next.

    ``point`` is there for live postcodes that have been placed, and for retired ones.
    ``repaired`` tells that an O, 0, I or 1 was read as the other: show ``postcode`` for confirmation.
    ``near`` is there where there is no ``point`` but neighbours tell roughly where it must be: see ``places.roughly``.
    """

    text: str
    postcode: str | None
    status: PostcodeStatus
    message: str
    way_on: str = ""
    point: Point | None = None
    areas: AreaCodes = field(default_factory=AreaCodes)
    ended_on: date | None = None
    repaired: bool = False
    near: Placed | None = None

    @property
    def start(self) -> Point | None:
        """Where to measure from: the place itself, else roughly. Whoever uses it shows ``caution``."""
        return self.near.point if self.point is None and self.near is not None else self.point

    @property
    def caution(self) -> str:
        """What to say beside anything measured from ``start``; "" where there is nothing to say."""
        if self.point is None and self.near is not None:
            around = _("We have looked around %(near)s instead, so distances are rough.")
            return f"{self.message} {around % {'near': self.near.roughly}} {self.way_on}"
        return "" if self.is_live else f"{self.message} {self.way_on}".strip()

    @property
    def is_live(self) -> bool:
        """Whether the postcode is in use."""
        return self.status is PostcodeStatus.LIVE

    @property
    def easting(self) -> int | None:
        """Metres east on the British National Grid."""
        return None if self.point is None else round(self.point.easting)

    @property
    def northing(self) -> int | None:
        """Metres north on the British National Grid."""
        return None if self.point is None else round(self.point.northing)

    @property
    def lat_lon(self) -> LatLon | None:
        """Degrees, to six decimals."""
        return None if self.point is None else to_lat_lon(self.point)

    @property
    def lat(self) -> float | None:
        """Degrees north."""
        return None if self.lat_lon is None else self.lat_lon.lat

    @property
    def lon(self) -> float | None:
        """Degrees east."""
        return None if self.lat_lon is None else self.lat_lon.lon


def look_up(text: str) -> Found:
    """Find a postcode, however it was typed. Each kind of miss has its own message."""
    postcode = read(text)
    if postcode is None:
        return Found(
            text,
            None,
            PostcodeStatus.INVALID,
            _("This does not look like a postcode. A postcode looks like E8 1EA."),
            _("Check it and try again, or pick your area by name."),
        )
    if postcode.country is Country.NORTHERN_IRELAND:
        return _miss(
            text,
            postcode,
            PostcodeStatus.NORTHERN_IRELAND,
            _("%(postcode)s is in Northern Ireland. We cover England, Scotland and Wales.")
            % {"postcode": postcode},
            _("You can still find support by phone and online, or pick an area by name."),
        )
    if postcode.country is Country.CROWN_DEPENDENCY:
        return _miss(
            text,
            postcode,
            PostcodeStatus.UNKNOWN,
            _("%(postcode)s is in Jersey, Guernsey or the Isle of Man. We cover England, Scotland and Wales.")
            % {"postcode": postcode},
            _("You can still find support by phone and online, or pick an area by name."),
        )
    if postcode.is_outcode:
        return _outcode(text, postcode)
    rows = _postcode(postcode.key)
    found = _known(text, postcode, rows[0]) if rows else _unknown(text, postcode)
    return found if found.point is not None else replace(found, near=middle_of_sector(postcode))


@statement
def _postcode(key: str) -> QuerySet[Postcode]:
    return Postcode.objects.filter(pk=key)


def _known(text: str, postcode: PostcodeText, row: Postcode) -> Found:
    if row.ended_on:
        status, way_on = PostcodeStatus.RETIRED, _("Ask for the new postcode, or pick your area by name.")
        message = _("%(postcode)s has not been in use since %(year)s.") % {
            "postcode": postcode,
            "year": row.ended_on.year,
        }
    elif row.loc is None:
        status, way_on = PostcodeStatus.LIVE, _("Pick your area by name.")
        message = _("%(postcode)s is so new that its place is not known yet.") % {"postcode": postcode}
    else:
        status, way_on, message = (
            PostcodeStatus.LIVE,
            "",
            _("We found %(postcode)s.") % {"postcode": postcode},
        )
    return Found(
        text,
        str(postcode),
        status,
        message,
        way_on,
        point=row.loc,
        areas=AreaCodes(row.lsoa21, row.ward, row.local_authority),
        ended_on=row.ended_on,
        repaired=postcode.repaired,
    )


def _outcode(text: str, postcode: PostcodeText) -> Found:
    if not _of_outcode(postcode.outward).exists():
        return _unknown(text, postcode)
    return _miss(
        text,
        postcode,
        PostcodeStatus.OUTCODE,
        _("%(postcode)s is only the first half of a postcode.") % {"postcode": postcode},
        _("Add the second half, or pick your area by name."),
    )


def _unknown(text: str, postcode: PostcodeText) -> Found:
    return _miss(
        text,
        postcode,
        PostcodeStatus.UNKNOWN,
        _("We do not know the postcode %(postcode)s.") % {"postcode": postcode},
        _("Check it and try again, or pick your area by name."),
    )


def _miss(text: str, postcode: PostcodeText, status: PostcodeStatus, message: str, way_on: str) -> Found:
    return Found(text, str(postcode), status, message, way_on, repaired=postcode.repaired)


def _of_outcode(outcode: str) -> QuerySet[Postcode]:
    """Postcodes of an outcode. The range uses the key's index whatever the database's collation."""
    return Postcode.objects.annotate(length=Length("postcode")).filter(
        postcode__range=(f"{outcode}0AA", f"{outcode}9ZZ"), length=len(outcode) + 3
    )


def areas_of(codes: AreaCodes) -> list[Area]:
    """The areas behind the codes that we hold, smallest first."""
    order = {kind: position for position, kind in enumerate(AreaKind)}
    return sorted(Area.objects.filter(code__in=codes.known()), key=lambda area: order[AreaKind(area.kind)])


def centre_of(codes: Iterable[str]) -> Point | None:
    """The middle of some areas, for “near you” where nobody has told where they are; None when we hold none."""
    centres = [area.centroid for area in Area.objects.filter(code__in=list(codes)).order_by("code")]
    if not centres:
        return None
    return Point(
        round(sum(c.easting for c in centres) / len(centres)),
        round(sum(c.northing for c in centres) / len(centres)),
    )


def areas_in_outcode(outcode: str) -> list[Area]:
    """The wards in which postcodes of the outcode lie, by name: the way on from half a postcode."""
    postcode = read(outcode)
    if postcode is None:
        return []
    wards = _of_outcode(postcode.outward).exclude(ward=None).values("ward")
    return list(Area.objects.filter(code__in=wards).order_by("search_name", "code"))


def areas_called(words: str, *, kinds: tuple[AreaKind, ...] = PICKABLE, limit: int = 20) -> list[Area]:
    """Areas whose name holds the words; those that begin with them first."""
    wanted = search_name(words)
    if not wanted:
        return []
    begins = Case(
        When(search_name__startswith=wanted, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    found = Area.objects.filter(kind__in=kinds, search_name__contains=wanted).order_by(
        begins, "search_name", "code"
    )
    return list(found[:limit])


def names_to_pick(authorities: list[str] | None = None) -> list[tuple[str, str]]:
    """(code, name) of wards for a list to pick from, of these local authorities or of all we hold, by name."""
    return _names_to_pick(tuple(authorities or ()))


@statement
def _names_to_pick(authorities: tuple[str, ...]) -> QuerySet[Area, tuple[str, str]]:
    wards = Area.objects.filter(kind=AreaKind.WARD)
    if authorities:
        wards = wards.filter(local_authority__in=authorities)
    return wards.order_by("local_authority__search_name", "search_name", "code").values_list("code", "name")


def nearest_area(point: Point, kind: AreaKind) -> Area | None:
    """The area whose centre is nearest; an approximation, where no table says which area a place lies in."""
    return Area.objects.filter(kind=kind).order_by(Distance("centroid", point), "code").first()


def postcode_source() -> PostcodeSource | None:
    """Which file the postcodes come from, or ``None`` before any was loaded."""
    return PostcodeSource.objects.order_by("-loaded_at", "-id").first()


@dataclass(frozen=True, slots=True)
class Shape:
    """An area to be drawn: its name, where to write it, and its outer rings in National Grid metres."""

    name: str
    centre: tuple[float, float]
    rings: tuple[tuple[tuple[float, float], ...], ...]


MOST_SHAPES = 40
POINTS_OF_A_RING = 150
"""Enough for a picture of a few hundred pixels."""


def outlines_around(centre: tuple[float, float], reach: float) -> list[Shape]:
    """Return the wards that lie within a square around a point, nearest first; no rings where we hold no outline."""
    easting, northing = centre
    with connection.cursor() as cursor:  # the ORM takes as long to write this as to draw the map
        cursor.execute(
            "SELECT code, name, centroid[0], centroid[1] FROM places_area WHERE kind = %s AND west <= %s AND east >= %s"
            " AND south <= %s AND north >= %s ORDER BY code LIMIT %s",
            [
                AreaKind.WARD,
                easting + reach,
                easting - reach,
                northing + reach,
                northing - reach,
                MOST_SHAPES,
            ],
        )
        wards = cursor.fetchall()
    shapes = [Shape(name, (x, y), _rings_of(code)) for code, name, x, y in wards]
    return sorted(shapes, key=lambda shape: hypot(shape.centre[0] - easting, shape.centre[1] - northing))


@lru_cache(maxsize=2_000)
def _rings_of(code: str) -> tuple[tuple[tuple[float, float], ...], ...]:
    """The outer rings of an area, thinned; the outline of a code never changes."""
    outline: dict[str, Any] = Area.objects.values_list("outline", flat=True).get(code=code) or {}
    if not outline:
        return ()
    shape = outline["coordinates"]
    polygons = shape if outline["type"] == "MultiPolygon" else [shape]
    rings = []
    for polygon in polygons:
        lonlat = polygon[0]
        step = max(1, len(lonlat) // POINTS_OF_A_RING)
        thinned = lonlat[::step]
        points = to_points([position[1] for position in thinned], [position[0] for position in thinned])
        rings.append(tuple((point.easting, point.northing) for point in points))
    return tuple(rings)
