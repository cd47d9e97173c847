"""Where a postcode must be that we do not hold: in the middle of those that share all but its last two letters.

Postcodes go out of use and new ones come; Code-Point Open, which we ship, tells neither. Its neighbours tell roughly:
over all of Great Britain the middle of a sector ("E8 1") lies within 650 m of half of its postcodes and within 1.8 km
of nine in ten; in inner London within 330 m and 710 m. Where a sector is spread wider than `WIDEST` – a glen, a coast:
one in nine – it tells nothing, and we say nothing. Reads only.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from alongside.places.fields import Point, read_point
from alongside.places.models import Postcode
from alongside.places.rules import PostcodeText, read

WIDEST = 3_000
"""Metres, root mean square from the middle."""

# The length keeps E1 1 from E11 1; the range uses the key's index whatever the database's collation.
_MIDDLES = """
SELECT asked.beginning, point(round(avg(held.loc[0])), round(avg(held.loc[1])))::text
FROM unnest(%(beginnings)s::text[]) AS asked (beginning)
JOIN places_postcode held
  ON held.postcode BETWEEN asked.beginning || %(first)s AND asked.beginning || %(last)s
 AND length(held.postcode) = length(asked.beginning) + length(%(last)s)
WHERE held.loc IS NOT NULL AND held.ended_on IS NULL
GROUP BY asked.beginning
HAVING %(widest)s::float IS NULL OR sqrt(var_pop(held.loc[0]) + var_pop(held.loc[1])) <= %(widest)s
"""
_SECTOR = {"first": "AA", "last": "ZZ", "widest": WIDEST}
_OUTCODE = {"first": "0AA", "last": "9ZZ", "widest": None}
"""Who gives only the first half means that it is rough: it places however wide it is."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a postcode is. `roughly`: by what it was placed ("E8 1", "E8"); "" when we hold it itself."""

    point: Point
    roughly: str = ""
    is_out_of_use: bool = False
    """It has ended: where it was."""

    @property
    def is_exact(self) -> bool:
        """Whether it is a postcode in use that we hold."""
        return not (self.roughly or self.is_out_of_use)


def middle_of_sector(postcode: PostcodeText) -> Placed | None:
    """Where a full postcode that we do not hold must be; None when its neighbours do not tell."""
    return _by_sector([postcode]).get(postcode.key)


def placed(postcodes: Iterable[str]) -> dict[str, Placed]:
    """Where postcodes are, many at once; for an outcode, its middle. What nothing is known of is left out."""
    read_as = {text: postcode for text in postcodes if (postcode := read(text)) is not None}
    keys = {postcode.key for postcode in read_as.values() if not postcode.is_outcode}
    held = {
        row.postcode: Placed(row.loc, is_out_of_use=row.ended_on is not None)
        for row in Postcode.objects.filter(pk__in=keys, loc__isnull=False).order_by("pk")
        if row.loc is not None
    }
    held |= _by_sector([p for p in read_as.values() if p.inward and p.key not in held])
    outcodes = {p.outward for p in read_as.values() if p.is_outcode}
    held |= {code: Placed(point, code) for code, point in _middles(outcodes, _OUTCODE).items()}
    return {text: held[postcode.key] for text, postcode in read_as.items() if postcode.key in held}


def _by_sector(postcodes: Collection[PostcodeText]) -> dict[str, Placed]:
    middles = _middles({postcode.sector for postcode in postcodes}, _SECTOR)
    return {
        postcode.key: Placed(middles[postcode.sector], f"{postcode.outward} {postcode.inward[:1]}")
        for postcode in postcodes
        if postcode.sector in middles
    }


def _middles(beginnings: Collection[str], kind: Mapping[str, Any]) -> dict[str, Point]:
    if not beginnings:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_MIDDLES, {"beginnings": sorted(beginnings), **kind})
        found = {beginning: read_point(text) for beginning, text in cursor.fetchall()}
    return {beginning: point for beginning, point in found.items() if point is not None}
