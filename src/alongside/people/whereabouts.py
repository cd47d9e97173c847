"""Where a postcode puts a person: position and areas, from places; empty where the postcode is not known."""

from __future__ import annotations

from typing import Any

from alongside.places.models import Area
from alongside.places.queries import AreaCodes, look_up
from alongside.places.rules import read


def tidy(raw: str) -> str:
    """A postcode as people write it ("E8 1EA"), or what was typed, shortened, where it is none."""
    text = read(raw)
    return str(text) if text else " ".join(raw.upper().split())[:8]


def of(postcode: str) -> dict[str, Any]:
    """The fields of a person that follow from the postcode: all empty where nothing places it.

    One that has gone out of use, or is newer than our list, places roughly, and in no area; `caution` says so.
    """
    found = look_up(postcode) if postcode else None
    start = found.start if found is not None else None
    areas = found.areas if found is not None and start is not None else AreaCodes()
    return {
        "easting": round(start.easting) if start else None,
        "northing": round(start.northing) if start else None,
        "lsoa21": areas.lsoa21 or "",
        "ward": areas.ward or "",
        "local_authority": areas.local_authority or "",
    }


def caution(postcode: str) -> str:
    """What to say beside a distance from this postcode: that it is rough, or why there is none; "" when sure."""
    found = look_up(postcode) if postcode else None
    if found is None or (found.start is not None and not found.caution):
        return ""
    return found.caution or f"{found.message} {found.way_on}".strip()


def area_name(code: str) -> str:
    """What people call an area, or "" where it is not loaded."""
    return Area.objects.filter(pk=code).values_list("name", flat=True).first() or ""
