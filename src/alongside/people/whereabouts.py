"""Where a postcode puts a person: position and areas, from places; empty where the postcode is not known."""

from __future__ import annotations

from typing import Any

from alongside.places.models import Area
from alongside.places.queries import look_up
from alongside.places.rules import read


def tidy(raw: str) -> str:
    """A postcode as people write it ("E8 1EA"), or what was typed, shortened, where it is none."""
    text = read(raw)
    return str(text) if text else " ".join(raw.upper().split())[:8]


def of(postcode: str) -> dict[str, Any]:
    """The fields of a person that follow from the postcode: all empty where it is not a full, placed one."""
    found = look_up(postcode) if postcode else None
    placed = found if found is not None and found.point is not None else None
    return {
        "easting": placed.easting if placed else None,
        "northing": placed.northing if placed else None,
        "lsoa21": (placed.areas.lsoa21 or "") if placed else "",
        "ward": (placed.areas.ward or "") if placed else "",
        "local_authority": (placed.areas.local_authority or "") if placed else "",
    }


def area_name(code: str) -> str:
    """What people call an area, or "" where it is not loaded."""
    return Area.objects.filter(pk=code).values_list("name", flat=True).first() or ""
