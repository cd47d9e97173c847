"""Where a postcode puts a person: position and areas, from places; empty where the postcode is not known."""

from __future__ import annotations

from typing import Any

from alongside.places.models import Area, Postcode
from alongside.places.rules import read

NOWHERE: dict[str, Any] = {"easting": None, "northing": None, "lsoa21": "", "ward": "", "local_authority": ""}


def tidy(raw: str) -> str:
    """A postcode as people write it ("E8 1EA"), or what was typed, shortened, where it is none."""
    text = read(raw)
    return str(text) if text else " ".join(raw.upper().split())[:8]


def of(postcode: str) -> dict[str, Any]:
    """The fields of a person that follow from the postcode."""
    text = read(postcode)
    row = None if text is None else Postcode.objects.filter(pk=text.key).first()
    if row is None or row.easting is None:
        return dict(NOWHERE)
    return {
        "easting": row.easting,
        "northing": row.northing,
        "lsoa21": row.lsoa21 or "",
        "ward": row.ward or "",
        "local_authority": row.local_authority or "",
    }


def area_name(code: str) -> str:
    """What people call an area, or "" where it is not loaded."""
    return Area.objects.filter(pk=code).values_list("name", flat=True).first() or ""
